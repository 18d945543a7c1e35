"""Taking the triggers of the log away and putting them back, as whoever holds the database could."""

from importlib import import_module

from django.db import connection

MIGRATION = "holdspace.safeguarding.migrations.0004_the_log"


def triggers(which: str) -> None:
    """`which` is GUARDS or UNGUARDS."""
    with connection.cursor() as cursor:
        for line in getattr(import_module(MIGRATION), which)[connection.vendor]:
            cursor.execute(line)
