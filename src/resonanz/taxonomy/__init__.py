"""Occupations, languages, countries and places; no Django, data loaded on first use."""
