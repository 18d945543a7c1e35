"""Accounts that strongly look like one person: the same e-mail address, or a name that goes on where another ends."""

import re

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from holdspace.people.models import Person
from holdspace.people.names import skeleton

SHORTEST_STEM = 5


def people_like(person: Person) -> QuerySet[Person]:
    """Others who look like the same person. A sign, never a proof: it is for a guide's eyes only."""
    return Person.objects.filter(_shares_an_address(person) | _is_called_alike(person)).exclude(pk=person.pk)


def _shares_an_address(person: Person) -> Q:
    given = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    addresses = {address.lower() for address in (person.email, *given) if address}
    holders = EmailAddress.objects.filter(email__in=addresses).values("user")
    return Q(pk__in=holders) | Q(email__in=addresses)


def _is_called_alike(person: Person) -> Q:
    """The same name but for digits and signs at its end."""
    stem = stem_of(person.name)
    if len(stem) < SHORTEST_STEM:
        return Q(pk__in=[])
    near = Person.objects.filter(skeleton__startswith=stem).values_list("pk", "name")
    return Q(pk__in=[pk for pk, name in near if stem_of(name) == stem])


def stem_of(name: str) -> str:
    return skeleton(re.sub(r"[\W\d_]+$", "", name))
