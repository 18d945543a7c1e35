"""What people do in circles: join, share, answer, thank, take back. (Waves and clocks: `unheard.py`.)"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, QuerySet, UUIDField
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from holdspace.circles import answers
from holdspace.circles.absence import is_absent, is_absent_reply, is_no_answer_to
from holdspace.circles.between import wait_for_boundaries
from holdspace.circles.drafts import put_away
from holdspace.circles.models import (
    Acceptance,
    Agreement,
    Circle,
    Claim,
    ClaimEnd,
    ContentNote,
    Draft,
    Invitation,
    NoteSetting,
    Reply,
    Story,
    StoryConcern,
    Thanks,
)
from holdspace.circles.newcomers import is_early
from holdspace.circles.policy import alias_of, audience_of, draft_for, has_room, seat_of, thanks_to
from holdspace.circles.signals import circle_joined, reply_posted, story_heard, story_published
from holdspace.circles.tasks import tick
from holdspace.circles.topics import SPOKEN, Stance
from holdspace.circles.training import note_first_answer
from holdspace.conversations.actions import leave, seat
from holdspace.conversations.models import Seat
from holdspace.conversations.policy import alias_is_free
from holdspace.kit.markdown import render
from holdspace.kit.prepared import Given, Prepared
from holdspace.kit.rows import made_or_found
from holdspace.kit.text import clean
from holdspace.listening import claims
from holdspace.listening.actions import Heard, forget_text, keep_reading
from holdspace.listening.models import Tier
from holdspace.networks.actions import hold_still
from holdspace.networks.policy import has_blocked
from holdspace.networks.voices import alias_voice
from holdspace.notices.actions import forget_for_all, tell, untell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.faces import FaceKind, shown
from holdspace.people.models import Person
from holdspace.safeguarding.actions import no_longer_waits, raise_concern
from holdspace.safeguarding.ladder import Level, level_of
from holdspace.safeguarding.models import Concern
from holdspace.safeguarding.models import Kind as ConcernKind
from holdspace.safeguarding.policy import is_on_duty

LONGEST_DRAFT = 200_000


def new_token() -> str:
    return get_random_string(24)


# --- joining ------------------------------------------------------------------------------------------------------


class NoRoomError(Exception):
    """Somebody else took the last seat."""


class AliasTakenError(Exception):
    """Somebody else in the circle goes by this alias, or once did."""


@transaction.atomic
def join(*, circle: Circle, person: Person, alias: str = "") -> Seat:
    """Give a person a seat and note which version of the agreements they accepted.

    Raises NoRoomError or AliasTakenError: whoever was a moment faster may have been let in since the page was checked.
    """
    before = _let_in(circle, person, alias)
    taken = seat(conversation=circle.conversation, person=person, alias=alias, is_host=bool(before and before.is_host))
    agree(taken, circle.agreement)
    transaction.on_commit(lambda: circle_joined.send(Circle, seat=taken), robust=True)
    return taken


def agree(seat: Seat, agreement: Agreement) -> None:
    """Whoever has this seat agrees to one version. Said twice, the first time stands."""
    Acceptance.objects.get_or_create(seat=seat, agreement=agreement)


def _let_in(circle: Circle, person: Person, alias: str) -> Seat | None:
    """One at a time through a circle's door. The seat they have already, if any."""
    Circle.objects.select_for_update().get(pk=circle.pk)
    before = seat_of(person, circle)
    if before is None and not has_room(circle):
        raise NoRoomError
    if alias and not alias_is_free(circle.conversation, alias, person):
        raise AliasTakenError
    return before


@transaction.atomic
def leave_circle(*, circle: Circle, person: Person) -> None:
    """The seat ends; their stories stay under the face they chose, until they withdraw them."""
    taken = seat_of(person, circle)
    if taken:
        leave(taken)


def ask_to_join(*, circle: Circle, person: Person) -> None:
    Invitation.objects.get_or_create(circle=circle, person=person, defaults={"asked_at": timezone.now()})


