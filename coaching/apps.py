"""Coaching: reviews of how incidents were handled, and the support agreed from them."""

from django.apps import AppConfig
from django.conf import settings


class CoachingConfig(AppConfig):
    name = "coaching"

    def ready(self) -> None:
        """Add coaching's figures to the centre's and to the methods pages, and its chapter to the demo's story."""
        from coaching.queries import figures, kpis  # noqa: PLC0415  (models must be ready first)
        from incidents.queries import knowledge  # noqa: PLC0415
        from incidents.queries.kpi import families  # noqa: PLC0415

        families.register("quality", kpis.cases)
        for name, count in figures.COUNTS.items():
            knowledge.register(name, count)
        if settings.DEMO:
            from coaching.demo import tell_of_coaching  # noqa: PLC0415  (models must be ready first)
            from incidents.demo import story  # noqa: PLC0415

            story.chapters.append(tell_of_coaching)
