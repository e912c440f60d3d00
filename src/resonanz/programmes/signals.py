"""What upper rooms may add to a preset, to the overview or to what is to be done today; what they learn of who leaves."""

from __future__ import annotations

from dataclasses import dataclass

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
# cohorts (a list), person: when a coordinator's first page, or a cohort's page, shows what is to be done today; a receiver
# returns Tasks, asking the database as often for many cohorts as for one.
today_asked = Signal()


@dataclass(frozen=True)
class Task:
    """A line of what is to be done today in a cohort, named by its id. It stands there only where there is something to do.

    `text` follows the number: "Tandems that need you". `tone`: "bad", "warn" or "". `order`: small first.
    """

    cohort: int
    number: int
    text: str
    url: str
    detail: str = ""
    tone: str = "warn"
    order: int = 50