def invite(*, circle: Circle, person: Person, by: Person | None = None) -> None:
    """Open the door for one person. They still choose whether to come; who blocked the host is not asked."""
    if by and not is_on_duty(by) and has_blocked(person, by):
        return
    Invitation.objects.update_or_create(circle=circle, person=person, defaults={"invited_at": timezone.now()})


# --- sharing ------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_story(
    *, circle: Circle, author: Person, heard: Heard, token: str, notes: Iterable[str], **words: Any
) -> Story:
    """Keep a story, its reading and its concern: all of them or none. A second press finds the first story.

    `words` are `body`, `face` and `need`; if they differ from the circle's, `language` and `promised_hours`; and, where
    it says something of a treatment, `stance` and `source`.
    """
    story: Story
    story, is_new = made_or_found(
        Story.objects.all(),
        {
            "circle": circle,
            "language": circle.language,
            "is_first": not Story.objects.filter(author=author).exists(),
            "is_vulnerable": heard.tier == Tier.WATCH,
            "is_for_guides": heard.worries,
            **as_told(circle, author, heard, **words),
        },
        author=author,
        token=token,
    )
    if is_new:
        ContentNote.objects.bulk_create(ContentNote(story=story, topic=topic) for topic in dict.fromkeys(notes))
        put_away(Draft.objects.filter(author=author, circle=circle, is_reply=False), story.body, token=new_token())
        look_after(story, heard, kind="story")
        tick.using(run_after=story.heard_from).enqueue()
        transaction.on_commit(lambda: story_published.send(Story, story=story), robust=True)
    return story


@transaction.atomic
def post_reply(*, story: Story, author: Person, heard: Heard, token: str, **words: Any) -> Reply:
    """Keep a reply, its reading and its concern; if it is an answer, the story is heard once others can read it.

    `words` are `body` and `face`, and, where it says something of a treatment, `stance` and `source`.
    """
    wait_for_boundaries(story, author)
    told = as_told(story.circle, author, heard, **words)
    told |= {"story": story, "is_answer": is_an_answer(story, author, told["body"])}
    reply: Reply
    reply, is_new = made_or_found(Reply.objects.all(), told, author=author, token=token)
    if is_new:
        put_away(Draft.objects.filter(author=author, story=story), reply.body, token=new_token())
        look_after(reply, heard, kind="reply")
        note_answer(reply)
        note_first_answer(reply)
        transaction.on_commit(lambda: reply_posted.send(Reply, reply=reply), robust=True)
    return reply


def as_told(circle: Circle, author: Person, heard: Heard, *, body: str, face: str, **more: Any) -> dict[str, Any]:
    """The columns that a story and a reply share, and whatever more there is."""
    return {
        "body": body,
        "html": render(body),
        "face": face,
        "alias": alias_for(author, circle, face),
        "heard_from": opens_at(heard),
        "held_because": reason_to_hold(heard),
        "is_early": is_early(author),
        **more,
        "stance": more.get("stance") or (Stance.FOUND if heard.claims else ""),
    }


def alias_for(person: Person, circle: Circle, face: str) -> str:
    """The alias, only under the face that shows it: an anonymous row holds nothing to tie it to a name."""
    return alias_of(person, circle) if face == FaceKind.ALIAS else ""


def opens_at(heard: Heard) -> datetime:
    """Others hear it after the undo; where a step follows, in ten minutes at the latest: a closed tab loses nothing."""
    wait = timedelta(minutes=settings.STEP_MINUTES) if heard.worries else timedelta(seconds=settings.UNDO_SECONDS)
    return timezone.now() + wait


def reason_to_hold(heard: Heard) -> str:
    """Details of a method and advice that can harm wait; the writer is told why and a guide decides."""
    if names_a_method(heard):
        return _("It names how a life could be ended. A guide will look at it with you before others read it.")
    if heard.claims:
        return " ".join([*claims.reasons(heard.claims), claims.what_next()])
    return ""


def names_a_method(heard: Heard) -> bool:
    return any(cue["kind"] == "method detail" for cue in heard.cues)


