"""The facts this room announces, after commit."""

from django.dispatch import Signal

lesson_read = Signal()  # person, lesson
quiz_passed = Signal()  # person
