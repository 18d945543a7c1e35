"""What a person takes along from the lessons, and what goes when they leave."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from holdspace.library.models import LessonRead, Quiz
from holdspace.people.leaving import Part
from holdspace.people.models import Person


def export(person: Person) -> dict[str, Any]:
    return {
        "lessons read": list(LessonRead.objects.filter(person=person).values("lesson", "read_at")),
        "quiz": list(
            Quiz.objects.filter(person=person).values(
                "begun_at", "ended_at", "questions", "answers", "passed", "missed"
            )
        ),
    }


def erase(person: Person) -> None:
    LessonRead.objects.filter(person=person).delete()
    Quiz.objects.filter(person=person).delete()


part = Part(
    name="lessons",
    label=_("Lessons"),
    models=(LessonRead, Quiz),
    export=export,
    erase=erase,
    vanishes=_("Which lessons you have read, and what you answered in the quiz."),
)
