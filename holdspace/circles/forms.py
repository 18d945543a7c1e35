"""The shape of what people send. Every refusal is a sentence beside the field; the words come back."""

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from holdspace.circles import routing
from holdspace.circles.actions import new_token
from holdspace.circles.models import Agreement, Circle, Listening
from holdspace.circles.policy import alias_is_taken
from holdspace.circles.topics import SPOKEN, Facet, Need, Setting, Stance, ThanksKind, Topic
from holdspace.conversations.policy import alias_is_free
from holdspace.kit.forms import BodyField, LineField
from holdspace.people.faces import FaceKind, faces_with
from holdspace.people.forms import AlreadyChosen
from holdspace.people.models import Person
from holdspace.people.names import check_name, tidy
from holdspace.safeguarding.policy import people_on_duty

TOKEN = RegexValidator(
    re.compile(r"^[A-Za-z0-9_-]{8,64}\Z"),
    _("This page was out of date. Please press Send once more; your words are still here."),
)
ALIAS_TAKEN = _("Somebody here has that name, or once had it. Please choose another one.")
AGREE = _("I agree to keep these agreements.")
AGREE_FIRST = _("To write here, please agree to keep the agreements above. Your words are still in the box.")
ONE_OF_THESE = {"invalid_choice": _("Please choose one of these.")}
NEEDED = {"required": _("Please choose one of these."), **ONE_OF_THESE}


