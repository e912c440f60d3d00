"""Conversations, files with their links, and openings in an emergency."""

from resonanz.messaging.models.files import Feedback, Share, TandemFile
from resonanz.messaging.models.messages import Channel, Conversation, Message, Preference, Reader
from resonanz.messaging.models.openings import Opening

__all__ = [
    "Channel",
    "Conversation",
    "Feedback",
    "Message",
    "Opening",
    "Preference",
    "Reader",
    "Share",
    "TandemFile",
]
