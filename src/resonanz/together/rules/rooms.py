"""Who may open the room of two people."""

from __future__ import annotations

from resonanz.tandems.rules import has_started, is_one_of_the_two

may_open = is_one_of_the_two & has_started  # what the two write, also after the end: nobody else, ever
