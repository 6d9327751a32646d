"""Reviewing a procedure: putting it up, asking those it concerns, sending it back, approving it with a name and a time (CFACC39 K3)."""

from datetime import datetime

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotAllowed, NotFound, Refusal, require
from incidents.commands._sharing import insist_on_shared_text
from incidents.commands._version import Acting, acting_on_version
from incidents.commands.procedures_draft import draft_from
from incidents.models import ProcedureConsultation, ProcedureEvent, ProcedurePack
from incidents.queries.procedure_findings import judged
from incidents.queries.procedures import pack_of
from incidents.rules.packs.rules_pack import version_of
from incidents.rules.procedure_life import STANCES

MOST_CONSULTEES = 50


def put_to_review(*, version_id: int, by: Staff, at: datetime, revision: int | None = None) -> ProcedurePack:
    """Put a draft up for review. From here on its text stays as it is.

    Args:
        revision: the draft's revision that the author read; None takes what stands.

    Raises:
        Refusal: "wrong-state", "stale", "shared-text-changed", "findings", "version-not-higher".
    """
    with acting_on_version(version_id, by=by, at=at, act=Act.WRITE_PROCEDURES) as acting:
        acting.become("in_review", instead="Only a draft is put up for review.")
        row = acting.row
        seen = revision is None or revision == row.revision
        require(seen, "Somebody changed the draft since you read it. Read it again.", code="stale", revision=row.revision)
        insist_on_shared_text(row)
        _insist_on_sound_text(row)
        _insist_on_higher_version(row)
        acting.keep(ProcedureEvent.What.SUBMITTED)
    return row


def _insist_on_sound_text(row: ProcedurePack) -> None:
    errors = [str(each) for each in judged(row).errors]
    words = f"The validator still finds {len(errors)} error{'' if len(errors) == 1 else 's'}: mend them first."
    require(not errors, words, code="findings", findings=errors[:50])


def _insist_on_higher_version(row: ProcedurePack) -> None:
    used = ProcedurePack.objects.of(row.centre_id).filter(pack_id=row.pack_id, status__in=("in_review", "approved", "live"))
    others = used.exclude(pk=row.pk).values_list("version", flat=True)
    highest = max((number for number in map(version_of, others) if number), default=None)
    mine = version_of(row.version)
    if highest is not None and mine is not None and mine <= highest:
        shown = ".".join(map(str, highest))
        raise Refusal(f"Version {shown} is in review or in use already: give this one a higher number.", code="version-not-higher")


def ask_consultee(*, version_id: int, who: str, by: Staff, at: datetime) -> ProcedureConsultation:
    """Record that somebody was asked about a version in review: a responder, a customer, a body outside.

    Raises:
        Refusal: "wrong-state", "words-needed", "already-asked", "too-many".
    """
    require(who.strip(), "Say who is asked.", code="words-needed")
    with acting_on_version(version_id, by=by, at=at, act=Act.CONSULT_ON_PROCEDURES) as acting:
        asked = _in_review(acting).consultations
        require(not asked.filter(who=who.strip()).exists(), "They have been asked already.", code="already-asked")
        require(asked.count() < MOST_CONSULTEES, f"At most {MOST_CONSULTEES} are asked about one version.", code="too-many")
        made = ProcedureConsultation.objects.create(pack=acting.row, who=who.strip(), asked_at=at)
        acting.keep(ProcedureEvent.What.ASKED, made.who)
    return made


def _in_review(acting: Acting) -> ProcedurePack:
    require(acting.row.status == "in_review", "People are consulted while a version is in review.", code="wrong-state")
    return acting.row


def record_consultation(*, version_id: int, consultation_id: int, stance: str, said: str, by: Staff, at: datetime) -> ProcedureConsultation:
    """Record what a consultee said, once.

    Raises:
        Refusal: "wrong-state", "stance-unknown", "words-needed", "already-recorded".
    """
    require(stance in STANCES, "Choose where they stand.", code="stance-unknown")
    require(said.strip() or stance == "no_answer", "Write what they said.", code="words-needed")
    with acting_on_version(version_id, by=by, at=at, act=Act.CONSULT_ON_PROCEDURES) as acting:
        found = _in_review(acting).consultations.filter(pk=consultation_id).first()
        if found is None:
            raise NotFound("There is no such consultation.", code="not-found")
        require(not found.stance, "What they said is recorded already.", code="already-recorded")
        found.stance, found.said, found.said_at, found.written_by = stance, said.strip(), at, by.name
        found.save(update_fields=["stance", "said", "said_at", "written_by"])
        acting.keep(ProcedureEvent.What.SAID, f"{found.who}: {STANCES[stance]}. {found.said}".strip())  # type: ignore[index]
    return found


def return_procedure(*, version_id: int, reason: str, by: Staff, at: datetime) -> ProcedurePack:
    """Send a version back to its authors, with a reason. It retires as it was read; the draft that goes on from it is returned."""
    require(reason.strip(), "Say what has to change.", code="reason-needed")
    with acting_on_version(version_id, by=by, at=at, act=Act.CONSULT_ON_PROCEDURES) as acting:
        require(acting.row.status == "in_review", "Only a version in review is sent back.", code="wrong-state")
        acting.become("retired", instead="Only a version in review is sent back.")
        acting.keep(ProcedureEvent.What.RETURNED, reason.strip())
        return draft_from(acting.row, by=by, at=at, author=False)


def approve_procedure(*, version_id: int, by: Staff, at: datetime, words: str = "") -> ProcedurePack:
    """Approve a version and sign it with a name and a time. Whoever wrote in it cannot, whatever their role is now.

    Raises:
        NotAllowed: not an approver ("not-allowed"), or an author of this version ("author-approves").
        Refusal: "wrong-state", "consultation-missing", "consultation-open", "shared-text-changed", "reason-needed", "findings".
    """
    with acting_on_version(version_id, by=by, at=at, act=Act.APPROVE_PROCEDURES) as acting:
        row = acting.row
        if row.authors.filter(user_id=by.user_id).exists():
            raise NotAllowed("You wrote in this version: somebody else approves it.", code="author-approves")
        acting.become("approved", instead="Only a version in review is approved.")
        _insist_on_consultation(row)
        insist_on_shared_text(row)
        _insist_on_sound_text(row)
        foreign = pack_of(row).profile == "foreign"
        require(words.strip() or not foreign, "This tree follows other rules of form: write why that is safe here.", code="reason-needed")
        row.approved_at, row.approved_by_id = at, by.user_id
        acting.keep(ProcedureEvent.What.APPROVED, words.strip())
    return row


def _insist_on_consultation(row: ProcedurePack) -> None:
    asked = list(row.consultations.order_by("pk"))
    require(asked, "Nobody has been consulted yet. Ask at least one of those it concerns.", code="consultation-missing")
    silent = [each.who for each in asked if not each.stance]
    require(not silent, f"Not answered yet: {', '.join(silent)}. Record what they said, or that no answer came.", code="consultation-open")
