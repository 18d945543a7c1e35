"""The shape of a circle: what the lead types who opens one, or looks after it."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from holdspace.circles.forms import ALIAS_TAKEN, NEEDED, ONE_OF_THESE, as_alias
from holdspace.circles.models import Circle, CircleKind
from holdspace.circles.policy import alias_is_taken
from holdspace.circles.policy_tending import possible_guides
from holdspace.circles.topics import SPOKEN, Facet, Topic
from holdspace.kit.forms import BodyField, LineField
from holdspace.kit.text import clean
from holdspace.people.faces import FaceKind, face_label
from holdspace.people.forms import AlreadyChosen, NameField
from holdspace.people.models import Person
from holdspace.people.papers_forms import NO_SUCH_PERSON
from holdspace.people.policy import name_is_taken, person_called
from holdspace.safeguarding.forms_rota import DayField
from holdspace.safeguarding.never_shown import NEVER_SHOWN

RESERVED = {"new"}
ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
NORMS = 3
FEWEST_LINES, MOST_LINES = 3, 7
FEWEST_PEOPLE, MOST_PEOPLE = 2, 500
LONGEST_NAME, LONGEST_LINE = 60, 300

ADDRESS_TAKEN = _("Another circle has this address. Please write another one.")
ADDRESS_KEPT = _("This word is kept for a page of this place. Please write another one.")
ADDRESS_LOOKS = _("Please write an address of small letters from a to z, digits and -, for example loss-of-a-parent.")
THREE_LINES = _("Please write three lines, one below the other.")
TOO_LONG_A_LINE = _("One of the lines is longer than fits here: 300 letters are the most. Nothing is lost.")
HOSTS_ARE_MEMBERS = _("Whoever guides a circle does not host it as well: hosts are members. Please choose two people.")
HOW_MANY = _("Please write a number from 2 to 500.")
OVER = _("This day is over. Please choose one that is still to come, or leave it empty.")
HELD_ALREADY = _("These are the lines that hold already. Change something, or leave them as they are.")

FIRST_LINES = (
    (_("It stays here"), _("What is told in this circle is told nowhere else, with or without a name.")),
    (_("Feelings first"), _("We listen before anything else, and give advice only when somebody asks for it.")),
    (_("No diagnosis, no doses"), _("We do not say what somebody has, or what they should take or stop taking.")),
    (_("Kind words, no pushing"), _("We may be sad or angry and stay kind. Nobody has to tell more than they want.")),
    (_("Who is in danger gets help"), _("If somebody may come to harm, we tell a guide at once. That is care.")),
)


def first_lines() -> list[dict[str, str]]:
    """What a new circle may begin with; whoever opens it writes them anew as they like."""
    return [{"name": str(name), "text": str(text)} for name, text in FIRST_LINES]


# --- fields -------------------------------------------------------------------------------------------------------


class LinesField(forms.Field):
    """Lines of text, one below the other; empty ones are left out."""

    widget = forms.Textarea

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        lines = (" ".join(line.split()) for line in clean(value or "").splitlines())
        return [line for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class NormsField(LinesField):
    def validate(self, value: list[str]) -> None:
        if len(value) != NORMS:
            raise ValidationError(THREE_LINES)
        if any(len(line) > LONGEST_LINE for line in value):
            raise ValidationError(TOO_LONG_A_LINE)


class AgreementField(LinesField):
    """Three to seven lines, each a name and a text: "It stays here: we do not carry a story out"."""

    def to_python(self, value: Any) -> Any:
        pairs = (re.split(r"[:：]", line, maxsplit=1) for line in super().to_python(value))
        return [{"name": name.strip(), "text": "".join(text).strip()} for name, *text in pairs]

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{line['name']}: {line['text']}" for line in value)

    def validate(self, value: list[dict[str, str]]) -> None:
        for is_wrong, reason in _WRONG_LINES:
            if is_wrong(value):
                raise ValidationError(reason)


def _lack_a_part(lines: list[dict[str, str]]) -> bool:
    return not all(line["name"] and line["text"] for line in lines)


def _are_too_long(lines: list[dict[str, str]]) -> bool:
    return any(len(line["name"]) > LONGEST_NAME or len(line["text"]) > LONGEST_LINE for line in lines)


def _share_a_name(lines: list[dict[str, str]]) -> bool:
    names = [line["name"].casefold() for line in lines] + [str(one.name).casefold() for one in NEVER_SHOWN]
    return len(set(names)) < len(names)


_WRONG_LINES = (
    (
        lambda lines: not FEWEST_LINES <= len(lines) <= MOST_LINES,
        _("Please write three to seven lines, one below the other."),
    ),
    (_lack_a_part, _("Each line needs a name, a colon and a text, for example: It stays here: we tell nobody.")),
    (_are_too_long, _("A name may have 60 letters and a text 300. One of them is longer; nothing is lost.")),
    (_share_a_name, _("Two lines have one name, or that of something no circle shows. Guides decide by these names.")),
)


class AddressField(LineField):
    """The word in the address of a circle; empty it is made from the name, by the form."""

    def clean(self, value: Any) -> str:
        written: str = super().clean(value)
        if written:
            check_address(written)
        return written


def check_address(slug: str) -> None:
    if not ADDRESS.fullmatch(slug):
        raise ValidationError(ADDRESS_LOOKS)
    if slug in RESERVED:
        raise ValidationError(ADDRESS_KEPT)


def address_from(name: str) -> str:
    return slugify(name).replace("_", "-")[:50].strip("-")


# --- a circle -----------------------------------------------------------------------------------------------------


class CircleForm(forms.Form):
    """What can be changed as long as a circle lasts."""

    about = BodyField(
        label=_("What it is about, and for whom"),
        help_text=_("One or two sentences. They stand at the door."),
        max_length=600,
        rows=3,
    )
    facets = forms.MultipleChoiceField(
        label=_("What people here have been through"),
        help_text=_("Listeners who know it from their own life are asked first."),
        choices=Facet,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not one of these. Please choose from the list.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("What stories here are expected to be about"),
        help_text=_("Inside the circle, stories about these are not folded."),
        choices=Topic,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not one of these. Please choose from the list.")},
    )
    norms = NormsField(
        label=_("Three lines in the circle's own words"),
        help_text=_("How people speak here. Shown before somebody's first story. One below the other."),
        rows=4,
        error_messages={"required": THREE_LINES},
    )
    example = BodyField(
        label=_("One good reply"),
        help_text=_("Made up, or given with consent. It shows how an answer sounds here."),
        max_length=600,
        rows=3,
        required=False,
    )
    most_people = forms.IntegerField(
        label=_("How many people may sit here at most"),
        min_value=FEWEST_PEOPLE,
        max_value=MOST_PEOPLE,
        initial=150,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_MANY),
    )
    ends_on = DayField(
        label=_("The last day, if there is one"),
        help_text=_("After it, nothing new is shared. What is there can still be read."),
        required=False,
    )
    guides = forms.MultipleChoiceField(
        label=_("Who guides it"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please choose at least one guide. No circle is without one."),
            "invalid_choice": _("Somebody you chose is not a guide any more. Please look again."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in possible_guides()}
        names = [(pk, face_label(person, FaceKind.NAME)) for pk, person in self.people.items()]
        self.fields["guides"].choices = names  # type: ignore[attr-defined]

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if day and day != self.initial.get("ends_on") and day < timezone.localdate():
            raise ValidationError(OVER)
        return day

    def clean_guides(self) -> list[Person]:
        return [self.people[pk] for pk in self.cleaned_data["guides"]]


class ChangeForm(CircleForm):
    def __init__(self, *args: Any, circle: Circle, hosts: Iterable[Person], **kwargs: Any) -> None:
        parts = ("about", "facets", "topics", "norms", "example", "most_people", "ends_on")
        kept = {name: getattr(circle, name) for name in parts}
        kept["guides"] = [str(person.pk) for person in circle.guides.all()]
        super().__init__(*args, initial=kept, **kwargs)
        self.hosts = set(hosts)

    def clean_guides(self) -> list[Person]:
        guides = super().clean_guides()
        if self.hosts & set(guides):
            raise ValidationError(HOSTS_ARE_MEMBERS)
        return guides


class HostForm(forms.Form):
    """Somebody who looks after the door. `person` is whom the name means."""

    host = NameField(
        label=_("Account name of the host"),
        help_text=_("A member who has agreed to look after the door. They are told, and can leave at any time."),
        error_messages={"required": _("Please type an account name.")},
    )
    alias = LineField(
        label=_("What the host is called in this circle"),
        help_text=_("Agree on it with them. Others see this name, not the account behind it."),
        max_length=30,
        error_messages={"required": _("Please write what they are called here.")},
    )

    def clean_host(self) -> Person:
        found = person_called(self.cleaned_data["host"])
        if found is None:
            raise ValidationError(NO_SUCH_PERSON)
        return found

    def clean_alias(self) -> str:
        return as_alias(self.cleaned_data["alias"])


class NameHostForm(HostForm):
    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = circle

    def clean(self) -> dict[str, Any]:
        """The same for whoever sits here already and whoever does not: who does is not said."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        host, alias = told.get("host"), told.get("alias")
        if host and host in self.circle.guides.all():
            self.add_error("host", HOSTS_ARE_MEMBERS)
        if host and alias and alias_is_taken(self.circle, alias, host):
            self.add_error("alias", ALIAS_TAKEN)
        return told


