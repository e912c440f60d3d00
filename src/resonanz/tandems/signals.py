"""What upper rooms may want to hear about a suggestion."""

from django.dispatch import Signal

# A suggestion came to nothing. Sent inside the transaction of the act, with
# `tandem`; `why`: "declined", "rather", "expired" or "withdrawn"; `free`: the participations that wait again (nobody who has
# further candidates to choose from); `by`: who acted, None for the clock.
# What takes long does not belong into a receiver: note it, and do it in a command.
suggestion_ended = Signal()
