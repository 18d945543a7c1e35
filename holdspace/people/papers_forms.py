"""What people type about professions, papers and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField, LineField
from holdspace.people.evidence import Examined, examine
from holdspace.people.forms import NameField
from holdspace.people.models import Application, Person, RoleKind
from holdspace.people.places import countries
from holdspace.people.policy import person_called
from holdspace.people.policy_papers import GIVEN_HERE, has_papers, may_give
from holdspace.people.uploads import MOST_FILES

WHAT_THEY_DO = (
    (RoleKind.GUIDE, _("Guide: look after circles and answer when somebody may be in danger")),
    (RoleKind.PRACTITIONER, _("Practitioner: be found as a professional")),
)
NO_SUCH_PERSON = _("Nobody here has this name. Please look how it is spelled.")
NOT_YOURSELF = _("Nobody gives themselves a role. Another lead can.")
PAPERS_FIRST = _("A guide's papers are checked first: they apply under My profession, and two people look.")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """One to three files. Each is looked at for what it is; the first that cannot be kept says why."""

    def __init__(self, **kwargs: Any) -> None:
        accept = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
        super().__init__(widget=FilesInput(attrs={"accept": accept}), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Examined]:
        uploads: list[UploadedFile[bytes]] = [super(PapersField, self).clean(one, initial) for one in data or [None]]
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("Three files at most, please. Several pages fit into one PDF."))
        return [examine(one) for one in uploads]


class ApplicationForm(forms.ModelForm[Application]):
    kind = forms.ChoiceField(
        label=_("What you would do here"),
        choices=WHAT_THEY_DO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )
    title = LineField(
        max_length=60,
        label=_("The name others see beside your profession"),
        help_text=_("For example Dr Okafor. It need not be your name for this place."),
        error_messages={"required": _("Please say how you want to be shown.")},
    )
    profession = LineField(
        max_length=120,
        label=_("Your profession"),
        error_messages={"required": _("Please say which profession you have.")},
    )
    register = LineField(
        max_length=120,
        required=False,
        label=_("The register you are in"),
        help_text=_("Where your profession has one."),
    )
    number = LineField(max_length=60, required=False, label=_("Your number there"))
    country = forms.ChoiceField(
        label=_("The country it holds for"), error_messages={"required": _("Please choose a country.")}
    )
    papers = PapersField(
        label=_("Your papers"),
        help_text=_("One to three files: PDF, PNG or JPEG. Cover what nobody has to know, such as your address."),
        error_messages={"required": _("Please choose at least one file, also when you had chosen some before.")},
    )

    class Meta:
        model = Application
        fields = ("kind", "title", "profession", "register", "number", "country")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "—"), *countries()]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """Not the name of somebody else here: that would speak in their place."""
        title = str(self.cleaned_data["title"])
        other = person_called(title)
        if other and other != self.instance.person:
            raise ValidationError(_("Somebody here is called so. Please add something that tells you apart."))
        return title


class SecondForm(forms.Form):
    second = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Who looks at them with you"),
        error_messages={"required": _("Please choose somebody.")},
    )

    def __init__(self, *args: Any, seconds: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["second"]
        field.queryset = seconds
        field.label_from_instance = lambda person: person.name


class OpinionForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_("Are these the papers of this person, and do they hold?"),
        choices=[("yes", _("Yes, I have seen them and I agree")), ("no", _("No, this is not enough"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )
    note = BodyField(
        max_length=2000,
        rows=3,
        label=_("What you looked at"),
        help_text=_("For the record: you and those who check see it, the applicant does not."),
        error_messages={"required": _("Please say in a line what you looked at.")},
    )
    reason = BodyField(
        max_length=2000,
        rows=3,
        required=False,
        label=_("If no: the reason"),
        help_text=_("The applicant reads it and may apply again."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("agrees") is False and not told.get("reason"):
            self.add_error("reason", _("A no needs a reason that the applicant can read and answer."))
        return told


class GiveRoleForm(forms.Form):
    name = NameField(label=_("Name"), error_messages={"required": _("Please type a name.")})
    kind = forms.ChoiceField(
        label=_("Role"),
        choices=[(kind.value, kind.label) for kind in GIVEN_HERE],
        error_messages={"required": _("Please choose a role.")},
    )

    person: Person

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by = by

    def clean_name(self) -> str:
        found = person_called(self.cleaned_data["name"])
        if found is None:
            raise ValidationError(NO_SUCH_PERSON)
        self.person = found
        return found.name

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "name" in told and "kind" in told:
            self._check(told["kind"])
        return told

    def _check(self, kind: str) -> None:
        if self.person == self._by:
            self.add_error("name", NOT_YOURSELF)
        elif not may_give(self._by, kind, self.person):
            self.add_error("kind", _("This role is given elsewhere."))
        elif kind == RoleKind.GUIDE and not has_papers(self.person):
            self.add_error("kind", PAPERS_FIRST)


class ReasonForm(forms.Form):
    """Why a role ends, or why a second step is set up anew. It stands in the log."""

    why = BodyField(
        max_length=1000,
        rows=3,
        label=_("The reason"),
        error_messages={"required": _("This needs a reason.")},
    )
