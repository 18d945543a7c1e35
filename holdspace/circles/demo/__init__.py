"""The demo: people, circles and stories written for this project, dated relative to the day they are loaded.

They come in through the same doors as everybody: readings, concerns and thanks are made by the house, not typed.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from holdspace.circles import actions
from holdspace.circles.corrections import attach_correction
from holdspace.circles.demo import learners
from holdspace.circles.demo.moderation import bring_before_guides
from holdspace.circles.models import Agreement, Circle, Listening, Reply, Story
from holdspace.conversations.actions import seat
from holdspace.conversations.models import Conversation
from holdspace.listening.actions import Heard, disagree, hear
from holdspace.listening.models import Reading
from holdspace.networks.actions import block_by_name
from holdspace.notices.models import Notice
from holdspace.people import consents, papers, second_step
from holdspace.people.actions import give_role, verify
from holdspace.people.evidence import Examined
from holdspace.people.faces import FaceKind
from holdspace.people.models import STAFF, Person, Role
from holdspace.safeguarding.actions import close, take
from holdspace.safeguarding.models import Concern
from holdspace.safeguarding.rota_changes import add_shift

HERE = Path(__file__).parent
AGO = re.compile(r"(\d+)\s*([dhm])")
UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
SEEN_AFTER = timedelta(days=1)
UNDO = timedelta(minutes=1)
THANKED_AFTER = timedelta(minutes=20)
NOTED_AFTER = timedelta(hours=1)
LOOKED_AFTER = "Read it, wrote to them, they wrote back that the evening was calmer. I will look again tomorrow."

Row = dict[str, Any]


def read(name: str) -> Any:
    with open(HERE / f"{name}.toml", "rb") as file:
        return tomllib.load(file)


def doors() -> list[str]:
    """Who one can enter as, a line each: `name / passphrase (role)`, every role among them."""
    return [f"{row['name']} / {row['passphrase']} ({', '.join(row['roles'])})" for row in read("people")["person"]]


def moment(ago: str, now: datetime) -> datetime:
    """ "3d 4h 10m" before now."""
    return now - sum((int(n) * UNITS[unit] for n, unit in AGO.findall(ago)), timedelta())


@dataclass
class Demo:
    """One loading of the demo. `say` hears how far it is."""

    now: datetime

    @cached_property
    def heard(self) -> dict[str, Heard]:
        """Every text read once, before the transaction begins. Everybody in the demo agrees to the reading."""
        rows = [one for story in read("stories")["story"] for one in (story, *story.get("reply", []))]
        rows += read("moderation")["text"]
        return {row["body"]: hear(row["body"].strip()) for row in rows}

    @cached_property
    def people(self) -> dict[str, Person]:
        return {row["key"]: make_person(row) for row in read("people")["person"]}

    @cached_property
    def circles(self) -> dict[str, Circle]:
        return {row["slug"]: self.make_circle(row) for row in read("circles")["circle"]}

    def load(self) -> None:
        """All of it or nothing: a place that is left half filled would never be filled again."""
        _ = self.heard
        with transaction.atomic():
            self.verify_professionals()
            self.keep_apart()
            self.plan_duty()
            self.show_papers()
            _ = self.circles
            for row in sorted(read("stories")["story"], key=lambda row: moment(row["ago"], self.now)):
                self.make_story(row)
            Notice.objects.filter(made_at__lt=self.now - SEEN_AFTER).update(seen_at=self.now)
            self.tend_older_concerns()
            self.look_at_first_words()
            for row in read("moderation")["text"]:
                self.bring_before_guides(row)
            self.load_learners()
            DBTaskResult.objects.all().delete()  # what was put off to a moment that is long gone

    def load_learners(self) -> None:
        rows = read("learners")["learner"]
        asked = {row["key"]: moment(row["asks"], self.now) for row in rows if "asks" in row}
        learners.load(rows, self.people, asked)

    def tend_older_concerns(self) -> None:
        """Mira was on duty: whatever is older than a day has been looked after."""
        for concern in Concern.objects.filter(raised_at__lt=self.now - SEEN_AFTER):
            take(concern=concern, by=self.people["mira"])
            close(concern=concern, by=self.people["mira"], note=LOOKED_AFTER)

    def look_at_first_words(self) -> None:
        """And she has read what new people wrote first, but for the last day."""
        for model in (Story, Reply):
            model.objects.filter(written_at__lt=self.now - SEEN_AFTER).update(looked_at=self.now)

    def bring_before_guides(self, row: Row) -> None:
        told = self.make_reply(self.story_called(row["to"]), row) if "to" in row else self.make_story(row)
        bring_before_guides(told, row, people=self.people, moment=lambda ago: moment(ago, self.now))

    def story_called(self, key: str) -> Story:
        body = next(row["body"] for row in read("stories")["story"] if row["key"] == key)
        found: Story = Story.objects.get(body=body.strip())
        return found

    def keep_apart(self) -> None:
        for row in read("people")["person"]:
            for key in row.get("blocks", []):
                block_by_name(person=self.people[row["key"]], name=self.people[key].name)

    def verify_professionals(self) -> None:
        for row in read("people")["person"]:
            if "profession" in row:
                self.verify(self.people[row["key"]], row)

    def verify(self, person: Person, row: Row) -> None:
        """Lena and Sten looked at the papers of the others; Noor and Sten at Lena's."""
        first = self.people["noor" if row["key"] == "lena" else "lena"]
        on = (self.now - timedelta(days=90)).date()
        facts = {"title": row["title"], "profession": row["profession"], "on": on}
        verified = verify(person=person, by=first, second=self.people["sten"], **facts)
        Role.objects.filter(person=person, until__isnull=False).update(until=verified.valid_until, given_by=first)

    def plan_duty(self) -> None:
        for row in read("people")["person"]:
            for days, hours in (words.split() for words in row.get("shifts", [])):
                for day in days:
                    make_shift(self.people[row["key"]], int(day), hours, self.now.date())

    def show_papers(self) -> None:
        """Somebody waits to be checked by Lena and Noor; what she shows is a picture made here, of nothing."""
        picture = BytesIO()
        Image.new("RGB", (600, 400), "linen").save(picture, "PNG")
        for row in read("people")["person"]:
            if "applies" in row:
                shown = [Examined("png", picture.getvalue())]
                asked = papers.apply(person=self.people[row["key"]], papers=shown, **row["applies"])
                papers.check(application=asked, by=self.people["lena"], second=self.people["noor"])

    def make_circle(self, row: Row) -> Circle:
        plain = {
            key: row[key]
            for key in ("slug", "name", "about", "language", "kind", "facets", "topics", "norms", "example")
        }
        circle = Circle.objects.create(**plain, conversation=Conversation.objects.create())
        circle.guides.set(self.people[guide] for guide in row["guides"])
        Agreement.objects.create(circle=circle, lines=row["agreement"])
        for key, alias in row["members"].items():
            self.seat_member(circle, key, alias, is_host=key == row["host"])
        return circle

    def seat_member(self, circle: Circle, key: str, alias: str, *, is_host: bool) -> None:
        seat(conversation=circle.conversation, person=self.people[key], alias=alias, is_host=is_host)
        actions.join(circle=circle, person=self.people[key], alias=alias)

    def make_story(self, row: Row) -> Story:
        author, circle = self.people[row["author"]], self.circles[row["circle"]]
        story = actions.publish_story(
            circle=circle,
            author=author,
            heard=self.heard[row["body"]],
            token=actions.new_token(),
            body=row["body"].strip(),
            need=row["need"],
            face=row["face"],
            notes=row.get("notes", []),
            language=row.get("language", circle.language),
            **stance_of(row),
        )
        self.set_back(story, row)
        say_against(story, row)
        self.put_note(story, row)
        for one in row.get("reply", []):
            self.make_reply(story, one)
        actions.refresh_heard(story)
        self.send_thanks(story, row)
        return story

    def make_reply(self, story: Story, row: Row) -> Reply:
        author = self.people[row["author"]]
        reply = actions.post_reply(
            story=story,
            author=author,
            heard=self.heard[row["body"]],
            token=actions.new_token(),
            body=row["body"].strip(),
            face=row.get("face", FaceKind.NAME),
            **stance_of(row),
        )
        self.set_back(reply, row)
        say_against(reply, row)
        self.put_note(reply, row)
        self.send_thanks(reply, row)
        return reply

    def put_note(self, told: Story | Reply, row: Row) -> None:
        if "note" in row:
            words = {"body": row["note"]["body"].strip(), "source": row["note"]["source"]}
            note = attach_correction(told=told, guide=self.people[row["note"]["guide"]], **words)
            note.written_at = told.written_at + NOTED_AFTER
            note.save(update_fields=["written_at"])

    def send_thanks(self, told: Story | Reply, row: Row) -> None:
        for one in row.get("thanks", []):
            thanks = actions.thank(person=self.people[one["from"]], told=told, kind=one["kind"])
            thanks.sent_at = told.written_at + THANKED_AFTER
            thanks.save(update_fields=["sent_at"])
        Notice.objects.filter(link=actions.link_to(told), made_at__gte=self.now).update(
            made_at=moment(row["ago"], self.now)
        )

    def set_back(self, told: Story | Reply, row: Row) -> None:
        """It was written back then, and everything that came of it happened then."""
        told.written_at = moment(row["ago"], self.now)
        told.heard_from = told.written_at + UNDO
        told.save(update_fields=["written_at", "heard_from"])
        Reading.objects.filter(text_id=told.pk).update(read_at=told.written_at)
        Concern.objects.filter(link=actions.link_to(told)).update(raised_at=told.written_at)


