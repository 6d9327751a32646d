"""What changes made together ask once: the policy in force, who is on duty, which alarms ring again; and new alarms, written together."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import connection

from dispatch.accounts.models import Centre
from dispatch.rows import insert_rows, update_rows
from incidents.models import Escalation
from incidents.queries.policy import policy_of
from incidents.rules.alarms import Step
from resources.queries.on_duty import OnDuty, people_on_duty

NUMBERS = "SELECT nextval(pg_get_serial_sequence('incidents_escalation', 'id')) FROM generate_series(1, %s)"

# What of an alarm changes in its life; the rest is as it was raised.
CHANGING = ("level", "to_role", "rings_at", "repeats", "steps", "nobody", "taken_at", "taken_by_id", "revision")


class Common:
    """Lives as long as the transaction that holds the incidents' locks, so that what it remembers holds."""

    def __init__(self, *, numbers: Collection[int] = (), ringing: Collection[int] = ()) -> None:
        self._numbers: Iterator[int] = iter(numbers)
        self._new: list[Escalation] = []
        self._changed: list[Escalation] = []
        self._policies: dict[int, tuple[int, list[Step]]] = {}
        self._duty: dict[tuple[int, str, datetime], OnDuty] = {}
        self._ringing = {alarm.pk: alarm for alarm in Escalation.objects.untaken().filter(pk__in=ringing)} if ringing else None

    def policy_of(self, centre_id: int) -> tuple[int, list[Step]]:
        """The centre's policy in force and its version."""
        if centre_id not in self._policies:
            self._policies[centre_id] = policy_of(centre_id)
        return self._policies[centre_id]

    def people_on_duty(self, centre: Centre, role: str, at: datetime) -> OnDuty:
        """The people on duty in a role at an instant."""
        asked = (centre.pk, role, at)
        if asked not in self._duty:
            self._duty[asked] = people_on_duty(centre, role, at)
        return self._duty[asked]

    def untaken(self, alarm_id: int) -> Escalation | None:
        """An alarm that nobody has taken yet."""
        if self._ringing is not None and alarm_id in self._ringing:
            return self._ringing[alarm_id]
        return Escalation.objects.untaken().filter(pk=alarm_id).first()

    def keep_new(self, alarm: Escalation) -> None:
        """Give a new alarm its number, and write it: now, or with the others where numbers were taken for all of them."""
        number = next(self._numbers, None)
        if number is None:
            alarm.save()
            return
        alarm.pk = number
        self._new.append(alarm)

    def change(self, alarm: Escalation) -> None:
        """Have an alarm written that rang again or was taken."""
        self._changed.append(alarm)

    def write(self) -> None:
        """Write the alarms that were kept back."""
        insert_rows(self._new)
        update_rows(self._changed, CHANGING)
        self._new, self._changed = [], []


def common_to(alarms: int, *, ringing: Collection[int]) -> Common:
    """For so many changes at once, of which each may raise an alarm; ``ringing`` are the alarms that are to ring again."""
    if connection.vendor != "postgresql":  # SQLite has no numbers to take beforehand
        return Common(ringing=ringing)
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [alarms])
        return Common(numbers=[number for (number,) in cursor.fetchall()], ringing=ringing)
