"""Facts this room announces.

Those that the log of duty keeps are told inside the transaction of the deed: both are kept, or neither. The others
are told after it.
"""

from django.dispatch import Signal

person_joined = Signal()  # person
consent_given = Signal()  # person, purpose, version
consent_withdrawn = Signal()  # person, purpose
person_left = Signal()  # person_id
second_step_ended = Signal()  # person; it was their last one, and their roles sleep

# Inside the transaction, for the log. `by` is nobody where the clock or the server did it.
role_given = Signal()  # person, kind, by
role_ended = Signal()  # person, kind, by, why
application_sent = Signal()  # application
check_asked = Signal()  # application, by
paper_seen = Signal()  # paper, by
opinion_given = Signal()  # application, by, agrees
application_decided = Signal()  # application
papers_end_soon = Signal()  # person
papers_ended = Signal()  # person
new_lock_asked = Signal()  # lock
new_lock_agreed = Signal()  # lock
