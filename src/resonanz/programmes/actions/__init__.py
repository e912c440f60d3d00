"""Every change of a programme, its cohorts and who takes part."""

from resonanz.programmes.actions.people import (
    NoFreePlace,
    add_participant,
    appoint_staff,
    free_place,
    set_cohort_state,
    take_place,
)
from resonanz.programmes.actions.presets import PresetError, load_preset, preset_files, read_preset

__all__ = [
    "NoFreePlace",
    "PresetError",
    "add_participant",
    "appoint_staff",
    "free_place",
    "load_preset",
    "preset_files",
    "read_preset",
    "set_cohort_state",
    "take_place",
]
