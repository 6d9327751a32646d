"""Incidents: contacts, assessment, dispatch, watching over, closing."""

from django.apps import AppConfig
from django.conf import settings

from dispatch.clock import kinds, pumps


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        """Tell the clock what its timers and its pumps do, once the models are loaded."""
        from incidents import clocks, tasks  # noqa: PLC0415  (models must be ready first)

        clocks.register_with(kinds)
        pumps.register("outbox", tasks.pump_outbox)
        pumps.register("trials", tasks.pump_trials)
        pumps.register("paper", tasks.pump_paper, every_s=15)
        pumps.register("volumes", tasks.pump_volumes, every_s=30, first_in_s=30)
        pumps.register("clock-audit", tasks.pump_audit, every_s=1.0)
        pumps.register("housekeeping", tasks.pump_housekeeping, every_s=3600, first_in_s=60)
        pumps.register("drills", tasks.pump_drills, every_s=1.0)
        pumps.register("alarm-states", tasks.pump_alarms, every_s=1.0)
        if settings.INBOX is not None:
            pumps.register("inbox", tasks.pump_inbox, every_s=settings.INBOX_EVERY_S)
        if settings.EXERCISE_EVERY_S:
            from incidents.exercise.pump import pump_exercises  # noqa: PLC0415

            pumps.register("exercise", pump_exercises, every_s=1.0)
        if settings.DEMO:
            from incidents.demo import simulator  # noqa: PLC0415

            simulator.register_with(pumps)