def look_after(told: Story | Reply, heard: Heard, *, kind: str) -> None:
    """Put the reading into the writer's history, and before those on duty what calls for a person."""
    if told.author is None:
        raise ValueError(f"{kind} {told.pk} has no author")
    link = link_to(told)
    keep_reading(person=told.author, heard=heard, text_kind=kind, text_id=told.pk, link=link)
    if heard.is_unread:
        _raise(told, ConcernKind.UNREAD, Level.WORRY, [])
    elif heard.is_half_heard:
        _raise(told, ConcernKind.UNREAD, Level.HEAVY, [half_heard(heard.foreign)])
    raise_for(told, heard)


def half_heard(language: str) -> str:
    name = SPOKEN.get(language, language)
    return _("Written in another language ({language}), in which the program misses much. Please read it.").format(
        language=name
    )


def raise_for(told: Story | Reply, heard: Heard) -> None:
    level = level_of(heard.tier)
    if level:
        _raise(told, ConcernKind.READING, level, heard.reasons)
    if names_a_method(heard):
        _raise(told, ConcernKind.HELD, Level.WORRY, [])
    if heard.claims:
        known = claims.what_is_known(heard.claims)
        _raise(told, ConcernKind.CLAIM, Level.HEAVY, [*claims.reasons(heard.claims), *known])


def _raise(told: Story | Reply, kind: ConcernKind, level: Level, reasons: list[str]) -> Concern:
    story, reply = (told.story, told) if isinstance(told, Reply) else (told, None)
    concern = raise_concern(kind=kind, level=level, link=link_to(told), person=told.author, reasons=reasons)
    made_or_found(StoryConcern.objects.all(), {"story": story, "reply": reply}, concern=concern)
    return concern


@transaction.atomic
def release(told: Story | Reply) -> None:
    """Somebody on duty has looked: others may hear what was kept back."""
    told.held_because, told.heard_from = "", max(told.heard_from, timezone.now())
    told.save(update_fields=["held_because", "heard_from"])
    if isinstance(told, Reply):
        note_answer(told)
    for kind in (ConcernKind.HELD, ConcernKind.CLAIM):
        no_longer_waits(kind=kind, link=link_to(told), note=_("Let through after somebody looked."))


def link_to(told: Story | Reply) -> str:
    return told.link


# --- hearing ------------------------------------------------------------------------------------------------------


def is_an_answer(story: Story, author: Person, body: str) -> bool:
    """Meaningful words by somebody else, not pasted from the story or from an earlier reply of theirs."""
    if author.pk == story.author_id:
        return False
    earlier = Reply.objects.filter(author=author).order_by("-written_at").values_list("body", flat=True)[:20]
    return answers.is_an_answer(body, to=story.body, earlier=earlier)


def note_answer(reply: Reply) -> None:
    """A counting reply ends the wait and the claim of whoever wrote it; the writer is told once it can be read."""
    if reply.held_because or reply.story.withdrawn_at:
        return
    writer = reply.story.author
    if writer and reply.author_id != writer.pk and reaches(writer, reply):
        at = max(reply.heard_from, timezone.now())
        tell(person=writer, kind=NoticeKind.REPLY, link=reply.story.address, at=at)
    if reply.is_answer:
        end_claims(reply.story, ClaimEnd.ANSWERED, listener=reply.author)
        refresh_heard(reply.story)


def reaches(writer: Person, reply: Reply) -> bool:
    """Whether the writer of the story finds this reply once it can be heard."""
    return Reply.objects.filter(pk=reply.pk).exclude(is_absent_reply(writer)).exists()


def note_withdrawal(reply: Reply) -> None:
    """The story may wait again, and a reply that never came is not announced; others on their way still are."""
    story, now = reply.story, timezone.now()
    refresh_heard(story)
    if story.author:
        untell(person=story.author, kind=NoticeKind.REPLY, link=story.address)
        for other in story.replies.filter(withdrawn_at=None, heard_from__gt=now).exclude(author=story.author):
            note_answer(other)


