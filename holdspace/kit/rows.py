"""Rows that are there once, whoever asks for them first."""

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def made_or_found(rows: QuerySet[Row], defaults: dict[str, Any], **by: Any) -> tuple[Row, bool]:
    """`get_or_create` for what is nearly always new: it is made first, and looked for only where it cannot be.

    A unique constraint has to stand over `by`. Raises IntegrityError where anything else forbids the row.
    """
    try:
        with transaction.atomic():
            return rows.create(**by, **defaults), True
    except IntegrityError:
        found = rows.filter(**by).first()
        if found is None:
            raise
        return found, False
