"""What is shared in a circle, and what is said back."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from holdspace.circles.models.circle import Circle
from holdspace.circles.topics import NEED_SENTENCES, Need, Setting, Stance, ThanksKind, Topic
from holdspace.conversations.models import Seat
from holdspace.networks.voices import alias_voice, name_voice, text_voice
from holdspace.people.faces import Faced, FaceKind, shown
from holdspace.people.models import Person
from holdspace.safeguarding.models import Concern, Ruling

LONGEST_REASON = 400

HAS_ITS_SOURCE = models.Q(stance=Stance.INFORMATION) ^ models.Q(source="")  # information has one, all else has none

NOT_NEEDED = [f"author__{field.name}" for field in Person._meta.concrete_fields if field.name not in {"id", "name"}]


class ToldQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def told(self, now: datetime | None = None) -> Self:
        """What others may hear by now: past its undo or step, not kept back, not withdrawn."""
        return self.filter(heard_from__lte=now or timezone.now(), held_because="", withdrawn_at=None)

    def with_names(self) -> Self:
        """With no more of each author than the name that some speak under."""
        return self.select_related("author").defer(*NOT_NEEDED)


class VoiceField(models.CharField[str, str]):
    """Kept in step with the face at every write."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        setattr(model_instance, self.attname, model_instance.voice_now())  # type: ignore[attr-defined]
        return str(getattr(model_instance, self.attname))


class Told(Faced):
    """Words shared with others: a story or a reply. Others hear them from `heard_from` on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64, help_text="made with the form; a second press finds the first")
    body = models.TextField()
    html = models.TextField(help_text="body, rendered once and made safe")
    voice = VoiceField(max_length=120, blank=True, editable=False, help_text="what readers can tell apart, and no more")
    written_at = models.DateTimeField(default=timezone.now)
    heard_from = models.DateTimeField()
    held_because = models.CharField(max_length=LONGEST_REASON, blank=True)
    stance = models.CharField(max_length=11, choices=Stance, blank=True, help_text="of a text with a health claim")
    source = models.CharField(max_length=300, blank=True, help_text="where the information is written")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    is_early = models.BooleanField(default=False, help_text="among the first three things its writer shared here")
    looked_at = models.DateTimeField(null=True, blank=True, help_text="when somebody on duty read a newcomer's words")

    objects = ToldQuerySet.as_manager()

    is_reply = False
    ruling: Ruling | None = None  # what a guide decided about it, for its writer; `policy_for_duty.with_rulings` knows

    class Meta:
        abstract = True

    def voice_in(self, circle: int, text: uuid.UUID) -> str:
        """The name, the alias in its circle, or the one `text` that readers know to be theirs."""
        if self.author_id is None:
            return ""
        if self.face == FaceKind.NAME:
            return name_voice(self.author_id)
        has_alias = self.face == FaceKind.ALIAS and self.alias
        return alias_voice(circle, self.alias) if has_alias else text_voice(text)

    @property
    def undo_until(self) -> datetime:
        return self.written_at + timedelta(seconds=settings.UNDO_SECONDS)

    @property
    def may_be_undone(self) -> bool:
        """Nobody in the circle can have read it yet."""
        return self.withdrawn_at is None and timezone.now() < self.heard_from

    @property
    def has_claim(self) -> bool:
        """It says something of a treatment or a medicine: by the writer, by the engine, or by a guide."""
        return bool(self.stance)

    @property
    def source_link(self) -> str:
        return self.source if self.source.startswith(("https://", "http://")) else ""

    @property
    def is_told(self) -> bool:
        return self.heard_from <= timezone.now() and not self.held_because and self.withdrawn_at is None


class Story(Told):
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="stories")
    need = models.CharField(max_length=12, choices=Need, default=Need.LISTEN)
    language = models.CharField(max_length=3)
    is_first = models.BooleanField(default=False, help_text="the account's first story, whatever the face")
    is_vulnerable = models.BooleanField(default=False, help_text="level 1 of the ladder: heavy")
    is_for_guides = models.BooleanField(default=False, help_text="level 2 or more: left routing, a guide looks")
    promised_hours = models.PositiveSmallIntegerField(null=True, blank=True, help_text="what the writer was told")
    waits_since = models.DateTimeField(null=True, blank=True, help_text="waits again: the clock counts from here")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="when a counting reply could be heard")

    seat: Seat | None  # of the person who reads it; `policy.story_for` knows
    is_offered = False  # to the person who reads it without a seat; likewise

    class Meta:
        indexes = [
            models.Index(fields=["circle", "-heard_from", "-id"], name="stories_of_a_circle"),
            models.Index(fields=["author", "-written_at"], name="stories_of_a_person"),
            models.Index(fields=["heard_from"], condition=models.Q(heard_at=None), name="stories_that_wait"),
        ]
        constraints = [
            models.CheckConstraint(condition=HAS_ITS_SOURCE, name="story_told_with_its_source"),
            models.UniqueConstraint(fields=["author", "token"], name="one_story_a_token"),
        ]

    def voice_now(self) -> str:
        return self.voice_in(self.circle_id, self.pk)

    @property
    def wants_replies(self) -> bool:
        return self.need != Need.NO_REPLIES

    @property
    def takes_replies(self) -> bool:
        """Whoever may read it may answer it now."""
        return self.wants_replies and self.is_told and not self.circle.has_ended

    @property
    def is_waiting(self) -> bool:
        """Listeners may take it: it wants replies, can be heard, has none that counts, and is not with the guides."""
        return self.takes_replies and self.heard_at is None and not self.is_for_guides

    @property
    def need_sentence(self) -> str:
        return str(NEED_SENTENCES[Need(self.need)]).format(who=shown(self).label)

    @property
    def address(self) -> str:
        return f"/stories/{self.pk}/"

    @property
    def link(self) -> str:
        """Where it is read."""
        return self.address

    @property
    def place(self) -> str:
        return self.circle.name


class ContentNote(models.Model):
    story = models.ForeignKey(Story, models.CASCADE, related_name="notes")
    topic = models.CharField(max_length=30, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "topic"], name="one_note_a_topic")]


class NoteSetting(models.Model):
    """What a reader wants with stories about a topic. No row means: fold."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=30, choices=Topic)
    setting = models.CharField(max_length=4, choices=Setting)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_setting_a_topic")]


