"""Facts this room announces, after commit."""

from django.dispatch import Signal

boundary_drawn = Signal()  # person_id, other_id
boundary_lifted = Signal()  # person_id, other_id
