"""The style guide: every shared component in every state, with invented content. It reads nothing and changes nothing."""

from datetime import UTC, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch import styleguide_samples as samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every shared component in every state."""
    at = timezone.now().astimezone(UTC)
    wrong = samples.SampleForm({"caller": "", "number": "", "kind": "", "note": "", "safe": ""}, auto_id="wrong_%s")
    context = {
        "at": at,
        "soon": at + timedelta(seconds=25),
        "priorities": samples.PRIORITIES,
        "statuses": samples.STATUSES,
        "stages": samples.STAGES,
        "icons": samples.ICONS,
        "sections": samples.SECTIONS,
        "columns": samples.COLUMNS,
        "incidents": samples.sample_incidents(at),
        "entries": samples.sample_entries(at),
        "alarms": samples.sample_alarms(at),
        "ages": samples.sample_ages(at),
        "form": samples.SampleForm(),
        "wrong": wrong,
        **samples.WORDS,
    }
    return render(request, "styleguide.html", context)
