"""Forms of matching."""

from resonanz.matching.forms.cohort import PairForm, RunForm
from resonanz.matching.forms.sheets import CriterionForm, MappingForm, SheetsForm, mapping_forms, settings_from

__all__ = ["CriterionForm", "MappingForm", "PairForm", "RunForm", "SheetsForm", "mapping_forms", "settings_from"]
