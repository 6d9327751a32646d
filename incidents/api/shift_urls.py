"""The REST addresses of the shift: desks, drills and handovers."""

from django.urls import path

from incidents.api import desks, drills, handovers

drill = "drills/<int:drill_id>"
one = "handovers/<int:handover_id>"

urlpatterns = [
    path("desks/", desks.Desks.as_view()),
    path("desks/on/", desks.SignedOn.as_view()),
    path("desks/off/", desks.SignedOff.as_view()),
    path("desks/sound/", desks.SoundChecked.as_view()),
    path("desks/<int:desk_id>/released/", desks.DeskReleased.as_view()),
    path("desks/<int:desk_id>/retired/", desks.DeskRetired.as_view()),
    path("drills/", drills.Drills.as_view()),
    path(f"{drill}/", drills.DrillOne.as_view()),
    path(f"{drill}/debrief/", drills.DrillDebrief.as_view()),
    path(f"{drill}/paused/", drills.DrillPaused.as_view()),
    path(f"{drill}/resumed/", drills.DrillResumed.as_view()),
    path(f"{drill}/ended/", drills.DrillEnded.as_view()),
    path(f"{drill}/entered/", drills.DrillEntered.as_view()),
    path(f"{drill}/left/", drills.DrillLeft.as_view()),
    path("handovers/", handovers.Handovers.as_view()),
    path(f"{one}/", handovers.HandoverOne.as_view()),
    path(f"{one}/received/", handovers.HandoverReceived.as_view()),
    path(f"{one}/decisions/", handovers.HandoverDecisions.as_view()),
    path(f"{one}/answers/", handovers.HandoverAnswers.as_view()),
    path(f"{one}/lines/", handovers.HandoverLines.as_view()),
    path(f"{one}/called-off/", handovers.HandoverCalledOff.as_view()),
    path(f"{one}/sealed/", handovers.HandoverSealed.as_view()),
]
