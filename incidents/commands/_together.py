"""The change frame for several incidents at once: all locked in the order of their keys, all finished in one transaction."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound
from incidents.commands._change import Change, finish_together
from incidents.models import Incident


@contextmanager
def changing_together(incident_ids: Collection[int], *, by: Actor, at: datetime, act: Act) -> Iterator[dict[int, Change]]:
    """Lock incidents, let the caller change them, then save, log and announce all that were changed as one.

    Raises:
        NotFound: one of them is not in the actor's centre.
    """
    with transaction.atomic():
        found = Incident.objects.select_for_update(of=("self",)).select_related("centre").filter(pk__in=incident_ids).order_by("pk")
        changes = {incident.pk: Change(incident, by=by, at=at) for incident in found}
        if len(changes) < len(set(incident_ids)) or any(each.incident.centre_id != by.centre_id for each in changes.values()):
            raise NotFound("There is no such incident.", code="not-found")
        for each in changes.values():
            insist(by, act, each.incident)
        yield changes
        finish_together([each for each in changes.values() if each.lines])
