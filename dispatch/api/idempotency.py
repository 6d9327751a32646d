"""The same key and body get the first answer again; nothing happens twice."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from rest_framework.response import Response

from dispatch.accounts.actors import Staff
from dispatch.api.models import FirstAnswer
from dispatch.api.renderers import QuickJSON
from dispatch.refusal import Refusal

LONGEST_KEY = 200


class KeyReused(Refusal):
    """The key came before with another body."""

    status = 422


def digest_of(method: str, path: str, body: Any) -> str:
    """What makes two requests the same: method, path and body."""
    text = json.dumps([method, path, body], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def checked_key(key: str) -> str:
    """The key, if it can be kept."""
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise KeyReused("An Idempotency-Key is at most 200 printable characters.", code="key-invalid")
    return key


def first_answer(staff: Staff, key: str, digest: str) -> Response | None:
    """The answer already given to this key, or None."""
    kept = FirstAnswer.objects.filter(centre=staff.centre, user_id=staff.user_id, key=key).first()
    if kept is None:
        return None
    if kept.digest != digest:
        raise KeyReused("This Idempotency-Key was used before with a different request.", code="key-reused")
    return Response(json.loads(kept.body), status=kept.status, headers={"Idempotent-Replay": "true"})


def answered_once(*, staff: Staff, key: str, digest: str, at: datetime, act: Callable[[], Response]) -> Response:
    """Do the act and keep its answer, in one transaction; or give the answer kept before.

    The row is inserted before the act: fifty requests with one key wait on its unique constraint, the first one acts,
    and the others find its answer. A refusal keeps nothing: it wrote nothing, and may be asked again.
    """
    try:
        with transaction.atomic():
            row = FirstAnswer.objects.create(centre=staff.centre, user_id=staff.user_id, key=key, digest=digest, made_at=at)
            response = act()
            row.status = response.status_code
            row.body = QuickJSON().render(response.data).decode()
            row.save(update_fields=["status", "body"])
            return response
    except IntegrityError:
        kept = first_answer(staff, key, digest)
        if kept is None:
            raise
        return kept
