"""What upper rooms may add to a preset or to the overview, and what they learn of people who leave a team."""

from django.dispatch import Signal

# Sent without arguments when a file is read; a receiver returns the top-level keys that it knows.
preset_keys = Signal()
# programme, data, by: after a preset was loaded, within its transaction. A receiver raises PresetError to refuse it.
preset_loaded = Signal()
# programme, data: when a programme is written as a preset; a receiver adds its keys to `data`.
preset_exported = Signal()
# programme, person: after somebody left a programme's team for good, within that transaction.
staff_left = Signal()
# programme: when the overview counts missing translations; a receiver returns (URL name, text by language) for each text.
texts_counted = Signal()
