"""Letters about a tandem, one function each, in the recipient's language."""

from resonanz.tandems.mails.asking import (
    mail_candidates,
    mail_choose_again,
    mail_expired,
    mail_no_tandem,
    mail_reminder,
    mail_suggestion,
)
from resonanz.tandems.mails.changes import mail_change, mail_co_mentor, mail_co_mentor_started, mail_left
from resonanz.tandems.mails.tandem import first_questions, mail_end, mail_start

__all__ = [
    "first_questions",
    "mail_candidates",
    "mail_change",
    "mail_choose_again",
    "mail_co_mentor",
    "mail_co_mentor_started",
    "mail_end",
    "mail_expired",
    "mail_left",
    "mail_no_tandem",
    "mail_reminder",
    "mail_start",
    "mail_suggestion",
]
