"""What a passphrase has to be: long enough, and not one that everybody tries first."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 15, 500
FEWEST_SIGNS = 5

RULE = _("A passphrase of at least 15 characters. A few ordinary words do well.")


class LongEnough:
    """15 to 500 characters (NIST SP 800-63B-4, section 3.1.1.2, for a passphrase that stands alone)."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(_("This is a little short. A passphrase needs at least 15 characters."))
        if len(password) > LONGEST:
            raise ValidationError(_("This is too long to keep. A passphrase can have at most 500 characters."))

    def get_help_text(self) -> str | Promise:
        return RULE


class NotWellKnown(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return str(_("Many people use this one, so it is among the first that are tried. Please choose another."))

    def get_help_text(self) -> str:
        return ""


class NotTooEven:
    def validate(self, password: str, user: Any = None) -> None:
        if len(set(password.casefold())) < FEWEST_SIGNS or password.isdecimal():
            raise ValidationError(_("Digits alone, or a few signs repeated, are tried early. Words do better."))

    def get_help_text(self) -> str:
        return ""
