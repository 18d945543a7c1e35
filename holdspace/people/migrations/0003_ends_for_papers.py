"""Papers that were looked at before there was an end hold for a year from that day; a right without papers, from now."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

YEAR = timedelta(days=365)


def end(apps, schema_editor):
    Role, Verification = apps.get_model("people", "Role"), apps.get_model("people", "Verification")
    for one in Verification.objects.filter(valid_until=None):
        one.valid_until = one.verified_on + YEAR
        one.save(update_fields=["valid_until"])
    ends = dict(Verification.objects.values_list("person_id", "valid_until"))
    for role in Role.objects.filter(kind__in=["guide", "practitioner"], until=None):
        role.until = ends.get(role.person_id, timezone.localdate() + YEAR)
        role.save(update_fields=["until"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_roles_that_end")]
    operations = [migrations.RunPython(end, migrations.RunPython.noop)]
