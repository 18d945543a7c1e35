"""Facts this room announces, after commit."""

from django.dispatch import Signal

person_joined = Signal()  # person
consent_given = Signal()  # person, purpose, version
consent_withdrawn = Signal()  # person, purpose
person_left = Signal()  # person_id
