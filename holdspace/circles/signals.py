"""The facts this room announces, after commit."""

from django.dispatch import Signal

circle_joined = Signal()  # seat
story_published = Signal()  # story
reply_posted = Signal()  # reply
story_heard = Signal()  # story
