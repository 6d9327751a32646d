"""The demo's shift: colleagues at their desks, and the team lead's shift that waits for the supervisor to accept it."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import staff_of
from dispatch.accounts.models import Centre, Membership
from incidents.commands.desks import sign_on
from incidents.commands.handover import add_line, begin_handover
from incidents.models import Desk

# (user name, desk, hours ago)
AT_DESKS = (("lead", "L1", 8), ("colleague-agent", "A1", 3), ("colleague-dispatcher", "D1", 5))
SAID = "The lift at Merrow Court stays locked off until the engineer's visit at ten; the warden knows."


def begin_shift(centre: Centre, *, at: datetime) -> None:
    """Sign people on and let the team lead begin to hand over."""
    members = Membership.objects.select_related("user", "centre").filter(centre=centre)
    people = {each.user.username: staff_of(each) for each in members}
    desks = dict(Desk.objects.of(centre.pk).values_list("code", "pk"))
    for username, code, hours in AT_DESKS:
        sign_on(desk_id=desks[code], by=people[username], at=at - timedelta(hours=hours))
    handover = begin_handover(by=people["lead"], at=at)
    add_line(handover_id=handover.pk, words=SAID, by=people["lead"], at=at)
