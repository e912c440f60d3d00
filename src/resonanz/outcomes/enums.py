"""Kinds and states of outcomes, services and referrals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from resonanz.programmes.enums import Group


class Kind(models.TextChoices):
    """What can have come of it; a programme chooses from these, names them in its own words, and adds its own."""

    JOB = "job", _("A job that fits the qualification")
    OTHER_JOB = "other-job", _("A job outside the qualification")
    INTERNSHIP = "internship", _("An internship")
    APPRENTICESHIP = "apprenticeship", _("The offer of an apprenticeship")
    TRAINING = "training", _("A training or a course")
    RECOGNITION = "recognition", _("A step towards recognition")
    SELF_EMPLOYED = "self-employed", _("Self-employment")
    VOLUNTARY = "voluntary", _("A voluntary placement")
    CONTACT = "contact", _("A contact in the network")
    CONFIDENCE = "confidence", _("More confidence, a clearer aim")
    UNDERSTANDING = "understanding", _("A better understanding of the other's world")
    TEAM = "team", _("Something new in the own team or company")
    NETWORK = "network", _("A wider network")
    SETBACK = "setback", _("A setback")


# Whom a kind concerns unless a programme says otherwise; "" is everybody.
USUAL_GROUPS = {
    **dict.fromkeys(Kind, Group.SECOND.value),
    Kind.UNDERSTANDING: Group.FIRST.value,
    Kind.TEAM: Group.FIRST.value,
    Kind.NETWORK: Group.FIRST.value,
    Kind.SETBACK: "",
}


# Whether work of a kind fits what somebody has learned; of all other kinds that cannot be said.
FITS_QUALIFICATION = {Kind.JOB.value: True, Kind.OTHER_JOB.value: False}


class OutcomeState(models.TextChoices):
    """Whether the person whom it is about says so, too. Only what is confirmed counts."""

    WAITING = "waiting", pgettext("outcome", "not confirmed yet")
    CONFIRMED = "confirmed", pgettext("outcome", "confirmed")
    REFUSED = "refused", pgettext("outcome", "not so")
    WITHDRAWN = "withdrawn", pgettext("outcome", "taken back")


class ServiceKind(models.TextChoices):
    """What a partner service is for."""

    RECOGNITION = "recognition", _("recognition of qualifications")
    MIGRATION = "migration", _("migration advice")
    LANGUAGE = "language", _("language courses")
    WORK = "work", _("employment service")
    CHAMBER = "chamber", _("chamber")
    COUNSELLING = "counselling", _("counselling")
    OTHER = "other", pgettext("service", "something else")


class ReferralState(models.TextChoices):
    """How far somebody has come with a service; the person alone says so."""

    SUGGESTED = "suggested", pgettext("referral", "suggested")
    TAKEN_UP = "taken_up", pgettext("referral", "taken up")
    DONE = "done", pgettext("referral", "done")
    NOT_NEEDED = "not_needed", pgettext("referral", "not needed")


# Where one may go from each state. What came of it may be added to later.
NEXT_STATES: dict[str, list[str]] = {
    ReferralState.SUGGESTED: [ReferralState.TAKEN_UP, ReferralState.DONE, ReferralState.NOT_NEEDED],
    ReferralState.TAKEN_UP: [ReferralState.DONE, ReferralState.NOT_NEEDED],
    ReferralState.NOT_NEEDED: [ReferralState.TAKEN_UP],
    ReferralState.DONE: [ReferralState.DONE],
}
