"""Forms of a tandem."""

from resonanz.tandems.forms.changes import ChangeForm, CoMentorForm, LeaveForm
from resonanz.tandems.forms.life import AnswerForm, DeadlineForm, ExportForm, OnBehalfForm

__all__ = ["AnswerForm", "ChangeForm", "CoMentorForm", "DeadlineForm", "ExportForm", "LeaveForm", "OnBehalfForm"]