class OpenForm(HostForm, CircleForm):
    """A circle with its first agreement and its host."""

    name = LineField(label=_("The name of the circle"), max_length=60)
    slug = AddressField(
        label=_("Its address"),
        help_text=_("Small letters, digits and -. Left empty, it is made from the name. It stays for good."),
        max_length=50,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Who may join"),
        help_text=_("This stays for good, so that nothing told behind a closed door is ever opened to others."),
        choices=CircleKind,
        widget=forms.RadioSelect,
        error_messages=NEEDED,
    )
    language = AlreadyChosen(
        label=_("The language spoken here"), choices=list(SPOKEN.items()), initial="en", error_messages=ONE_OF_THESE
    )
    lines = AgreementField(
        label=_("What the circle agrees on"),
        help_text=_("Three to seven lines, each with a name, a colon and a text. Whoever joins agrees to them."),
        rows=8,
        initial=first_lines,
        error_messages={"required": _("Please write three to seven lines, one below the other.")},
    )
    field_order = ["name", "slug", "about", "kind", "language", "facets", "topics", "norms", "example", "lines"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("name") and not told.get("slug") and not self.has_error("slug"):
            told["slug"] = self._address_from_name(told["name"])
        if told.get("host") in told.get("guides", ()):
            self.add_error("host", HOSTS_ARE_MEMBERS)
        if told.get("host") and told.get("alias") and name_is_taken(told["alias"], except_for=told["host"]):
            self.add_error("alias", ALIAS_TAKEN)
        return told

    def _address_from_name(self, name: str) -> str:
        slug = address_from(name)
        try:
            check_address(slug)
        except ValidationError as error:
            self.add_error("slug", error)
        return slug

    def say_taken(self) -> None:
        self.add_error("slug", ADDRESS_TAKEN)


class NewAgreementForm(forms.Form):
    """The next version of what a circle agrees on."""

    lines = AgreementField(
        label=_("What the circle agrees on from now on"),
        help_text=_("Three to seven lines, each with a name, a colon and a text."),
        rows=8,
        error_messages={"required": _("Please write three to seven lines, one below the other.")},
    )

    def __init__(self, *args: Any, before: list[dict[str, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"lines": before}
        super().__init__(*args, **kwargs)
        self.before = before

    def clean_lines(self) -> list[dict[str, str]]:
        lines: list[dict[str, str]] = self.cleaned_data["lines"]
        if lines == self.before:
            raise ValidationError(HELD_ALREADY)
        return lines
