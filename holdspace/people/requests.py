"""Requests as views see them: from anybody, or from a person who is signed in."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from holdspace.people.models import Person

AnyRequest = HttpRequest

if TYPE_CHECKING:

    class PersonRequest(HttpRequest):
        user: Person

else:
    PersonRequest = HttpRequest