class JoinForm(forms.Form):
    alias = LineField(
        label=_("What would you like to be called in this circle?"),
        help_text=_(
            "Two to thirty letters. It need not be your account name; a name that nobody outside knows is best."
        ),
        max_length=30,
        required=False,
    )
    agree = forms.BooleanField(
        label=AGREE,
        error_messages={"required": _("To join, please agree to keep the agreements above.")},
    )

    def __init__(self, *args: Any, circle: Circle, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle, self.person = circle, person

    def clean_alias(self) -> str:
        alias = as_alias(self.cleaned_data["alias"])
        if alias and alias_is_taken(self.circle, alias, self.person):
            raise forms.ValidationError(ALIAS_TAKEN)
        return alias


def as_alias(words: str) -> str:
    """The name as it stands in a circle, "" where none was given. Raises ValidationError where it cannot be one."""
    alias = tidy(words)
    if alias:
        check_name(alias)
    if sum(letter.isdigit() for letter in alias) > 5:
        raise forms.ValidationError(_("That looks like a number that leads to you. Please choose another name."))
    return alias


def names_a_source(text: str) -> bool:
    """An address, or a name of at least two words: whether it holds what it promises, readers can find out."""
    is_address = re.match(r"(?:https?://|www\.)\S+\.\S+", text) is not None
    return is_address or (len(text.split()) > 1 and sum(letter.isalpha() for letter in text) > 7)


class CorrectionForm(forms.Form):
    """What a guide puts under a claim. Guides need a source as everybody does."""

    body = BodyField(label=_("What is known"), max_length=2000, rows=5)
    source = LineField(
        label=_("Where is it written?"),
        help_text=_("An address, or the name of a guideline, a book or a leaflet."),
        max_length=300,
    )

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        if not names_a_source(source):
            raise forms.ValidationError(_("Please name a source that others can look up."))
        return source


class FacedForm(forms.Form):
    """Words under a face. `body`, `face`, `token`."""

    body = BodyField(label=_("Your words"), max_length=settings.BODY_LIMIT, rows=10)
    face = forms.ChoiceField(label=_("Others will see"), widget=forms.RadioSelect, error_messages=NEEDED)
    stance = forms.ChoiceField(
        label=_("You say something of a treatment or a medicine. What is it?"),
        choices=[(one.value, one.label) for one in Stance if one != Stance.FOUND],
        widget=forms.RadioSelect,
        required=False,
        error_messages=ONE_OF_THESE,
    )
    source = LineField(
        label=_("If it is information: where is it written?"),
        help_text=_("An address, or the name of a guideline, a book or a leaflet."),
        max_length=300,
        required=False,
    )
    token = forms.CharField(widget=forms.HiddenInput, validators=[TOKEN], error_messages={"required": TOKEN.message})

    def __init__(
        self,
        *args: Any,
        circle: Circle,
        person: Person,
        alias: str,
        agreement: Agreement | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.circle, self.person, self.agreement = circle, person, agreement
        if agreement:
            self.fields[self._tick] = forms.BooleanField(label=AGREE, error_messages={"required": AGREE_FIRST})
        labels = {
            FaceKind.ALIAS: _("{alias}, your name in this circle").format(alias=alias),
            FaceKind.NAME: _("{name}, your account name").format(name=person.name),
            FaceKind.ANONYMOUS: _("Anonymous: nobody in the circle learns who wrote it"),
        }
        self.fields["face"].choices = [(face, labels[FaceKind(face)]) for face in faces_with(alias)]  # type: ignore[attr-defined]

    def clean_face(self) -> str:
        face: str = self.cleaned_data["face"]
        if face == FaceKind.NAME and not alias_is_free(self.circle.conversation, self.person.name, self.person):
            raise forms.ValidationError(_("Somebody in this circle goes by that name. Please choose another face."))
        return face

    @property
    def _tick(self) -> str:
        """Named after the version: whoever agreed to one did not agree to the next."""
        return f"agree-{self.agreement.version}" if self.agreement else ""

    @property
    def agree(self) -> forms.BoundField:
        return self[self._tick]

    @property
    def shows_stance(self) -> bool:
        """Once somebody was asked, the question stays on the page with their answer."""
        return self.is_bound and (self.has_error("stance") or bool(self["stance"].value()))

    def ask_stance(self) -> None:
        self.add_error(
            "stance",
            _("Please choose one. Readers see it beside your words. If they are information, say where it is written."),
        )

    def clean_source(self) -> str:
        """Information needs a source that others can look up; for everything else there is none."""
        source: str = self.cleaned_data["source"]
        if self.cleaned_data.get("stance") != Stance.INFORMATION:
            return ""
        if not names_a_source(source):
            raise forms.ValidationError(
                _("Information needs a source that others can look up. If you have none, choose another one.")
            )
        return source

    def clean(self) -> dict[str, Any]:
        """A token that was refused is replaced on the page, so that the next press sends. The tick is no word."""
        self.cleaned_data.pop(self._tick, None)
        if self.has_error("token"):
            self.data = data = cast(QueryDict, self.data).copy()
            data["token"] = new_token()
        return self.cleaned_data


NOBODY_LOOKS = _(
    "Nobody is on duty in this place yet, so stories cannot be shared here for now. Your words are still in the box, "
    "and you can keep them for later. Help now, at the top of the page, lists people who answer at once."
)


class StoryForm(FacedForm):
    need = forms.ChoiceField(
        label=_("What would help?"), choices=Need, widget=forms.RadioSelect, required=False, error_messages=ONE_OF_THESE
    )
    notes = forms.MultipleChoiceField(
        label=_("What is it about? (Only the topics, so that readers can choose.)"),
        choices=Topic,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not one of the topics. Please choose from the list.")},
    )
    field_order = ["body", "need", "notes", "face", "stance", "source", "token"]

    def clean_need(self) -> str:
        return self.cleaned_data["need"] or Need.LISTEN

    def clean(self) -> dict[str, Any]:
        """In a place for people, nothing is shared that nobody on duty could ever look at (C-40)."""
        if settings.PRODUCTION and not people_on_duty().exists():
            raise forms.ValidationError(NOBODY_LOOKS)
        return super().clean() or {}


class ReplyForm(FacedForm):
    """`told_as` is the face of the story, where its own writer speaks again; empty for everybody else."""

    body = BodyField(label=_("Your reply"), max_length=settings.BODY_LIMIT, rows=6)

    def __init__(self, *args: Any, told_as: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if told_as == FaceKind.ANONYMOUS:
            self._stay_anonymous(self.fields["face"])

    def _stay_anonymous(self, face: Any) -> None:
        face.choices = [(kind, label) for kind, label in face.choices if kind == FaceKind.ANONYMOUS]
        face.error_messages["invalid_choice"] = _(
            "You told this story without a name. Under another face, everybody would learn that it is yours."
        )


class CoachForm(forms.Form):
    body = BodyField(label=_("Your reply"), max_length=settings.BODY_LIMIT, rows=6)


class ThanksForm(forms.Form):
    kind = forms.ChoiceField(choices=ThanksKind, error_messages=NEEDED)


class ListeningForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a listener wants to be asked. Lists come as ticks; the window as two hours."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I can listen in"),
        choices=list(SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one language.")},
    )
    facets = forms.MultipleChoiceField(
        label=_("What I know from my own life (nobody sees this)"),
        choices=Facet,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    not_now = forms.MultipleChoiceField(
        label=_("Not now: topics I do not want to be asked about (nobody sees this)"),
        choices=Topic,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    window_start = AlreadyChosen(
        label=_("Ask me from"), choices=[(h * 60, f"{h:02d}:00") for h in range(24)], coerce=int
    )
    window_end = AlreadyChosen(
        label=_("until"), choices=[(h * 60, f"{h:02d}:00") for h in range(1, 25)], coerce=int
    )
    budget = AlreadyChosen(
        label=_("How often may I be asked in one day?"),
        choices=[(n, str(n)) for n in range(routing.MOST_NOTICES_A_DAY + 1)],
        coerce=int,
    )
    cap = AlreadyChosen(
        label=_("How many open talks at once?"),
        choices=[(n, str(n)) for n in range(1, routing.MOST_OPEN_TALKS + 1)],
        coerce=int,
    )
    vulnerable_cap = AlreadyChosen(
        label=_("How many heavy stories in a week?"),
        choices=[(n, str(n)) for n in range(routing.MOST_VULNERABLE_A_WEEK + 1)],
        coerce=int,
    )

    class Meta:
        model = Listening
        fields = [
            "is_paused",
            "window_start",
            "window_end",
            "takes_nights",
            "languages",
            "facets",
            "not_now",
            "budget",
            "cap",
            "vulnerable_cap",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("window_start") is not None and cleaned.get("window_start") == cleaned.get("window_end"):
            self.add_error("window_end", _("Please choose an end that differs from the start."))
        return cleaned


class NotesForm(forms.Form):
    """Show, fold or hide: one choice for each topic."""

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=Setting,
                initial=chosen.get(topic, Setting.FOLD),
                required=False,
                error_messages=ONE_OF_THESE,
            )

    def clean(self) -> dict[str, Any]:
        """What was left out stays as it is."""
        return {topic: setting for topic, setting in self.cleaned_data.items() if setting}


class InviteForm(forms.Form):
    name = LineField(label=_("Account name of the person"), max_length=30)
