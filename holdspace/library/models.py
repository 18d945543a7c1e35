"""What somebody has read of the lessons, and how they answered the questions about boundaries. Nobody else sees it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class LessonRead(models.Model):
    """They said so themselves. `read_at` is the last time, so that a lesson can be gone back to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    lesson = models.CharField(max_length=40)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="one_row_a_lesson_read")]


class Quiz(models.Model):
    """One sitting: which questions were drawn, what was answered, and whether it was enough."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    questions = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(default=False)
    missed = models.JSONField(default=list, help_text="lessons that hold what was missed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_open_quiz_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(passed=False) | models.Q(ended_at__isnull=False), name="only_an_ended_quiz_is_passed"
            ),
        ]
