"""What upper rooms may want to know about a person."""

from django.dispatch import Signal

# Sent inside the transaction in which a consent ends, with `consent` (its row): whatever rests on it ends as well.
consent_withdrawn = Signal()
# Sent inside the transaction in which somebody begins a pause, or gives it another end, with `person`.
pause_begun = Signal()
