"""Stories and replies that were told before get the voice that readers know them by."""

from django.db import migrations

NAME, ALIAS = "name", "alias"


def give_voices(apps, schema_editor):
    Story, Reply = apps.get_model("circles", "Story"), apps.get_model("circles", "Reply")
    for story in Story.objects.exclude(author=None).iterator():
        Story.objects.filter(pk=story.pk).update(voice=voice(story, story.circle_id, story.pk))
    for reply in Reply.objects.exclude(author=None).select_related("story").iterator():
        text = reply.story_id if is_by_the_writer(reply) else reply.pk
        Reply.objects.filter(pk=reply.pk).update(voice=voice(reply, reply.story.circle_id, text))


def voice(told, circle, text):
    if told.face == NAME:
        return f"name/{told.author_id}"
    return f"alias/{circle}/{told.alias}" if told.face == ALIAS and told.alias else f"text/{text}"


def is_by_the_writer(reply):
    return (reply.author_id, reply.face, reply.alias) == (reply.story.author_id, reply.story.face, reply.story.alias)


def sign_thanks(apps, schema_editor):
    """Signed in the face of the story's writer, or with the alias they had; a gentle phrase has no voice."""
    Thanks, Seat = apps.get_model("circles", "Thanks"), apps.get_model("conversations", "Seat")
    for one in Thanks.objects.select_related("story__circle", "reply__story__circle").iterator():
        story = one.story or one.reply.story
        if one.person_id == story.author_id:
            Thanks.objects.filter(pk=one.pk).update(voice=story.voice)
        elif Seat.objects.filter(conversation=story.circle.conversation_id, person=one.person_id, alias=one.signed):
            Thanks.objects.filter(pk=one.pk).update(voice=f"alias/{story.circle_id}/{one.signed}")


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_the_voices"), ("conversations", "0001_the_conversations")]
    operations = [
        migrations.RunPython(give_voices, migrations.RunPython.noop),
        migrations.RunPython(sign_thanks, migrations.RunPython.noop),
    ]
