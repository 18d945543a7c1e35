"""Who checks papers, who gives and takes roles, and who may agree to a new second step. Never about oneself."""

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdspace.people.models import (
    STAFF,
    Application,
    NewLock,
    Opinion,
    Paper,
    PastRole,
    Person,
    Role,
    RoleKind,
    Standing,
    Verification,
    today,
)
from holdspace.people.policy import has_any_role, has_role, people_with_role, professionals

SECONDS = (RoleKind.LEAD, RoleKind.STEWARD, RoleKind.GUIDE)
GIVEN_HERE = (RoleKind.LISTENER, RoleKind.HOST, RoleKind.GUIDE)
TAKEN_HERE = (RoleKind.LISTENER, RoleKind.HOST, RoleKind.GUIDE, RoleKind.PRACTITIONER, RoleKind.LEAD)

# --- one's own ----------------------------------------------------------------------------------------------------


def own_applications(person: Person) -> QuerySet[Application]:
    return Application.objects.filter(person=person)


def waiting_application(person: Person) -> Application | None:
    return own_applications(person).filter(standing=Standing.WAITING).first()


def own_verification(person: Person) -> Verification | None:
    return professionals().filter(person=person).first()


def own_roles(person: Person) -> QuerySet[Role]:
    """What they hold here, beside being a member."""
    return Role.objects.lasting().filter(person=person).exclude(kind=RoleKind.MEMBER).select_related("given_by")


def own_past_roles(person: Person) -> QuerySet[PastRole]:
    return PastRole.objects.filter(person=person).select_related("ended_by")


# --- papers -------------------------------------------------------------------------------------------------------


def may_lead(person: Person) -> bool:
    """Checks papers, gives and takes roles."""
    return has_role(person, RoleKind.LEAD)


def may_be_second(person: Person) -> bool:
    """May be asked to check papers together with a lead."""
    return has_any_role(person, SECONDS)


def applications_for(person: Person) -> QuerySet[Application]:
    """All but their own for a lead; for others those they were asked to check."""
    if not may_be_second(person):
        return Application.objects.none()
    theirs = Q() if may_lead(person) else Q(second=person)
    others = Application.objects.filter(theirs).exclude(person=person).exclude(standing=Standing.WITHDRAWN)
    return others.select_related("person", "first", "second")


def application_for(person: Person, pk: uuid.UUID) -> Application:
    return get_object_or_404(applications_for(person), pk=pk)


def seconds_for(person: Person, application: Application) -> QuerySet[Person]:
    """Whom this lead may ask to check with them."""
    eligible = [people_with_role(kind).values("pk") for kind in SECONDS]
    found = Person.objects.filter(Q(pk__in=eligible[0]) | Q(pk__in=eligible[1]) | Q(pk__in=eligible[2]))
    return found.exclude(pk__in=[person.pk, application.person_id]).order_by("name")


def checks(person: Person, application: Application) -> bool:
    """Is this one of the two? They, and nobody else, open the files."""
    return (application.first == person and may_lead(person)) or application.second == person


def may_take_check(person: Person, application: Application) -> bool:
    """A lead who checks it already, or who could while nobody has said what they found."""
    is_free = not application.opinions.exists()
    return may_lead(person) and application.is_waiting and (is_free or application.first == person)


def may_give_opinion(person: Person, application: Application) -> bool:
    is_first_time = not application.opinions.filter(by=person).exists()
    return application.is_waiting and checks(person, application) and is_first_time and application.second is not None


def opinions_on(person: Person, application: Application) -> QuerySet[Opinion]:
    """For those who may see the application; the other's only after one's own, so that nobody just follows."""
    found = application.opinions.select_related("by")
    is_own_due = application.is_waiting and not found.filter(by=person).exists()
    return found.filter(by=person) if is_own_due else found


def paper_for(person: Person, pk: uuid.UUID) -> Paper:
    found = get_object_or_404(Paper.objects.filter(application__in=applications_for(person), gone_at=None), pk=pk)
    if not checks(person, found.application):
        raise Http404
    return found


# --- roles --------------------------------------------------------------------------------------------------------


def roles_for(person: Person) -> QuerySet[Role]:
    """Who holds which role, for leads."""
    if not may_lead(person):
        return Role.objects.none()
    held = Role.objects.lasting().exclude(kind=RoleKind.MEMBER)
    return held.select_related("person", "given_by").order_by("kind", "person__name")


def role_for(person: Person, holder: uuid.UUID, kind: str) -> Role:
    return get_object_or_404(roles_for(person), person=holder, kind=kind)


def may_give(person: Person, kind: str, to: Person) -> bool:
    return may_lead(person) and kind in GIVEN_HERE and to != person


def has_papers(person: Person) -> bool:
    """Two people looked at their papers, and that still holds."""
    return Verification.objects.filter(person=person, valid_until__gte=today()).exists()


def may_take(person: Person, role: Role) -> bool:
    """A lead; the last one cannot leave the place without any."""
    is_last = role.kind == RoleKind.LEAD and not people_with_role(RoleKind.LEAD).exclude(pk=role.person_id).exists()
    return may_lead(person) and role.kind in TAKEN_HERE and not is_last


# --- a new second step --------------------------------------------------------------------------------------------


def new_locks_for(person: Person) -> QuerySet[NewLock]:
    """What waits for agreement: for whoever may agree, and never one's own."""
    if not may_be_second(person):
        return NewLock.objects.none()
    return NewLock.objects.filter(agreed_at=None).exclude(person=person).select_related("person", "asked_by")


def new_lock_for(person: Person, pk: uuid.UUID) -> NewLock:
    """One that this person may agree to: somebody else asked."""
    return get_object_or_404(new_locks_for(person).exclude(asked_by=person), pk=pk)


def may_need_new_lock(person: Person, of: Person) -> bool:
    """Only staff has to have one; for a lead to ask, never for themselves."""
    return may_lead(person) and of != person and Role.objects.lasting().filter(person=of, kind__in=STAFF).exists()