def refresh_heard(story: Story) -> None:
    """When the story was first heard, from the replies that stand now; None sends it back to waiting."""
    answers = story.replies.filter(is_answer=True, withdrawn_at=None, held_because="").order_by("heard_from")
    if story.author:
        answers = answers.exclude(is_no_answer_to(story.author))
    if story.waits_since:
        answers = answers.filter(heard_from__gt=story.waits_since)
    first = answers.values_list("heard_from", flat=True).first()
    was_waiting, story.heard_at = story.heard_at is None, first
    story.save(update_fields=["heard_at"])
    if first:
        no_longer_waits(kind=ConcernKind.UNHEARD, link=story.address, note=_("Somebody answered."))
        if was_waiting:
            transaction.on_commit(lambda: story_heard.send(Story, story=story), robust=True)


def end_claims(story: Story, how: ClaimEnd, *, listener: Person | None = None) -> None:
    claims = Claim.objects.filter(story=story, ended_at=None)
    claims = claims.filter(listener=listener) if listener else claims
    claims.update(ended_at=timezone.now(), ended_how=how)


@transaction.atomic
def thank(*, person: Person, told: Story | Reply, kind: str) -> Thanks:
    """Send one private sentence. Sending again changes the sentence, not the number of rows.

    With a block between the two it is kept like any other, and found by nobody but its sender.
    """
    hold_still(told.author, person)
    where = {"reply": told} if isinstance(told, Reply) else {"story": told}
    thanks, _is_new = Thanks.objects.update_or_create(
        person=person,
        **where,
        defaults={"kind": kind},
        create_defaults={"kind": kind, "signed": signature(person, told), "voice": voice_of_thanks(person, told)},
    )
    if told.author and arrives(thanks, told.author, story_of(told)):
        tell(person=told.author, kind=NoticeKind.THANKS, link=link_to(told))
    return thanks


def signature(person: Person, told: Story | Reply) -> str:
    """How the writer sees who thanked them: the face already shown in this talk, the alias here, or a gentle phrase."""
    story = story_of(told)
    if person.pk == story.author_id:
        return shown(story).label
    return alias_of(person, story.circle) or _("Somebody who read this")


def arrives(thanks: Thanks, writer: Person, story: Story) -> bool:
    """Whether the writer finds the thanks, and the page where the words stand."""
    is_there = Story.objects.filter(pk=story.pk).exclude(is_absent(writer)).exists()
    return is_there and thanks_to(writer).filter(pk=thanks.pk).exists()


def story_of(told: Story | Reply) -> Story:
    return told.story if isinstance(told, Reply) else told


def voice_of_thanks(person: Person, told: Story | Reply) -> str:
    """Which voice the signature speaks in; a gentle phrase is nobody's."""
    story = story_of(told)
    if person.pk == story.author_id:
        return story.voice
    alias = alias_of(person, story.circle)
    return alias_voice(story.circle_id, alias) if alias else ""


# --- taking back --------------------------------------------------------------------------------------------------


@transaction.atomic
def take_back(told: Story | Reply) -> Draft:
    """Undo: the words go back into the draft. What a guide has to look at stays before the guide."""
    draft = keep_words(told)
    withdraw(told)
    return draft


def keep_words(told: Story | Reply) -> Draft:
    """The words as a draft again, before what was begun since, under a new token so that they can be sent once more."""
    story, circle = (told.story, told.story.circle) if isinstance(told, Reply) else (None, told.circle)
    begun: dict[str, Any] = {"author": told.author, "circle": circle, "story": story, "is_reply": story is not None}
    since = Draft.objects.filter(**begun).values_list("body", flat=True).first()
    body = "\n\n".join(part for part in (told.body, since) if part)
    words: dict[str, Any] = {"body": body, "face": told.face, "token": new_token()}
    if isinstance(told, Story):
        words |= {"need": told.need, "notes": [note.topic for note in told.notes.all()]}
    return Draft.objects.update_or_create(**begun, defaults=words)[0]


@transaction.atomic
def withdraw(told: Story | Reply) -> None:
    """Others no longer find it. The words go at once, or, with an open concern, when a guide has closed that."""
    told.withdrawn_at = timezone.now()
    told.save(update_fields=["withdrawn_at"])
    if isinstance(told, Reply):
        note_withdrawal(told)
    else:
        end_claims(told, ClaimEnd.LET_GO)
        no_longer_waits(kind=ConcernKind.UNHEARD, link=told.address, note=_("The writer withdrew the story."))
        forget_for_all(under=told.address)
    if not concerns_on(told).filter(concern__closed_at=None).exists():
        forget_words(told)


