"""Lessons on listening, open to everybody, and the questions about boundaries."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.kit.doors import signed_in
from holdspace.library import learning, lessons, path, policy_learning, questions
from holdspace.library.forms import QuizForm
from holdspace.library.models import Quiz
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    person = _whoever(request)
    read = policy_learning.read_by(person) if person else set()
    context = {"lessons": lessons.lessons(), "read": read, "steps": path.steps_for(person)}
    return render(request, "library/learn.html", context)


@require_safe
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    found = policy_learning.lesson_for(slug)
    person = _whoever(request)
    is_read = person is not None and slug in policy_learning.read_by(person)
    context = {"lesson": found, "is_read": is_read, "others": _beside(found)}
    return render(request, "library/lesson.html", context)


def _beside(lesson: lessons.Lesson) -> dict[str, lessons.Lesson | None]:
    """The one before and the one after, in the order of the list."""
    all_of_them = lessons.lessons()
    place = all_of_them.index(lesson)
    return {
        "before": all_of_them[place - 1] if place else None,
        "after": all_of_them[place + 1] if place + 1 < len(all_of_them) else None,
    }


@signed_in
@require_POST
def read(request: PersonRequest, slug: str) -> HttpResponse:
    found = policy_learning.lesson_for(slug)
    learning.note_read(person=request.user, lesson=found.slug)
    messages.success(request, _("Noted, for you alone. You can come back to this lesson whenever you like."))
    after = _beside(found)["after"]
    return redirect("library:lesson", slug=after.slug) if after and "next" in request.POST else redirect(
        "library:learn"
    )


@signed_in
@require_http_methods(["GET", "POST"])
def quiz(request: PersonRequest) -> HttpResponse:
    sitting = policy_learning.open_quiz(request.user)
    if sitting is None:
        return _between_sittings(request)
    form = QuizForm(request.POST or None, questions=questions.drawn(sitting.questions))
    if request.method == "POST" and form.is_valid():
        ended = learning.end_quiz(quiz=sitting, answers=form.cleaned_data)
        return redirect("library:quiz_result", pk=ended.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "library/quiz.html", {"form": form}, status=status)


def _between_sittings(request: PersonRequest) -> HttpResponse:
    """Nothing is open: how it goes, what was last, and what to read again first, if anything."""
    if request.method == "POST":
        return redirect("library:quiz")
    context = {
        "again": policy_learning.to_read_again(request.user),
        "last": policy_learning.quizzes_of(request.user).first(),
    }
    return render(request, "library/quiz_door.html", context)


@signed_in
@require_POST
def begin_quiz(request: PersonRequest) -> HttpResponse:
    if policy_learning.may_take_quiz(request.user):
        learning.begin_quiz(person=request.user)
    return redirect("library:quiz")


@signed_in
@require_safe
def quiz_result(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    ended = policy_learning.quiz_of(request.user, pk)
    context = {
        "quiz": ended,
        "told": [(one, _chosen(one, ended), one.is_right(ended.answers.get(one.id, ""))) for one in _drawn(ended)],
        "missed": [one for one in lessons.lessons() if one.slug in ended.missed],
        "again": policy_learning.to_read_again(request.user),
    }
    return render(request, "library/quiz_result.html", context)


def _drawn(quiz: Quiz) -> list[questions.Question]:
    return questions.drawn(quiz.questions)


def _chosen(question: questions.Question, quiz: Quiz) -> str:
    return str(quiz.answers.get(question.id, ""))


def _whoever(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None
