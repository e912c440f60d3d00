"""Every change of a tandem.

Each state changes by a conditional update: of two acts at the same moment one happens, and the other is told. Whoever
changes a tandem first holds its two people, in the same order everywhere, so that two acts never wait for each other.
"""

from resonanz.programmes.actions import NoFreePlace
from resonanz.tandems.actions.answers import answer_on_behalf, answer_suggestion
from resonanz.tandems.actions.blocks import block_person, unblock_person
from resonanz.tandems.actions.changes import (
    add_co_mentor,
    ask_for_change,
    leave_programme,
    return_to_programme,
    settle_change,
)
from resonanz.tandems.actions.due import expire_suggestions, extend_deadline, remind_of_suggestions
from resonanz.tandems.actions.ending import end_tandem
from resonanz.tandems.actions.exports import export_people
from resonanz.tandems.actions.introduce import agree_tandem, offer_candidates, propose_tandem
from resonanz.tandems.actions.moving import AlreadyDecided, AlreadyTogether, NotAsked, StillChoosing

__all__ = [
    "AlreadyDecided",
    "AlreadyTogether",
    "NoFreePlace",
    "NotAsked",
    "StillChoosing",
    "add_co_mentor",
    "agree_tandem",
    "answer_on_behalf",
    "answer_suggestion",
    "ask_for_change",
    "block_person",
    "end_tandem",
    "expire_suggestions",
    "export_people",
    "extend_deadline",
    "leave_programme",
    "offer_candidates",
    "propose_tandem",
    "remind_of_suggestions",
    "return_to_programme",
    "settle_change",
    "unblock_person",
]
