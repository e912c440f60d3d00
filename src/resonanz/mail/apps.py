"""Letters to people: an outbox and its sender. This room knows nobody else."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the room `mail`."""

    name = "resonanz.mail"
    label = "mail"
