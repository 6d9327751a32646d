"""A worker that runs a build which is broken on purpose: ``celery -A tests.faults.broken_worker worker``."""

from dispatch.celery import app
from tests.faults import broken  # noqa: F401  (breaks it)

__all__ = ["app"]
