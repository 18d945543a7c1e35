from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdspace.insights import readings
from holdspace.listening import engine, rereading
from holdspace.listening.rereading import Progress


class Command(BaseCommand):
    help = "Read texts that an older version read again, and say how far it is. Ctrl-C loses nothing: it goes on there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--how-far", action="store_true", help="only say how far it is")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["how_far"]:
            self.read()
        self.say_where_it_stands()

    def read(self) -> None:
        engine.warm()
        try:
            readings.begin(by=None)
        except rereading.CannotReadError:
            raise CommandError(f"The engine cannot read with its weights now: {engine.state()}.") from None
        readings.go_on(by=None)
        for now in rereading.rounds():
            self.stdout.write(said(now))
            self.stdout.flush()

    def say_where_it_stands(self) -> None:
        now = rereading.progress()
        if now and now.is_open:
            self.stdout.write(f"{'Paused' if now.job.paused_at else 'Under way'}: {said(now)}")
        else:
            self.stdout.write(f"Read by an older version than {engine.version()}: {rereading.old().count()}.")


def said(now: Progress) -> str:
    return f"{now.job.done} of {now.total}, still to go: {readings.in_words(now.left)}"
