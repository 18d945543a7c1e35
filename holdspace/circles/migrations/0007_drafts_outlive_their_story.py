import django.db.models.deletion
from django.db import migrations, models


def tell_replies(apps, schema_editor):
    apps.get_model("circles", "Draft").objects.filter(story__isnull=False).update(is_reply=True)


class Migration(migrations.Migration):
    dependencies = [("circles", "0006_becoming_a_listener")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="is_reply",
            field=models.BooleanField(default=False, help_text="to a story, which may have gone since"),
        ),
        migrations.RunPython(tell_replies, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="draft", name="one_draft_a_circle"),
        migrations.AlterField(
            model_name="draft",
            name="story",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="circles.story",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_reply", False)), fields=("author", "circle"), name="one_draft_a_circle"
            ),
        ),
    ]
