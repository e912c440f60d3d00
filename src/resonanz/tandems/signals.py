"""What upper rooms may want to hear about a suggestion, and about somebody who leaves."""

from django.dispatch import Signal

# A suggestion came to nothing, or a tandem ended early. Sent inside the transaction of the act, with
# `tandem`; `why`: "declined", "rather", "expired", "withdrawn" or "ended"; `free`: the participations that wait again; `by`:
# who acted, None for the clock. What takes long does not belong into a receiver: note it, and do it in a command.
suggestion_ended = Signal()
# participation, by: after somebody left a programme, and all suggestions and tandems of this participation ended.
programme_left = Signal()
