"""The demo's learners come in through the same doors: what is said about their replies is the house's own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdspace.circles import practising, talks, training
from holdspace.circles.models import LookOver, Reply, Standing
from holdspace.circles.policy_training import may_ask_to_be_signed
from holdspace.library import learning, lessons, questions
from holdspace.people.models import Person

NEW = "kwame"  # whose first answers a guide still looks over
TO_LOOK_OVER = 3


def load(rows: list[dict[str, Any]], people: Mapping[str, Person], asked_at: Mapping[str, datetime]) -> None:
    for row in rows:
        learn(people[row["key"]], row)
        if row["key"] in asked_at:
            ask(people[row["key"]], row, people["mira"], asked_at[row["key"]])
    start(people[NEW])


def learn(person: Person, row: dict[str, Any]) -> None:
    for slug in lessons.slugs() if row["lessons"] == "all" else row["lessons"]:
        learning.note_read(person=person, lesson=slug)
    if row["quiz"]:
        pass_quiz(person)
    for one in row.get("reply", []):
        talk = talks.talk(one["talk"])
        if talk:
            reply = practising.practice_reply(person=person, talk=talk, turn=one["turn"])
            practising.try_reply(reply, body=one["says"], talk=talk)


def pass_quiz(person: Person) -> None:
    quiz = learning.begin_quiz(person=person)
    drawn = questions.drawn(quiz.questions)
    learning.end_quiz(quiz=quiz, answers={one.id: one.best for one in drawn})


def ask(person: Person, row: dict[str, Any], guide: Person, at: datetime) -> None:
    """Not if a program that was retrained meanwhile thinks otherwise of a reply."""
    if not may_ask_to_be_signed(person):
        return
    asked = training.ask_to_be_signed(person=person)
    training.write_letter(sign_off=asked, person=guide, body=row["letter"])
    training.write_letter(sign_off=asked, person=person, body=row["answer"])
    asked.asked_at = at
    asked.save(update_fields=["asked_at"])


def start(listener: Person) -> None:
    Standing.objects.create(person=listener, to_look_over=TO_LOOK_OVER)
    answer = Reply.objects.filter(author=listener, is_answer=True).order_by("-written_at").first()
    if answer:
        LookOver.objects.create(reply=answer, listener=listener, sent_at=answer.written_at)
