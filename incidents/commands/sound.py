"""Whether a person heard the tones of the alarms where they sit."""

from datetime import datetime

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from incidents.commands.desks import write_line
from incidents.models import DeskTurn, SoundCheck


def check_sound(*, heard: bool, by: Staff, at: datetime) -> SoundCheck:
    """Keep whether somebody heard the tones: of their desk, or of themselves when they sit at none."""
    insist(by, Act.WORK_AT_DESK, by)
    with transaction.atomic():
        turns = DeskTurn.objects.running().filter(centre_id=by.centre_id, person_id=by.user_id)
        turn = turns.select_for_update(of=("self",)).select_related("desk").first()
        whose = {"desk": turn.desk} if turn else {"desk": None, "person_id": by.user_id}
        check, _ = SoundCheck.objects.update_or_create(
            centre_id=by.centre_id, **whose, defaults={"person_id": by.user_id, "at": at, "heard": heard}
        )
        if turn:
            write_line(turn.desk, "heard" if heard else "unheard", "", by=by, at=at)
    return check
