"""What matching has to say when a programme is loaded from a file: criteria that nobody could match by are refused."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language

from resonanz.engine import Criteria
from resonanz.programmes.actions import PresetError
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_loaded
from resonanz.tables import InputError, InputProblem


@receiver(preset_loaded)
def check_criteria(sender: type[Programme], programme: Programme, **_more: Any) -> None:
    """Refuse a preset whose criteria the engine cannot read; a programme may also have none yet."""
    if not programme.criteria:
        return
    try:
        Criteria.parse(programme.criteria, f"{programme.slug}: criteria")
    except InputError as error:
        raise PresetError(format_lazy("{problem}", problem=sentence(error.problems[0]))) from error


def said(problem: InputProblem) -> str:
    """Return a problem in the language of the moment."""
    return problem.text(get_language() or "de")


sentence = lazy(said, str)
