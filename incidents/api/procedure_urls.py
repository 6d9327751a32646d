"""The REST addresses of procedures."""

from django.urls import path

from incidents.api import procedure_life as life
from incidents.api import procedures

one = "procedures/versions/<int:version_id>"

urlpatterns = [
    path("procedures/", procedures.Procedures.as_view()),
    path("procedures/packs/", procedures.ProcedurePacks.as_view()),
    path("procedures/shared/drafts/", procedures.SharedDrafts.as_view()),
    path("procedures/readings/", procedures.ProcedureReadings.as_view()),
    path("procedures/changes/<str:type_code>/", procedures.ProcedureChanges.as_view()),
    path("procedures/versions/", procedures.ProcedureVersions.as_view()),
    path(f"{one}/", procedures.ProcedureVersion.as_view()),
    path(f"{one}/text/", procedures.ProcedureText.as_view()),
    path(f"{one}/findings/", procedures.ProcedureFindings.as_view()),
    path(f"{one}/drafts/", life.ProcedureDrafts.as_view()),
    path(f"{one}/disposal/", life.ProcedureDisposal.as_view()),
    path(f"{one}/review/", life.ProcedureReview.as_view()),
    path(f"{one}/consultations/", life.ProcedureConsultations.as_view()),
    path(f"{one}/consultations/<int:consultation_id>/", life.ProcedureConsulted.as_view()),
    path(f"{one}/return/", life.ProcedureReturn.as_view()),
    path(f"{one}/approval/", life.ProcedureApproval.as_view()),
    path(f"{one}/local-values/", life.ProcedureLocalValues.as_view()),
    path(f"{one}/use/", life.ProcedureUse.as_view()),
    path(f"{one}/retirement/", life.ProcedureRetirement.as_view()),
]
