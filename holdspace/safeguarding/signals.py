"""The facts this room announces, after commit."""

from django.dispatch import Signal

concern_raised = Signal()  # concern
concern_closed = Signal()  # concern
