"""Who may, asked in both directions. What one may not see is not found."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from holdspace.circles.absence import is_absent, is_absent_reply, is_absent_thanks
from holdspace.circles.models import (
    Acceptance,
    Agreement,
    Circle,
    CircleKind,
    Claim,
    ContentNote,
    Draft,
    FollowUp,
    Invitation,
    Listening,
    NoteSetting,
    Offer,
    Reply,
    Story,
    Thanks,
)
from holdspace.circles.policy_training import is_asleep, is_awake
from holdspace.circles.topics import Setting
from holdspace.conversations.models import Seat
from holdspace.conversations.policy import alias_is_free, people_in, seats_of
from holdspace.kit.prepared import Given, Prepared
from holdspace.networks.policy import who_blocked
from holdspace.people.models import Person, RoleKind
from holdspace.people.names import skeleton
from holdspace.people.policy import has_role, name_is_taken
from holdspace.safeguarding.policy import is_on_duty

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ADDRESS = re.compile(f"/stories/(?P<story>{UUID})/(?:#reply-(?P<reply>{UUID}))?")
READER, STORY, NOW = Given("person", UUIDField()), Given("story", UUIDField()), Given("now", DateTimeField())
NEVER_SENT = Q(withdrawn_at=F("written_at"))  # kept for those on duty alone: `unsent.py`
# --- circles ------------------------------------------------------------------------------------------------------


def circles_for(person: Person) -> QuerySet[Circle]:
    """Circles whose door this person may see: their own, all that are not closed, closed ones they are invited to."""
    if is_on_duty(person):
        return Circle.objects.all()
    invited = Invitation.objects.filter(person=person, invited_at__isnull=False).values("circle")
    return Circle.objects.filter(~Q(kind=CircleKind.INVITE) | Q(pk__in=invited) | Q(pk__in=my_circles(person)))


def circle_for(person: Person, slug: str) -> Circle:
    return get_object_or_404(circles_for(person), slug=slug)


def my_circles(person: Person) -> QuerySet[Circle]:
    return Circle.objects.filter(conversation__in=seats_of(person).values("conversation"))


def my_circle(person: Person, slug: str) -> Circle:
    """A circle this person has a seat in; for everybody else it is not found."""
    found = _circle_with_a_seat(person=person.pk, slug=slug)
    if not found:
        raise Http404
    return found[0]


_circle_with_a_seat = Prepared(
    lambda: Circle.objects.filter(
        conversation__in=Seat.objects.taken().filter(person=READER).values("conversation"),
        slug=Given("slug", CharField()),
    )
)


def seat_of(person: Person, circle: Circle) -> Seat | None:
    """With what it `owes`: the version of the agreement in force, where they have not agreed to it yet."""
    return next(iter(_seats(conversation=circle.conversation_id, person=person.pk)), None)


_seats = Prepared(
    lambda: Seat.objects.taken()
    .filter(conversation=Given("conversation", UUIDField()), person=READER)
    .annotate(owes=Subquery(_not_agreed().values("pk")[:1]))
)


def _not_agreed() -> QuerySet[Agreement]:
    newer = Agreement.objects.filter(circle=OuterRef("circle"), version__gt=OuterRef("version"))
    agreed = Acceptance.objects.filter(agreement=OuterRef("pk"), seat=OuterRef(OuterRef("pk")))
    return Agreement.objects.filter(~Exists(newer), ~Exists(agreed), circle__conversation=OuterRef("conversation"))


def agreement_due(seat: Seat | None) -> Agreement | None:
    """What a seat from `seat_of` owes: asked for before words are sent."""
    owes = getattr(seat, "owes", None)
    return Agreement.objects.get(pk=owes) if owes else None


def may_join(person: Person, circle: Circle) -> bool:
    """An open door, or one that was opened for them; and room enough."""
    return not circle.has_ended and has_room(circle) and (circle.kind == CircleKind.OPEN or is_invited(person, circle))


def alias_is_taken(circle: Circle, alias: str, person: Person) -> bool:
    """Somebody else is called so, here or by account name, or once spoke here under it."""
    return name_is_taken(alias, except_for=person) or not (
        alias_is_free(circle.conversation, alias, person) and alias_is_unheard(circle, alias, person)
    )


def alias_is_unheard(circle: Circle, alias: str, person: Person) -> bool:
    """Nothing that others said here stands under this alias or one that looks like it."""
    stories = Story.objects.filter(circle=circle).exclude(author=person).values_list("alias", flat=True)
    replies = Reply.objects.filter(story__circle=circle).exclude(author=person).values_list("alias", flat=True)
    return skeleton(alias) not in map(skeleton, stories.union(replies))


def is_invited(person: Person, circle: Circle) -> bool:
    return Invitation.objects.filter(circle=circle, person=person, invited_at__isnull=False).exists()


def has_asked(person: Person, circle: Circle) -> bool:
    return Invitation.objects.filter(circle=circle, person=person, invited_at=None).exists()


def has_room(circle: Circle) -> bool:
    return people_in(circle.conversation).count() < circle.most_people


def hosted_circle(person: Person, slug: str) -> Circle:
    """A circle this person runs, or any circle for those on duty."""
    circles = Circle.objects.all() if is_on_duty(person) else my_circles(person).filter(pk__in=_hosted(person))
    return get_object_or_404(circles, slug=slug)


def _hosted(person: Person) -> QuerySet[Circle]:
    return Circle.objects.filter(conversation__in=seats_of(person).filter(is_host=True).values("conversation"))


def hosts(person: Person, circle: Circle) -> bool:
    return is_on_duty(person) or _hosted(person).filter(pk=circle.pk).exists()


def who_asks(circle: Circle, host: Person) -> QuerySet[Invitation]:
    """Without those who keep this host away; a guide or another host opens the door for them."""
    asking = Invitation.objects.filter(circle=circle, invited_at=None).select_related("person")
    return asking if is_on_duty(host) else asking.exclude(person__in=who_blocked(host))


def audience_of(circle: Circle) -> int:
    """How many people have a seat: said beside Send and nowhere else."""
    return people_in(circle.conversation).count()


def alias_of(person: Person, circle: Circle) -> str:
    """What they are called in this circle; empty without a seat or an alias."""
    seat = seat_of(person, circle)
    return seat.alias if seat else ""


# --- stories ------------------------------------------------------------------------------------------------------


def stories_for(person: Person) -> QuerySet[Story]:
    """Stories this person may read now: in their circles, offered to them, or, on duty, all that are told."""
    stories = Story.objects.select_related("circle", "author").prefetch_related("notes")
    if is_on_duty(person):
        return stories.filter(_is_for_duty() | _is_own(person)).distinct()
    found = stories.filter(_is_seated(person) & (_is_told() | _is_own(person)) | _was_offered(person))
    return found.exclude(is_absent(person))


def _is_seated(person: Person) -> Q:
    return Q(circle__conversation__in=seats_of(person).values("conversation"))


def _is_told(now: datetime | Given | None = None) -> Q:
    return Q(heard_from__lte=now or timezone.now(), held_because="", withdrawn_at=None)


def _is_own(person: Person | Given) -> Q:
    return Q(author=person, withdrawn_at=None)


def _is_for_duty() -> Q:
    """What is told or kept back; at once, what raised a concern; until somebody has looked, also if taken back."""
    raised = Q(concerns__isnull=False)
    return _is_told() | _is_kept_back() | raised & Q(withdrawn_at=None) | raised & Q(concerns__concern__closed_at=None)


def _is_kept_back() -> Q:
    return ~Q(held_because="") & Q(withdrawn_at=None)


def _was_offered(person: Person) -> Q:
    """Trained listeners may read what was offered to them, never from a closed circle."""
    return Q(pk__in=_offers_to(person).values("story")) & ~Q(circle__kind=CircleKind.INVITE) & _is_told()


def _offers_to(person: Person) -> QuerySet[Offer]:
    """What they were asked to answer and have not said no to; nothing while they do not listen or rest."""
    if not has_role(person, RoleKind.LISTENER):
        return Offer.objects.none()
    return Offer.objects.filter(~Exists(is_asleep(person)), listener=person, declined_at=None)


def story_for(person: Person, pk: uuid.UUID) -> Story:
    """One story, with the `seat` from which this person reads it."""
    on_duty = is_on_duty(person)
    for found in stories_for(person).filter(pk=pk) if on_duty else _one_story(person=person.pk, story=pk):
        found.seat = seat_of(person, found.circle)
        if on_duty or _may_read(person, found):
            return found
    raise Http404


_one_story = Prepared(
    lambda: Story.objects.select_related("circle", "author").filter(pk=STORY).exclude(is_absent(READER))
)


def _may_read(person: Person, story: Story) -> bool:
    """`stories_for`, asked of one story and its `seat`, in a fifth of the time; tests hold both to one table."""
    if story.seat:
        return story.is_told or (story.author_id == person.pk and story.withdrawn_at is None)
    story.is_offered = story.is_told and story.circle.kind != CircleKind.INVITE and story_is_offered(person, story)
    return story.is_offered


def own_story(person: Person, pk: uuid.UUID) -> Story:
    mine: QuerySet[Story] = Story.objects.select_related("circle")
    return get_object_or_404(mine, pk=pk, author=person, withdrawn_at=None)


def finds(person: Person, story: Story) -> bool:
    """The page of this story opens for them now."""
    return bool(found_among(person, [story.pk]))


def found_among(person: Person, stories: Iterable[uuid.UUID | None]) -> set[uuid.UUID]:
    """Those of these stories whose pages open for them now."""
    known = [story for story in stories if story]
    return set(stories_for(person).filter(pk__in=known, withdrawn_at=None).values_list("pk", flat=True))


def wrote_story(person: Person, pk: uuid.UUID) -> Story:
    """Their own story, also when they took it back: the step is still theirs."""
    mine: QuerySet[Story] = Story.objects.select_related("circle")
    return get_object_or_404(mine, pk=pk, author=person)


def wrote_reply(person: Person, pk: uuid.UUID) -> Reply:
    mine: QuerySet[Reply] = Reply.objects.select_related("story__circle")
    return get_object_or_404(mine, pk=pk, author=person)


def feed_of(person: Person, circle: Circle) -> QuerySet[Story]:
    """What is told in a circle, newest first, without the topics this person hides."""
    stories = stories_for(person).filter(circle=circle, withdrawn_at=None)
    return without_hidden(person, stories).order_by("-heard_from", "-id")


def without_hidden(person: Person, stories: QuerySet[Story]) -> QuerySet[Story]:
    """Without what others wrote about the topics that this person hides."""
    hidden = [topic for topic, setting in note_settings(person).items() if setting == Setting.HIDE]
    return stories.exclude(~Q(author=person), notes__topic__in=hidden) if hidden else stories


def replies_for(person: Person, story: Story) -> QuerySet[Reply]:
    """Replies to a story this person may read: told ones, their own, and on duty those that raised a concern."""
    replies = story.replies.select_related("author").order_by("heard_from")
    if is_on_duty(person):
        return replies.filter(_is_for_duty() | _is_own(person)).distinct()
    return replies.filter(_is_told() | _is_own(person)).exclude(is_absent_reply(person))


def replies_under(person: Person, story: Story) -> list[Reply]:
    """`replies_for`, for the page of a story."""
    if is_on_duty(person):
        return list(replies_for(person, story))
    replies = _told_or_own(person=person.pk, story=story.pk, now=timezone.now())
    for reply in replies:
        reply.story = story
    return replies


_told_or_own = Prepared(
    lambda: (
        Reply.objects.filter(_is_told(NOW) | _is_own(READER), story=STORY)
        .exclude(is_absent_reply(READER))
        .with_names()
        .order_by("heard_from")
    )
)


def reply_for(person: Person, pk: uuid.UUID) -> Reply:
    reply = get_object_or_404(Reply.objects.select_related("story__circle"), pk=pk)
    return get_object_or_404(replies_for(person, story_for(person, reply.story_id)), pk=pk)


def told_behind(person: Person, link: str) -> Story | Reply | None:
    """The story or reply at this address, if this person wrote it or may read it."""
    told = told_at(link)
    if told is None or (told.author_id == person.pk and told.withdrawn_at is None):
        return told
    if isinstance(told, Reply):
        return replies_for(person, told.story).filter(pk=told.pk).first() if is_on_duty(person) else None
    return stories_for(person).filter(pk=told.pk).first()


def told_at(link: str) -> Story | Reply | None:
    """What stands at this address, whoever asks."""
    found = ADDRESS.fullmatch(link)
    if found is None:
        return None
    if found["reply"]:
        return Reply.objects.select_related("story__circle", "author").filter(pk=found["reply"]).first()
    return Story.objects.select_related("circle", "author").filter(pk=found["story"]).first()


def own_reply(person: Person, pk: uuid.UUID) -> Reply:
    mine: QuerySet[Reply] = Reply.objects.select_related("story__circle")
    return get_object_or_404(mine, pk=pk, author=person, withdrawn_at=None)


def my_stories(person: Person) -> QuerySet[Story]:
    mine: QuerySet[Story] = Story.objects.filter(author=person).exclude(NEVER_SENT)
    return mine.select_related("circle", "author").order_by("-written_at")


def my_replies(person: Person) -> QuerySet[Reply]:
    mine: QuerySet[Reply] = Reply.objects.filter(author=person).exclude(NEVER_SENT)
    return mine.select_related("story__circle", "author").order_by("-written_at")


def story_is_offered(person: Person, story: Story) -> bool:
    return _offers_to(person).filter(story=story).exists()


def offered_to(person: Person, stories: Iterable[Story]) -> set[uuid.UUID]:
    """Which of these this listener was asked to answer, and has not said no to."""
    return set(_offers_to(person).filter(story__in=stories).values_list("story_id", flat=True))


def may_release(person: Person, told: Story | Reply) -> bool:
    """Those on duty may let through what was kept back; nobody their own words."""
    is_kept_back = bool(told.held_because) and told.withdrawn_at is None
    return is_on_duty(person) and is_kept_back and told.author_id != person.pk


def may_correct(person: Person, told: Story | Reply) -> bool:
    """Those on duty put notes under what others can read; nobody under their own words."""
    return is_on_duty(person) and told.is_told and told.author_id != person.pk


def may_thank(person: Person, told: Story | Reply) -> bool:
    return told.author_id is not None and told.author_id != person.pk and told.is_told


def may_keep_away(person: Person, told: Story | Reply) -> bool:
    """Whoever wrote it, if they are still here and somebody else."""
    return told.author_id is not None and told.author_id != person.pk


def thanks_to(person: Person) -> QuerySet[Thanks]:
    """Thanks that this person received; nobody else is ever asked for them."""
    received = Thanks.objects.filter(Q(story__author=person) | Q(reply__author=person))
    return received.exclude(is_absent_thanks(person))


def thanks_under(person: Person, story: Story) -> list[Thanks]:
    """What this person received for the story or a reply of theirs, and what they sent the writer of the story."""
    return _thanks(person=person.pk, story=story.pk)


_thanks = Prepared(
    lambda: Thanks.objects.filter(
        Q(story=STORY, person=READER)
        | (Q(story=STORY, story__author=READER) | Q(reply__story=STORY, reply__author=READER))
        & ~is_absent_thanks(READER)
    )
)


def notes_on(story: Story) -> list[ContentNote]:
    """What its writer says it is about."""
    return _notes(story=story.pk)


_notes = Prepared(lambda: ContentNote.objects.filter(story=STORY))


def note_settings(person: Person) -> dict[str, str]:
    """What this person chose for each topic; a topic that is not here is folded."""
    return dict(NoteSetting.objects.filter(person=person).values_list("topic", "setting"))


def draft_for(person: Person, circle: Circle, story: Story | None = None) -> Draft | None:
    if story is None:
        return Draft.objects.filter(author=person, circle=circle, is_reply=False).first()
    return next(iter(_draft_under(person=person.pk, story=story.pk)), None)


_draft_under = Prepared(lambda: Draft.objects.filter(author=READER, story=STORY))


def drafts_of(person: Person) -> QuerySet[Draft]:
    return Draft.objects.filter(author=person).exclude(body="").select_related("circle", "story")


# --- nobody unheard -----------------------------------------------------------------------------------------------


def listens(person: Person) -> bool:
    """Trained and signed off to answer stories, and not resting."""
    return has_role(person, RoleKind.LISTENER) and is_awake(person)


def listening_of(person: Person) -> Listening | None:
    return Listening.objects.filter(person=person).first()


def unheard_for(person: Person) -> QuerySet[Story]:
    """Stories that wait and that this person may read and answer, whoever has waited longest first."""
    waiting = stories_for(person).filter(_is_told(), heard_at=None, is_for_guides=False).exclude(need="no-replies")
    waiting = waiting.exclude(circle__ends_on__lt=timezone.localdate())
    declined = Offer.objects.filter(listener=person, declined_at__isnull=False).values("story")
    free = waiting.exclude(author=person).exclude(pk__in=declined).exclude(_has_answer_by(person))
    return without_hidden(person, free).order_by("heard_from")


def _has_answer_by(person: Person) -> Q:
    """They answered it, and it has not waited anew since. Whether that reached its writer they do not learn from it."""
    given = Reply.objects.filter(story=OuterRef("pk"), author=person, is_answer=True, withdrawn_at=None)
    return Q(Exists(given.filter(Q(story__waits_since=None) | Q(heard_from__gt=F("story__waits_since")))))


def answered_by(person: Person, stories: Iterable[Story]) -> set[uuid.UUID]:
    """Which of these they answered."""
    asked = Story.objects.filter(pk__in=[story.pk for story in stories])
    return set(asked.filter(_has_answer_by(person)).values_list("pk", flat=True))


def claim_on(story: Story) -> Claim | None:
    return story.claims.open().first()


def claims_on(stories: Iterable[Story]) -> dict[uuid.UUID, Claim]:
    """Who holds which of these, by the story's id."""
    return {claim.story_id: claim for claim in Claim.objects.open().filter(story__in=stories)}


def claims_of(person: Person) -> QuerySet[Claim]:
    """The stories they took, as long as they find them."""
    found = stories_for(person).values("pk")
    return Claim.objects.open().filter(listener=person, story__in=found).select_related("story")


def follow_up_for(person: Person, story: Story) -> FollowUp | None:
    """The private question a day later, for the writer alone, for two weeks."""
    since = timezone.now() - timedelta(days=14)
    return FollowUp.objects.filter(story=story, story__author=person, asked_at__gte=since).first()


def is_empty_place() -> bool:
    """Nobody has an account here yet."""
    return not Person.objects.exists()


def has_demo() -> bool:
    """The people of the demo are here: Ana still enters with the passphrase that is printed for everybody."""
    from holdspace.circles.demo import read

    row = read("people")["person"][0]
    ana = Person.objects.filter(name=row["name"]).first()
    return ana is not None and ana.check_password(row["passphrase"])
