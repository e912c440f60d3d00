"""What people write in confidence, each by the product's own page: `tests/test_confidentiality.py` goes through this list.

A new model with sealed columns needs an entry here: a function that lets its owner write `secret` by a page and returns the
address of the page on which it is read, and a line in WRITERS of its room's file. The address is "" where no page shows it.
"""

from __future__ import annotations

from tests.confidentiality import care, closing, messaging, outcomes, together

WRITERS = [*messaging.WRITERS, *together.WRITERS, *outcomes.WRITERS, *closing.WRITERS, *care.WRITERS]
