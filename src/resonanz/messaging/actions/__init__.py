"""What the two do here, and what the team may do only as two."""

from resonanz.messaging.actions.channels import add_channel, remove_channel
from resonanz.messaging.actions.files import (
    change_audience,
    count_opening,
    give_feedback,
    remove_file,
    revoke_share,
    share_file,
    store_file,
)
from resonanz.messaging.actions.messages import (
    CannotWrite,
    TooLate,
    change_preference,
    delete_message,
    edit_message,
    open_conversation,
    read_messages,
    write_message,
)
from resonanz.messaging.actions.openings import (
    FileGone,
    NotOpen,
    approve_opening,
    ask_opening,
    close_opening,
    open_content,
    open_file,
    tell_opened,
)

__all__ = [
    "CannotWrite",
    "FileGone",
    "NotOpen",
    "TooLate",
    "add_channel",
    "approve_opening",
    "ask_opening",
    "change_audience",
    "change_preference",
    "close_opening",
    "count_opening",
    "delete_message",
    "edit_message",
    "give_feedback",
    "open_content",
    "open_conversation",
    "open_file",
    "read_messages",
    "remove_channel",
    "remove_file",
    "revoke_share",
    "share_file",
    "store_file",
    "tell_opened",
    "write_message",
]
