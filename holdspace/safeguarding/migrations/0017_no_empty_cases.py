from django.db import migrations


def remove_empty_cases(apps, schema_editor):
    """Opened beside the case that has the concern, when the role of whoever it is about changed between two reports."""
    apps.get_model("safeguarding", "Case").objects.filter(closed_at=None, all_concerns=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0016_late_readings'),
    ]

    operations = [
        migrations.RunPython(remove_empty_cases, migrations.RunPython.noop),
    ]
