"""The clock as a Django app: its label, and the checks that come with it."""

from django.apps import AppConfig
from django.core import checks

from dispatch.clock.checks import database_keeps_its_word


class ClockConfig(AppConfig):
    """Timers, the loop that settles them, and where that loop lives."""

    name = "dispatch.clock"
    label = "clock"
    verbose_name = "Clock"

    def ready(self) -> None:
        """Register the check that refuses a database which may forget what it confirmed."""
        checks.register(database_keeps_its_word, checks.Tags.database)
