"""What staff have looked at: proofs are ticked and deleted; of a certificate only four facts are kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.applications.eligibility import is_private, valid_until
from resonanz.applications.enums import DecidedBy, Verdict
from resonanz.applications.models import Application, Attestation, EligibilityRule, RecordCheck, RecordPolicy
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme


class NoLegalGround(Exception):
    """The programme has not switched on that certificates are looked at."""


class TooOld(Exception):
    """The certificate is older than the programme accepts."""


@transaction.atomic
def attest_condition(
    *,
    application: Application,
    rule: EligibilityRule,
    verdict: str,
    by: Person,
    seen: str = "",
    until: date | None = None,
) -> Attestation | None:
    """Keep "checked by … on …" and delete the proof; with the verdict «open», take an attestation back.

    `seen` names the kind of document, `until` the last day on which the check counts; the rule's own period if None.
    """
    detail = {} if is_private(rule) else {"rule": rule.key, "verdict": verdict}
    log_action("attest_condition", by=by, on=application, scope=application.cohort.programme.scope, **detail)
    proofs = {rule.key, rule.question, rule.settings.get("proof", "")} - {""}
    application.proofs.filter(key__in=proofs).delete()
    if verdict == Verdict.OPEN:
        application.attestations.filter(key=rule.key).delete()
        return None
    today = timezone.localdate()
    attestation, _ = Attestation.objects.update_or_create(
        application=application,
        key=rule.key,
        defaults={
            "verdict": verdict,
            "decided_by": DecidedBy.INTERVIEW if rule.decided_by == DecidedBy.INTERVIEW else DecidedBy.STAFF,
            "by": by,
            "on": today,
            "valid_until": until or valid_until(rule, today),
            "seen": seen[:120],
        },
    )
    return attestation


@transaction.atomic
def set_record_policy(
    *,
    programme: Programme,
    by: Person,
    group: str = Group.FIRST,
    legal_ground: str = "",
    certificate: str = "",
    **numbers: int,
) -> RecordPolicy | None:
    """Switch on that certificates of a group's criminal records are looked at, with a legal ground; without one, off.

    Switching off deletes every check of the programme: there is no ground for keeping them any more.
    """
    log_action("set_record_policy", by=by, on=programme, scope=programme.scope, switched_on=bool(legal_ground))
    if not legal_ground.strip():
        RecordPolicy.objects.filter(programme=programme).delete()
        RecordCheck.objects.filter(application__cohort__programme=programme).delete()
        return None
    policy, _ = RecordPolicy.objects.update_or_create(
        programme=programme,
        defaults={"group": group, "legal_ground": legal_ground.strip(), "certificate": certificate, **numbers},
    )
    return policy


@transaction.atomic
def record_certificate(
    *, application: Application, issued_on: date, is_clear: bool, by: Person, on: date | None = None
) -> RecordCheck:
    """Keep that `by` has looked at somebody's certificate: its date and whether it is clear, and nothing else.

    Raises:
        NoLegalGround: the programme does not look at certificates, or not for this group.
        TooOld: it was issued too long ago, or in the future.
    """
    on = on or timezone.localdate()
    policy = RecordPolicy.objects.filter(programme=application.cohort.programme, group=application.group).first()
    if policy is None:
        raise NoLegalGround
    last_day = valid_until(EligibilityRule(settings={"valid_months": policy.months_old}), issued_on)
    if issued_on > on or (last_day is not None and last_day < on):
        raise TooOld
    check, _ = RecordCheck.objects.update_or_create(
        application=application, defaults={"issued_on": issued_on, "is_clear": is_clear, "by": by, "on": on}
    )
    log_action("record_certificate", by=by, on=application, scope=application.cohort.programme.scope)
    return check


@transaction.atomic
def delete_outdated_checks(*, on: date | None = None) -> int:
    """Delete the checks of people whose activity ended longer ago than the programme keeps them; return how many.

    An activity ends with the cohort, or when the person stops taking part. Who does not start loses the check at once,
    with the decision itself.
    """
    on = on or timezone.localdate()
    deleted = 0
    for policy in RecordPolicy.objects.select_related("programme"):
        limit = on - timedelta(days=policy.days_kept)
        ended = Q(application__cohort__ends_on__lt=limit) | Q(
            application__participation__is_active=False, application__participation__changed_at__date__lt=limit
        )
        count, _ = RecordCheck.objects.filter(ended, application__cohort__programme=policy.programme_id).delete()
        if count:
            log_action("delete_outdated_checks", by=None, on=policy, scope=policy.programme.scope, count=count)
        deleted += count
    return deleted
