"""What each role may see and do, told from the policies themselves.

A room registers a capability from its apps.py: one sentence, and the function that its policy asks. The page /roles/
asks that same function about somebody who holds one role, so it cannot say what the doors do not do.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from holdspace.people.models import Person, RoleKind

ORDER = (
    RoleKind.LISTENER,
    RoleKind.HOST,
    RoleKind.GUIDE,
    RoleKind.LEAD,
    RoleKind.PRACTITIONER,
    RoleKind.STEWARD,
)


@dataclass(frozen=True)
class Capability:
    """`may` is a function of a policy that looks at roles alone."""

    name: str
    sentence: str | Promise
    may: Callable[[Person], bool]


@dataclass(frozen=True)
class RoleTold:
    kind: RoleKind
    may: tuple[str | Promise, ...]
    may_not: tuple[str | Promise, ...]


_capabilities: dict[str, Capability] = {}


def register(*capabilities: Capability) -> None:
    _capabilities.update({one.name: one for one in capabilities})


def all_of_them() -> tuple[Capability, ...]:
    return tuple(_capabilities.values())


def by_role() -> list[RoleTold]:
    """What each role adds to being a member."""
    return [_told(kind) for kind in ORDER]


def sentences_for(*kinds: str) -> tuple[str | Promise, ...]:
    """What somebody with these roles may, and nothing about what they may not."""
    someone = _somebody_with(*kinds)
    return tuple(one.sentence for one in all_of_them() if one.may(someone))


def _told(kind: RoleKind) -> RoleTold:
    someone = _somebody_with(kind)
    may = [one for one in all_of_them() if one.may(someone)]
    may_not = [one for one in all_of_them() if one not in may]
    return RoleTold(kind, tuple(one.sentence for one in may), tuple(one.sentence for one in may_not))


def _somebody_with(*kinds: str) -> Person:
    """Nobody in particular: never kept, and known by these roles alone."""
    someone = Person()
    someone.__dict__["roles"] = frozenset({str(RoleKind.MEMBER), *map(str, kinds)})
    return someone
