"""Conversations, files with their links, openings in an emergency, and what a programme settles."""

from resonanz.messaging.models.files import Feedback, Share, TandemFile
from resonanz.messaging.models.messages import Channel, Conversation, Message, Preference, Reader
from resonanz.messaging.models.openings import Opening
from resonanz.messaging.models.settings import MessagingSettings

__all__ = [
    "Channel",
    "Conversation",
    "Feedback",
    "Message",
    "MessagingSettings",
    "Opening",
    "Preference",
    "Reader",
    "Share",
    "TandemFile",
]
