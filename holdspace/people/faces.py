"""The face under which a person speaks. This file alone decides which name others see (C-01)."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdspace.people.models import Person
from holdspace.people.names import LONGEST


class FaceKind(models.TextChoices):
    NAME = "name", _("my account name")
    ALIAS = "alias", _("my name in this circle")
    ANONYMOUS = "anonymous", _("nobody's name")


class Faced(models.Model):
    """Something a person said under a face. `author` is empty once they have left.

    `alias` is kept as it was on the day, so that a later change of alias ties nothing together.
    """

    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    face = models.CharField(max_length=9, choices=FaceKind.choices)
    alias = models.CharField(max_length=LONGEST, blank=True)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Shown:
    """All that others learn of an author: no id, no account, nothing to tell two anonymous people apart."""

    label: str
    is_anonymous: bool

    def __str__(self) -> str:
        return self.label


def shown(faced: Faced, *, place: str = "") -> Shown:
    """The author as others see them. `place` is named where the words stand outside their own circle."""
    label = _label(faced)
    return Shown(_in_place(label, place) if place else label, faced.face == FaceKind.ANONYMOUS)


def name_behind(author: Person) -> str:
    """The account name of whoever wrote under another face: only for a sealed reveal, which logs every look."""
    return author.name


def face_label(person: Person, face: str, alias: str = "") -> str:
    """What others will see if this person speaks now under this face."""
    return {FaceKind.NAME: person.name, FaceKind.ALIAS: alias}.get(FaceKind(face)) or gettext("Anonymous")


def may_use(person: Person, face: str, alias: str = "") -> bool:
    """May they speak under this face? `alias` is the one they hold in that place, or empty."""
    is_theirs = face in {FaceKind.NAME, FaceKind.ANONYMOUS} or (face == FaceKind.ALIAS and alias != "")
    return person.is_active and is_theirs


def faces_with(alias: str) -> list[FaceKind]:
    """The faces somebody can choose from where they hold this alias (none when empty); the first is the careful one."""
    return [*([FaceKind.ALIAS] if alias else []), FaceKind.NAME, FaceKind.ANONYMOUS]


def _label(faced: Faced) -> str:
    """Without a name it stays so when its author leaves: what changed in one moment would tie it to them."""
    if faced.face == FaceKind.ANONYMOUS:
        return gettext("Anonymous")
    if faced.author is None:
        return gettext("[left]")
    return face_label(faced.author, faced.face, faced.alias)


def _in_place(label: str, place: str) -> str:
    return gettext("%(name)s, in %(place)s") % {"name": label, "place": place}
