"""How `programmes` lets rooms above it take part in what it does."""

from django.dispatch import Signal

# Sent within the transaction that loads a preset, with `programme` and `data`: a room takes what it understands, and
# raises PresetError where it cannot.
preset_loaded = Signal()

# The keys of a preset that upper rooms understand; each adds its own when it is made ready.
preset_keys: set[str] = set()
