"""Forms of matching."""

from resonanz.matching.forms.cohort import PairForm
from resonanz.matching.forms.sheets import CriterionForm, MappingForm, SheetsForm, mapping_forms, settings_from
from resonanz.matching.forms.workbench import AssignForm, DescribeForm, MarkForm, WorkbenchForm

__all__ = [
    "AssignForm",
    "CriterionForm",
    "DescribeForm",
    "MappingForm",
    "MarkForm",
    "PairForm",
    "SheetsForm",
    "WorkbenchForm",
    "mapping_forms",
    "settings_from",
]
