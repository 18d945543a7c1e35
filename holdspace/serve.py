"""`bin/serve`: prepare the data, load the demo on the first run, say who one can enter as, and serve."""

import argparse
import gc
import os
import socket
import subprocess
import sys
from pathlib import Path

HERE = "http://127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    os.umask(0o077)  # what people wrote is for this account alone to read
    gc.disable()  # until all is loaded (`run`): none of it is ever thrown away, and looking takes a sixth of the start
    options = parse(sys.argv[1:])
    os.environ["HOLDSPACE_DATA_DIR"] = str(options.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdspace.settings")
    try:
        options.data.mkdir(parents=True, exist_ok=True)
        check_room(options.data)
    except OSError as error:
        return refuse(
            f"The data folder {options.data} cannot be written: {error.strerror}. "
            "Free some space or choose another one with --data."
        )
    if is_taken(options.port):
        return refuse(
            f"Port {options.port} is in use by another program. Choose another one: bin/serve --port {options.port + 1}"
        )
    return serve(options)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/serve", description="Run Holdspace on this machine.")
    parser.add_argument("--port", type=port, default=8000, help="where to listen on 127.0.0.1 (default: 8000)")
    parser.add_argument(
        "--data",
        type=lambda path: Path(path).resolve(),
        default=ROOT / "var",
        help="where everything is kept (default: var/)",
    )
    parser.add_argument("--empty", action="store_true", help="begin without the demo")
    return parser.parse_args(words)


def port(word: str) -> int:
    if not word.isdigit() or not 1 <= int(word) <= 65535:
        raise argparse.ArgumentTypeError(f"{word!r} is not a port; choose a number from 1 to 65535")
    return int(word)


def check_room(folder: Path) -> None:
    """Write and remove a small file, so that a full or read-only disk is said now and not in the middle of a story."""
    probe = folder / ".room"
    probe.write_bytes(b"\0" * 65536)
    probe.unlink()


def is_taken(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return True
    return False


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1


def serve(options: argparse.Namespace) -> int:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        django.setup()
        prepare(is_empty=options.empty)
    except ImproperlyConfigured as error:
        return refuse(f"A setting is not right: {error}. docs/hosting/settings.md says what each one takes.")
    except (DatabaseError, OSError) as error:
        return refuse(f"The data in {options.data} cannot be prepared: {error}.")
    if has_public_doors():
        return refuse(
            f"The data in {options.data} holds the demo, whose passphrases are public. With HOLDSPACE_PRODUCTION set, "
            "choose another folder with --data."
        )
    greet(options)
    run(options.port)
    return 0


def prepare(*, is_empty: bool) -> None:
    """Tables, static files, and on the first run the demo."""
    from django.conf import settings

    from holdspace.circles.policy import is_empty_place

    if has_old_tables():
        apart("migrate", "--no-input")
    collect_if_changed(Path(settings.STATIC_ROOT))
    if not is_empty and is_empty_place():
        bring_in_demo(for_real=settings.PRODUCTION)


def has_old_tables() -> bool:
    """Does the database lack a table, or a change of one, that this version has?"""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    plan = MigrationExecutor(connection)
    return bool(plan.migration_plan(plan.loader.graph.leaf_nodes()))


def bring_in_demo(*, for_real: bool) -> None:
    if for_real:
        say("The demo stays out: its passphrases are public, and HOLDSPACE_PRODUCTION says that people come here.")
    else:
        say("First run: bringing in the people and stories of the demo …")
        apart("load_demo")


def apart(*command: str) -> None:
    """A command of Django's in a process of its own, since what it takes of memory the serving one never gave back.

    Raises OSError with the last line of what went wrong.
    """
    words = [sys.executable, "-m", "django", *command]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise OSError(f"{command[0]}: {done.stderr.strip().rpartition(chr(10))[2]}")


def has_public_doors() -> bool:
    from django.conf import settings

    from holdspace.circles.policy import has_demo

    return settings.PRODUCTION and has_demo()


def collect_if_changed(root: Path) -> None:
    """Static files are gathered again only when one of them is newer than the last gathering."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    stamp = root / ".gathered"
    newest = max(
        Path(storage.path(name)).stat().st_mtime for finder in get_finders() for name, storage in finder.list([])
    )
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.touch()


def invite_steward(number: int) -> None:
    """Where nobody is steward yet: the link with which the first one comes in, once."""
    from django.urls import reverse

    from holdspace.insights.actions import make_first_key

    word = make_first_key()
    if word:
        say(f"Nobody is steward yet. Begin here, once: {HERE}:{number}{reverse('insights:first', args=[word])}")


def greet(options: argparse.Namespace) -> None:
    from holdspace.circles.demo import doors
    from holdspace.circles.policy import has_demo

    if has_demo():
        say("You can enter as (name / passphrase):")
        for door in doors():
            say(f"  {door}")
    invite_steward(options.port)
    say(f"Holdspace is at {HERE}:{options.port} (Ctrl-C ends it)")


def run(number: int) -> None:
    import uvicorn

    from holdspace import worker
    from holdspace.insights.actions import tell_the_house

    tell_the_house()
    worker.start()
    warm_up()
    gc.freeze()  # what is loaded now stays for good: looking through it again and again costs a tenth of all pages
    gc.enable()
    uvicorn.run(
        "holdspace.asgi:application",
        host="127.0.0.1",
        port=number,
        log_level="warning",
        access_log=False,
        server_header=False,
    )


def warm_up() -> None:
    """Show Help now to nobody once, so that the first person does not wait while everything is loaded."""
    from django.http import HttpRequest
    from django.urls import resolve, reverse

    request = HttpRequest()
    request.method = "GET"
    resolve(reverse("library:help_now")).func(request)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