class Reply(Told):
    is_reply = True
    story = models.ForeignKey(Story, models.CASCADE, related_name="replies")
    is_answer = models.BooleanField(default=False, help_text="meaningful words by another person: clears the clock")

    class Meta:
        indexes = [
            models.Index(fields=["story", "written_at"], name="replies_of_a_story"),
            models.Index(fields=["author", "-written_at"], name="replies_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=HAS_ITS_SOURCE, name="reply_told_with_its_source"),
            models.UniqueConstraint(fields=["author", "token"], name="one_reply_a_token"),
        ]

    def voice_now(self) -> str:
        """Without a name it stands alone, unless readers see that whoever told the story speaks again."""
        text = self.story_id if self.is_by_the_writer else self.pk
        return self.voice_in(self.story.circle_id, text)

    @property
    def address(self) -> str:
        """Where its gestures begin; it is read on the page of its story."""
        return f"/replies/{self.pk}/"

    @property
    def link(self) -> str:
        return f"/stories/{self.story_id}/#reply-{self.pk}"

    @property
    def place(self) -> str:
        return self.story.circle.name

    @property
    def is_by_the_writer(self) -> bool:
        """The story's writer speaks again under the same face: said beside the reply, ties nothing together."""
        same = (self.author_id, self.face, self.alias) == (
            self.story.author_id,
            self.story.face,
            self.story.alias,
        )
        return same and self.author_id is not None


class StoryConcern(models.Model):
    """Which concern is about which words. The concern itself knows only a link."""

    concern = models.OneToOneField(Concern, models.CASCADE, primary_key=True, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, related_name="concerns")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="concerns")


class Thanks(models.Model):
    """A private, worded gesture to one writer. Nobody else sees it; nothing counts it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    signed = models.CharField(max_length=80, help_text="how the writer sees who sent it, decided when sent")
    voice = models.CharField(max_length=120, blank=True, help_text="the voice it is signed in; empty for a phrase")
    story = models.ForeignKey(Story, models.CASCADE, null=True, blank=True, related_name="thanks")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="thanks")
    kind = models.CharField(max_length=10, choices=ThanksKind)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "story"], condition=~models.Q(story=None), name="one_thanks_a_story"
            ),
            models.UniqueConstraint(
                fields=["person", "reply"], condition=~models.Q(reply=None), name="one_thanks_a_reply"
            ),
            models.CheckConstraint(
                condition=models.Q(story=None, reply__isnull=False) | models.Q(reply=None, story__isnull=False),
                name="thanks_for_one_thing",
            ),
        ]

    @property
    def sentence(self) -> str:
        return gettext("{who}: {words}").format(who=self.signed, words=self.get_kind_display())


class Draft(models.Model):
    """What somebody has begun to write, one for each circle or story. Survives lost lines and closed tabs."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.SET_NULL, null=True, blank=True, related_name="+")
    is_reply = models.BooleanField(default=False, help_text="to a story, which may have gone since")
    token = models.CharField(max_length=64)
    body = models.TextField(blank=True)
    need = models.CharField(max_length=12, blank=True)
    face = models.CharField(max_length=9, blank=True)
    notes = models.JSONField(default=list)
    audience = models.PositiveIntegerField(null=True, help_text="how many could read it when the writer last looked")
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "circle"], condition=models.Q(is_reply=False), name="one_draft_a_circle"
            ),
            models.UniqueConstraint(
                fields=["author", "story"], condition=~models.Q(story=None), name="one_draft_a_story"
            ),
        ]

    @property
    def has_lost_its_story(self) -> bool:
        """It was begun under a story that is no longer there."""
        return self.is_reply and self.story_id is None
