"""Ranking of any list of labels by likeness to a text: `Linker(labels).rank(text, k)`.

Two readings of a label are compared, each good where the other fails. The letters of its words forgive typing
errors and find whatever looks alike. The parts of its words, with compounds split and everyday synonyms brought to
one word, find what means the same, also parts that the list itself uses for one another.
`docs/decisions/0013-linking-occupations.md` says what each is worth.
"""

from resonanz.taxonomy.linker.index import Linker, Match

__all__ = ["Linker", "Match"]
