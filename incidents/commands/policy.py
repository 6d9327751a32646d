"""Setting how a centre escalates. Alarms that ring already go on under the policy that they were raised under."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import Refusal, require
from incidents.models import EscalationPolicy
from incidents.queries.policy import policy_of
from incidents.rules.alarms import objection_to_steps
from resources.rules.rota import ROLES


def set_policy(*, steps: Sequence[dict[str, Any]], by: Actor, at: datetime) -> EscalationPolicy:
    """Put a new version in force.

    Args:
        steps: ``[{role, wait_s}]``, the lowest role first.

    Raises:
        Refusal: "policy-wrong" says what; "policy-moved" when somebody else has just set one.
    """
    insist(by, Act.SET_ROTA, by)
    objection = objection_to_steps(steps, list(ROLES))
    require(objection is None, objection or "", code="policy-wrong")
    version, _ = policy_of(by.centre_id)
    try:
        with transaction.atomic():
            return EscalationPolicy.objects.create(
                centre_id=by.centre_id, version=version + 1, steps=list(steps), made_at=at, made_by_name=by.label
            )
    except IntegrityError as error:
        raise Refusal("Somebody has just set the policy. Look at theirs first.", code="policy-moved") from error