def say_against(told: Story | Reply, row: Row) -> None:
    """What its writer says of a reading that is not right, an hour after it was made."""
    if "disagrees" in row:
        reading = Reading.objects.get(text_id=told.pk)
        disagree(reading=reading, **row["disagrees"])
        Reading.objects.filter(pk=reading.pk).update(disagreed_at=reading.read_at + NOTED_AFTER)


def stance_of(row: Row) -> dict[str, str]:
    return {name: row.get(name, "") for name in ("stance", "source")}


def make_person(row: Row) -> Person:
    person = Person.objects.create_person(
        name=row["name"], passphrase=row["passphrase"], country=row["country"], time_zone=row["timezone"]
    )
    for kind in row["roles"]:
        give_role(person=person, kind=kind)
    if STAFF & set(row["roles"]):
        second_step.set_up_for_demo(person)
    consents.give(person=person, purpose=consents.SAFETY_READING)
    if "listener" in row:
        make_listening(person, row)
    return person


def make_shift(person: Person, weekday: int, hours: str, today: date) -> None:
    """From the last such day before this week on, so that the week before is not empty either."""
    starts, ends = (time.fromisoformat(clock) for clock in hours.split("-"))
    first_on = today - timedelta(days=7 + (today.isoweekday() - weekday) % 7)
    add_shift(person=person, starts=starts, ends=ends, zone=person.time_zone, first_on=first_on)


def make_listening(person: Person, row: Row) -> None:
    wishes = row["listener"]
    start, end = (minutes(part) for part in wishes["window"].split("-"))
    Listening.objects.create(
        person=person,
        languages=row["languages"],
        facets=row["facets"],
        not_now=wishes["not_now"],
        window_start=start,
        window_end=end,
        budget=wishes["budget"],
        cap=wishes["cap"],
        vulnerable_cap=wishes["vulnerable"],
        since=timezone.now() - timedelta(days=60),
    )


def minutes(clock: str) -> int:
    hours, mins = clock.split(":")
    return int(hours) * 60 + int(mins)
