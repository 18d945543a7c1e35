from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField
from holdspace.people.faces import FaceKind, face_label
from holdspace.people.models import Person
from holdspace.safeguarding.models import Ground, Judged, State, Step
from holdspace.safeguarding.policy import others_on_duty, people_on_duty

CHOOSE = {"required": _("Choose one of these first.")}


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    hardest = BodyField(label=_("What is hardest right now?"), max_length=2000, required=False, rows=2)
    helped = BodyField(label=_("What has helped before, even a little?"), max_length=2000, required=False, rows=2)
    next_thing = BodyField(label=_("One small thing for the next hour"), max_length=2000, required=False, rows=2)

    class Meta:
        model = Step
        fields = ["hardest", "helped", "next_thing", "lets_guide_see", "wants_guide"]


class OneOfMany(forms.Form):
    """Several forms stand on the page of a case: each names its fields after itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}_%s"} | kwargs)


class CloseForm(OneOfMany):
    ended = forms.ChoiceField(
        label=_("How it ended"),
        choices=[
            (State.CONFIRMED, _("They are safe, or nothing more is needed")),
            (State.UNRESOLVED, _("No answer came")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    note = BodyField(label=_("What was done, and what comes next"), max_length=4000, rows=4)


class LetterForm(OneOfMany):
    body = BodyField(label=_("Your words"), max_length=8000, rows=5)


class LetterToGuideForm(LetterForm):
    """No program reads letters: whoever writes says themselves that theirs cannot wait."""

    cannot_wait = forms.BooleanField(
        label=_("It cannot wait: please call somebody on duty now"),
        help_text=_(
            "For when you are in danger, or somebody else is. Everybody on duty is called, not only this guide."
        ),
        required=False,
    )


MOST_OF_A_LINE = 1000


class ReportForm(forms.Form):
    """Why, and one line. A place's own agreements come first; they stand in the form by their names."""

    why = forms.ChoiceField(
        label=_("What is wrong with it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose what comes nearest. “Something else” is fine too."),
            "invalid_choice": _("Please choose one of these."),
        },
    )
    line = BodyField(
        label=_("Anything a guide should know (you may leave it empty)"),
        max_length=MOST_OF_A_LINE,
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, agreements: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {f"{Ground.AGREEMENT}-{place}": name for place, name in enumerate(agreements)}
        others = [(ground.value, ground.label) for ground in Ground if ground != Ground.AGREEMENT]
        says = gettext("It does not keep to “{name}”")
        broken = [(value, says.format(name=name)) for value, name in self.named.items()]
        self.fields["why"].choices = [*broken, *others]  # type: ignore[attr-defined]

    @property
    def reason(self) -> dict[str, str]:
        """What was chosen, as the verb takes it."""
        why, line = self.cleaned_data["why"], self.cleaned_data["line"]
        if why in self.named:
            return {"ground": Ground.AGREEMENT, "agreement": self.named[why], "line": line}
        return {"ground": why, "line": line}


class WorryForm(forms.Form):
    line = BodyField(
        label=_("What makes you worry? (You may leave it empty.)"), max_length=MOST_OF_A_LINE, required=False, rows=2
    )


class JudgeForm(forms.Form):
    judged = forms.ChoiceField(choices=Judged, error_messages={"required": _("Please choose one of these.")})


class MoveForm(OneOfMany):
    to = forms.ChoiceField(
        label=_("How far it is"),
        choices=[
            (State.CONTACT, _("We are in contact")),
            (State.LEAD, _("I ask the lead")),
            (State.ADVISED, _("Outside help is advised")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    why = BodyField(label=_("Why, in your own words"), max_length=2000, rows=2)


class WhyForm(OneOfMany):
    why = BodyField(label=_("Why, in your own words"), max_length=2000, rows=2)


class TakeOverForm(WhyForm):
    pass


class GoOnForm(WhyForm):
    pass


class RecordForm(OneOfMany):
    why = BodyField(label=_("For whom, and for what"), max_length=2000, rows=2)


class SecondLookForm(WhyForm):
    pass


class HandBackForm(OneOfMany):
    why = BodyField(label=_("What the next one should know"), max_length=2000, rows=2, required=False)


class AnswerForm(OneOfMany):
    agrees = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes, help from outside is advised")), ("no", _("No, not now"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    answer = BodyField(label=_("Why, in your own words"), max_length=2000, rows=2)


class HandOverForm(OneOfMany):
    to = forms.ChoiceField(label=_("To whom"), error_messages=CHOOSE)
    note = BodyField(label=_("What they should know"), max_length=2000, rows=2)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {face_label(one, FaceKind.NAME): one for one in others_on_duty(person)}
        chosen: Any = self.fields["to"]
        chosen.choices = [(name, name) for name in self.people]


class NoteForm(OneOfMany):
    note = BodyField(label=_("A few words"), max_length=4000, rows=3)


class LogForm(forms.Form):
    """What of the log to show; all of it when nothing is chosen."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    case = forms.CharField(label=_("Case or link"), required=False, max_length=200)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {face_label(one, FaceKind.NAME): one for one in people_on_duty().order_by("name")}
        chosen: Any = self.fields["who"]
        chosen.choices = [("", _("everybody")), *((name, name) for name in self.people)]
