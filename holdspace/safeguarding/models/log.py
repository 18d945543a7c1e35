"""The log that is never edited: who did what on duty, each row sealed together with the one before it."""

import hashlib
import json
import uuid
from datetime import UTC

from django.db import models
from django.utils.translation import gettext_lazy as _

NO_SEAL = "0" * 64


class What(models.TextChoices):
    """What happened, in the past tense. The column takes any of them: a new kind needs no migration."""

    CASE_READ = "case_read", _("Read a case")
    CASE_TAKEN = "case_taken", _("Took up a case")
    CASE_MOVED = "case_moved", _("Moved a case on")
    CASE_HANDED_BACK = "case_handed_back", _("Handed a case back")
    CASE_HANDED_ON = "case_handed_on", _("Handed a case to somebody")
    CASE_CLOSED = "case_closed", _("Closed a case")
    CASE_EXPORTED = "case_exported", _("Took the record of a case along")
    SECOND_LOOK_ASKED = "second_look_asked", _("Asked whether outside help should be advised")
    SECOND_LOOK_ANSWERED = "second_look_answered", _("Answered whether outside help should be advised")
    HEAVY_OPENED = "heavy_opened", _("Went on past their limit of heavy cases")
    LETTER_WRITTEN = "letter_written", _("Wrote to the person behind a case")
    REPORT_JUDGED = "report_judged", _("Found a report to be empty or hurtful")
    FIRST_WORDS_SEEN = "first_words_seen", _("Read a newcomer's first words")
    TEXT_HELD = "text_held", _("Kept a text back")
    TEXT_REMOVED = "text_removed", _("Removed a text")
    TEXT_LET_THROUGH = "text_let_through", _("Let others read a text again")
    TEXT_FORGOTTEN = "text_forgotten", _("A removed text was let go of")
    APPEAL_DECIDED = "appeal_decided", _("Decided an appeal")
    REVEAL_ASKED = "reveal_asked", _("Asked who wrote something anonymous")
    REVEAL_REFUSED = "reveal_refused", _("Was refused a name: alone, or without a reason")
    REVEAL_APPROVED = "reveal_approved", _("Agreed that a name may be seen")
    REVEAL_DECLINED = "reveal_declined", _("Did not agree that a name may be seen")
    PLACE_CHANGED = "place_changed", _("Changed what this place says about itself")
    FORGOTTEN = "forgotten", _("Took away what was past its keep time")
    STEWARD_BEGAN = "steward_began", _("Became the first steward")
    CLAIM_CORRECTED = "claim_corrected", _("Put a note under a health claim")
    LISTENER_SIGNED = "listener_signed", _("Signed somebody off as a listener")
    LISTENER_NOT_YET = "listener_not_yet", _("Told somebody what is missing before they listen")
    AUTHOR_REVEALED = "author_revealed", _("Saw who wrote something anonymous")
    SHIFT_PLANNED = "shift_planned", _("Put a shift into the rota")
    SHIFT_ENDED = "shift_ended", _("Ended a shift")
    AWAY = "away", _("Put days away into the rota")
    BACK = "back", _("Took days away out of the rota")
    TURN_TAKEN = "turn_taken", _("Took over a turn on duty")
    ROLE_GIVEN = "role_given", _("Gave somebody a role")
    ROLE_ENDED = "role_ended", _("Ended somebody's role")
    PAPERS_SENT = "papers_sent", _("Sent in papers")
    CHECK_TAKEN = "check_taken", _("Took up checking papers, with somebody else")
    PAPER_SEEN = "paper_seen", _("Opened a paper")
    PAPERS_AGREED = "papers_agreed", _("Found papers to be right")
    PAPERS_REFUSED = "papers_refused", _("Found papers not to be enough")
    PAPERS_ENDED = "papers_ended", _("Papers ran out")
    NEW_LOCK_ASKED = "new_lock_asked", _("Asked that somebody set up a new second step")
    NEW_LOCK_AGREED = "new_lock_agreed", _("Agreed that somebody sets up a new second step")
    SECOND_STEP_ENDED = "second_step_ended", _("Took away their own second step, so that their role sleeps")
    REREADING_BEGUN = "rereading_begun", _("Had texts read again by a newer version")
    REREADING_PAUSED = "rereading_paused", _("Paused reading texts again")
    REREADING_WENT_ON = "rereading_went_on", _("Went on reading texts again")
    CIRCLE_OPENED = "circle_opened", _("Opened a circle")
    CIRCLE_CHANGED = "circle_changed", _("Changed something about a circle")
    AGREEMENT_CHANGED = "agreement_changed", _("Wrote a new version of a circle's agreements")
    READINGS_TAKEN = "readings_taken", _("Took along what people said about readings")


class Entry(models.Model):
    """One row of the log. Triggers of the database refuse to change or delete it (migration `the_log`).

    People are kept as bare ids without a key to their row, so that somebody can leave and the chain still holds.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    before = models.CharField(max_length=64, help_text="the seal of the row before")
    at = models.DateTimeField()
    what = models.CharField(max_length=40)
    by = models.UUIDField(null=True)
    about = models.CharField(max_length=200, blank=True)
    person = models.UUIDField(null=True)
    why = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["by", "-number"], name="log_by_whom"),
            models.Index(fields=["about", "-number"], name="log_about_what"),
        ]

    @property
    def label(self) -> str:
        return str(What(self.what).label) if self.what in What else self.what

    def canonical(self) -> bytes:
        """What the seal covers: a JSON list in ASCII without spaces, the time in UTC to the microsecond."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = [self.number, self.before, at, self.what, _id(self.by), self.about, _id(self.person), self.why]
        return json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")

    def sealed(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()


class Head(models.Model):
    """The end of the chain, in one row: how many entries there are and the last seal. Writers queue up here."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, default=NO_SEAL)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="the_log_has_one_head")]


def _id(person: uuid.UUID | None) -> str | None:
    return str(person) if person else None
