"""What Django says of a mistake, in our own words: the catalogues replace its translations of these sentences.

Nothing imports this; the sentences stand here so that they are collected. Our catalogues are read after Django's own.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop, ngettext_lazy

OF_MISTAKES = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid URL."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
