"""The REST addresses of watching over crews."""

from django.urls import path

from incidents.api import watching

one = "incidents/<str:reference>"

urlpatterns = [
    path("emergencies/", watching.EmergencyList.as_view()),
    path("emergencies/<int:emergency_id>/owner/", watching.EmergencyOwner.as_view()),
    path("emergencies/<int:emergency_id>/steps/", watching.EmergencySteps.as_view()),
    path("emergencies/<int:emergency_id>/end/", watching.EmergencyEnd.as_view()),
    path(f"{one}/emergencies/", watching.IncidentEmergencies.as_view()),
    path(f"{one}/check-plan/", watching.IncidentCheckPlan.as_view()),
    path(f"{one}/rounds/", watching.IncidentRounds.as_view()),
    path("deployments/<int:deployment_id>/emergencies/", watching.DeploymentEmergencies.as_view()),
    path("deployments/<int:deployment_id>/round-answer/", watching.DeploymentRoundAnswer.as_view()),
    path("checks/<int:check_id>/visits/", watching.CheckVisits.as_view()),
    path("visits/<int:visit_id>/result/", watching.VisitResult.as_view()),
    path("units/<str:call_sign>/words/", watching.UnitWords.as_view()),
]
