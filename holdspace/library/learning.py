"""Reading lessons and answering the questions about boundaries."""

import random
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from holdspace.library import questions
from holdspace.library.models import LessonRead, Quiz
from holdspace.library.policy_learning import open_quiz
from holdspace.library.signals import lesson_read, quiz_passed
from holdspace.people.models import Person

DRAWN = 12
MAY_MISS = 2
DICE = random.SystemRandom()


@transaction.atomic
def note_read(*, person: Person, lesson: str) -> None:
    LessonRead.objects.update_or_create(person=person, lesson=lesson, defaults={"read_at": timezone.now()})
    transaction.on_commit(lambda: lesson_read.send(LessonRead, person=person, lesson=lesson), robust=True)


@transaction.atomic
def begin_quiz(*, person: Person) -> Quiz:
    """A fresh draw, or the one that is open already: going back and forth changes no question."""
    Person.objects.select_for_update().get(pk=person.pk)
    return open_quiz(person) or Quiz.objects.create(person=person, questions=draw())


def draw() -> list[str]:
    """Twelve of the bank in a fair order; those about danger are always among them."""
    bank = questions.bank()
    always = [one.id for one in bank if one.is_about_danger]
    others = [one.id for one in bank if not one.is_about_danger]
    drawn = always + DICE.sample(others, DRAWN - len(always))
    DICE.shuffle(drawn)
    return drawn


@transaction.atomic
def end_quiz(*, quiz: Quiz, answers: Mapping[str, str]) -> Quiz:
    """Passed with two misses at most, and none about danger. Sent twice, the first answers count."""
    quiz = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if quiz.ended_at is None:
        missed = [one for one in questions.drawn(quiz.questions) if not one.is_right(answers[one.id])]
        quiz.answers, quiz.ended_at = dict(answers), timezone.now()
        quiz.missed = sorted({one.lesson for one in missed})
        quiz.passed = len(missed) <= MAY_MISS and not any(one.is_about_danger for one in missed)
        quiz.save()
        if quiz.passed:
            transaction.on_commit(lambda: quiz_passed.send(Quiz, person=quiz.person), robust=True)
    return quiz
