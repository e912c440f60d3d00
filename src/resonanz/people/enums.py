"""Choices a person makes about herself or himself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormOfAddress(models.TextChoices):
    """How German speaks about one person; empty means: not said, the programme's form is used."""

    FEMININE = "feminine", _("feminine")
    MASCULINE = "masculine", _("masculine")
    NEUTRAL = "neutral", _("neutral")


SUGGEST = "suggest"  # the key of the consent to be introduced to others, in every programme that asks for it

SECOND_FACTOR = "mfa:secret"  # what the sealed secrets of second factors are bound to
