"""A crew in danger, inside a change: raising it, taking it, and keeping silent towards a crew under duress."""

from dispatch.accounts.actors import Crew
from dispatch.refusal import require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change
from incidents.models import Deployment, Emergency, Escalation
from incidents.queries.emergencies import emergency_card, is_silent
from incidents.rules.emergencies import HELP
from incidents.rules.entries import Entry

ENTRY = {Emergency.Kind.MAYDAY: Entry.MAYDAY, Emergency.Kind.DURESS: Entry.DURESS}
CAUSE = {Emergency.Kind.MAYDAY: Escalation.Cause.MAYDAY, Emergency.Kind.DURESS: Escalation.Cause.DURESS}
WHAT = {Emergency.Kind.MAYDAY: "{} is in danger", Emergency.Kind.DURESS: "{} may be under duress"}


def begin(change: Change, deployment: Deployment, kind: Emergency.Kind, *, how: str, status_before: str = "") -> Emergency:
    """Raise an emergency of this crew; the one that stands already is the same one."""
    standing = Emergency.objects.open().filter(deployment=deployment, kind=kind).first()
    if standing is not None:
        return standing
    call_sign = deployment.unit.call_sign
    what = WHAT[kind].format(call_sign)
    change.log(ENTRY[kind], f"{what}. {how}".strip(), unit=call_sign, deployment=deployment.pk)
    alarm = raise_alarm(change, cause=CAUSE[kind], to_role="supervisor", what=what, action=HELP[kind], deployment=deployment)
    emergency = Emergency.objects.create(
        centre_id=change.incident.centre_id,
        incident=change.incident,
        deployment=deployment,
        alarm=alarm,
        kind=kind,
        raised_at=change.at,
        raised_by_name=change.by.label,
        how=how[:300],
        status_before=status_before,
    )
    change.show_card(emergency_card(emergency))
    return emergency


def keep(change: Change, emergency: Emergency) -> None:
    """Save it with the change, and show it."""
    emergency.revision += 1
    emergency.save()
    change.show_card(emergency_card(emergency))


def own_with_alarm(change: Change, alarm: Escalation) -> None:
    """Whoever takes the alarm of an emergency has the emergency."""
    emergency = Emergency.objects.open().whole().filter(alarm=alarm, owned_at=None).first()
    if emergency is None:
        return
    emergency.incident = change.incident
    emergency.owned_at, emergency.owned_by = change.at, alarm.taken_by
    keep(change, emergency)
    change.log(
        Entry.EMERGENCY_OWNED,
        f"{change.by.label} has the {emergency.get_kind_display()} of {emergency.deployment.unit.call_sign}",
        unit=emergency.deployment.unit.call_sign,
        emergency=emergency.pk,
    )


def insist_silence_is_kept(change: Change, deployment: Deployment) -> None:
    """Refuse what would show on the phone of a crew under duress. The crew's own presses go on as if nothing were.

    Raises:
        Refusal: "silent".
    """
    require(
        isinstance(change.by, Crew) or not is_silent(deployment.pk),
        "This crew may be under duress: nothing that would show on its phone is sent. End the silent listening first.",
        code="silent",
    )
