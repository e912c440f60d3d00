"""What upper rooms may do when this one looks after what waits."""

from django.dispatch import Signal

# Sent without arguments by the command `follow_up`; a receiver does what is due in its room and returns how much that was.
followed_up = Signal()
