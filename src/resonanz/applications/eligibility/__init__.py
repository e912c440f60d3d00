"""Whether somebody meets the declared conditions of a programme: pure rules on plain values, no decision about people.

`findings(application)` says for each condition what was found and who finds out the rest; `overall` sums it up. Nobody is
declined by a rule: staff decide, and the applicant sees her own conditions early (`standing`).
"""

from resonanz.applications.eligibility.checks import Asked, Problem, form_problems, setting_problems, suitable
from resonanz.applications.eligibility.evaluate import evaluate, findings, has_expired, overall, valid_until
from resonanz.applications.eligibility.finding import REASON_VALUES, Code, Finding, Reason, is_private
from resonanz.applications.eligibility.told import Standing, Told, reason_told, standing

__all__ = [
    "REASON_VALUES",
    "Asked",
    "Code",
    "Finding",
    "Problem",
    "Reason",
    "Standing",
    "Told",
    "evaluate",
    "findings",
    "form_problems",
    "has_expired",
    "is_private",
    "overall",
    "reason_told",
    "setting_problems",
    "standing",
    "suitable",
    "valid_until",
]
