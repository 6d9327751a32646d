"""The REST addresses of the shift: desks and handovers."""

from django.urls import path

from incidents.api import desks, handovers

one = "handovers/<int:handover_id>"

urlpatterns = [
    path("desks/", desks.Desks.as_view()),
    path("desks/on/", desks.SignedOn.as_view()),
    path("desks/off/", desks.SignedOff.as_view()),
    path("desks/sound/", desks.SoundChecked.as_view()),
    path("desks/<int:desk_id>/released/", desks.DeskReleased.as_view()),
    path("desks/<int:desk_id>/retired/", desks.DeskRetired.as_view()),
    path("handovers/", handovers.Handovers.as_view()),
    path(f"{one}/", handovers.HandoverOne.as_view()),
    path(f"{one}/received/", handovers.HandoverReceived.as_view()),
    path(f"{one}/decisions/", handovers.HandoverDecisions.as_view()),
    path(f"{one}/answers/", handovers.HandoverAnswers.as_view()),
    path(f"{one}/lines/", handovers.HandoverLines.as_view()),
    path(f"{one}/called-off/", handovers.HandoverCalledOff.as_view()),
    path(f"{one}/sealed/", handovers.HandoverSealed.as_view()),
]
