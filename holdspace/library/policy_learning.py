"""How far somebody is with the lessons and the quiz. They ask about themselves only."""

import uuid
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdspace.library import lessons
from holdspace.library.lessons import Lesson
from holdspace.library.models import LessonRead, Quiz
from holdspace.people.models import Person

FAILURES_THAT_REST = 2


def lesson_for(slug: str) -> Lesson:
    """Lessons are open to everybody, signed in or not."""
    found = lessons.lesson(slug)
    if found is None:
        raise Http404
    return found


def read_by(person: Person, since: datetime | None = None) -> set[str]:
    """Lessons this person says they have read, ever or since a moment."""
    rows = LessonRead.objects.filter(person=person, lesson__in=lessons.slugs())
    return set((rows.filter(read_at__gte=since) if since else rows).values_list("lesson", flat=True))


def has_read_all(person: Person) -> bool:
    return read_by(person) >= set(lessons.slugs())


def quizzes_of(person: Person) -> QuerySet[Quiz]:
    return Quiz.objects.filter(person=person, ended_at__isnull=False).order_by("-ended_at")


def quiz_of(person: Person, pk: uuid.UUID) -> Quiz:
    return get_object_or_404(quizzes_of(person), pk=pk)


def open_quiz(person: Person) -> Quiz | None:
    return Quiz.objects.filter(person=person, ended_at=None).first()


def has_passed(person: Person, since: datetime | None = None) -> bool:
    passed = quizzes_of(person).filter(passed=True)
    return (passed.filter(ended_at__gte=since) if since else passed).exists()


def to_read_again(person: Person) -> list[Lesson]:
    """After two sittings in a row that did not pass: lessons that hold what was missed and were not opened again since.

    Empty means the quiz is open.
    """
    last = list(quizzes_of(person)[:FAILURES_THAT_REST])
    if len(last) < FAILURES_THAT_REST or any(quiz.passed for quiz in last):
        return []
    missed = {slug for quiz in last for slug in quiz.missed}
    left = missed - read_by(person, since=last[0].ended_at)
    return [one for one in lessons.lessons() if one.slug in left]


def may_take_quiz(person: Person) -> bool:
    return not to_read_again(person)