def concerns_on(told: Story | Reply) -> QuerySet[StoryConcern]:
    """Concerns about these words; those about replies to a story are not about its own."""
    return told.concerns.all() if isinstance(told, Reply) else told.concerns.filter(reply=None)


def forget_words(told: Story | Reply) -> None:
    """Empty what was written and what was read in it; the row keeps its place in the talk."""
    told.body = told.html = told.stance = told.source = ""
    told.save(update_fields=["body", "html", "stance", "source"])
    forget_text(told.pk)


def tell_now(told: Story | Reply) -> None:
    """The writer does not want to wait for the undo, or is done with the step: others may hear it from now on."""
    open_from(told, timezone.now())


def after_step(told: Story | Reply) -> None:
    """The step is done or skipped: others may hear it once the undo is over."""
    open_from(told, max(told.undo_until, timezone.now()))


@transaction.atomic
def open_from(told: Story | Reply, moment: datetime) -> None:
    """Others may hear it from this moment on, if not from an earlier one."""
    told.heard_from = min(told.heard_from, moment)
    told.save(update_fields=["heard_from"])
    if isinstance(told, Reply):
        note_answer(told)


# --- drafts and settings ------------------------------------------------------------------------------------------


def draft(*, author: Person, circle: Circle) -> Draft:
    """The draft of a story, begun if there was none, with the audience as it is now."""
    kept, is_new = Draft.objects.get_or_create(
        author=author, circle=circle, is_reply=False, defaults={"token": new_token(), "audience": audience_of(circle)}
    )
    if not is_new and kept.audience is None:
        kept.audience = audience_of(circle)
        kept.save(update_fields=["audience"])
    return kept


def begun(*, author: Person, story: Story, token: str = "") -> Draft:
    """The draft of a reply, or a fresh one that is kept only once something is typed: reading writes nothing."""
    fresh = Draft(author=author, circle=story.circle, story=story, is_reply=True, token=token[:64] or new_token())
    return draft_for(author, story.circle, story) or fresh


def keep_draft(kept: Draft, *, body: str, need: str = "", face: str = "", notes: Iterable[str] = ()) -> None:
    kept.body, kept.need, kept.face, kept.notes = body, need, face, list(notes)
    kept.save()


def was_sent(author: Person, words: QueryDict) -> bool:
    """A slow line brought the words once more as a draft, after they were sent."""
    token, body = words.get("token", ""), clean(words.get("body", ""))
    told = (model.objects.filter(author=author, token=token, body=body) for model in (Story, Reply))
    return any(rows.filter(withdrawn_at=None).exists() for rows in told)


def audience_grew(kept: Draft | None, circle: Circle) -> bool:
    """More people could read this than when the writer last looked. Said once; the next press sends."""
    if kept is None or kept.audience is None or (now := audience_of(circle)) <= kept.audience:
        return False
    kept.audience = now
    kept.save(update_fields=["audience"])
    return True


@transaction.atomic
def set_notes(*, person: Person, settings: Mapping[str, str]) -> None:
    """Keep what a reader wants with each topic."""
    for topic, setting in settings.items():
        NoteSetting.objects.update_or_create(person=person, topic=topic, defaults={"setting": setting})


def draft_by_token(person: Person, token: str) -> Draft | None:
    return next(iter(_drafts(person=person.pk, token=token)), None)


_drafts = Prepared(
    lambda: Draft.objects.filter(author=Given("person", UUIDField()), token=Given("token", CharField())).order_by("pk")
)


def keep_by_token(words: QueryDict) -> bool:
    """Keep what was typed before a session ran out. The token, which nobody can guess, says whose draft it is."""
    kept = Draft.objects.filter(token=words.get("token", "")).first()
    if kept is None or not words.get("body"):
        return False
    keep_draft(
        kept,
        body=str(words["body"])[:LONGEST_DRAFT],
        need=words.get("need", kept.need),
        face=words.get("face", kept.face),
        notes=words.getlist("notes"),
    )
    return True
