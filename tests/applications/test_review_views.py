"""The team's pages about applications."""

from __future__ import annotations
