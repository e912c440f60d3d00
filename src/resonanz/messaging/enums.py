"""Who sees a file, of what kind it is, who sees what was read, why content is opened, and how far that has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from resonanz.tandems.enums import State

SEEN_STATES = [State.ACTIVE, State.ENDED]  # of a tandem: what was written can be read


class Audience(models.TextChoices):
    """Who sees a file inside; a third person gets a link of her or his own."""

    ME = "me", _("only I")
    TANDEM = "tandem", _("we two")


class Receipts(models.TextChoices):
    """Whether each of the two sees what the other has read."""

    NONE = "none", _("no, never")
    CHOICE = "choice", _("only where both of them allow it")
    USUAL = "usual", _("yes, unless one of them switches it off")


class FileKind(models.TextChoices):
    """What a file is, known by its content."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (.docx)"
    ODT = "odt", "OpenDocument (.odt)"
    JPG = "jpg", "JPEG"
    PNG = "png", "PNG"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
}


class ChannelKind(models.TextChoices):
    """A way to reach somebody outside of this house."""

    PHONE = "phone", _("Telephone")
    VIDEO = "video", _("Video call")
    MESSENGER = "messenger", _("Messenger")
    OTHER = "other", _("Something else")


class OpeningCategory(models.TextChoices):
    """Why the team has to look at what two people wrote."""

    DANGER = "danger", _("Somebody may be in danger")
    HARASSMENT = "harassment", _("Harassment, insults or pressure")
    MONEY = "money", _("Money, deals, exploitation")
    AUTHORITY = "authority", _("A court or an authority demands it")
    OTHER = "other", _("Something else")


class OpeningState(models.TextChoices):
    """How far an opening has come."""

    ASKED = "asked", _("waits for a second person")
    APPROVED = "approved", _("approved by two")
    REFUSED = "refused", _("not approved")
    CLOSED = "closed", _("closed")
