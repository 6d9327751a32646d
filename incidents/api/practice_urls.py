"""The REST addresses of what a centre learns from its procedures: advice taken back, versions tried, and registers."""

from django.urls import path

from incidents.api import recalls, registers, trials

urlpatterns = [
    path("advice-lines/", recalls.AdviceLines.as_view()),
    path("recalls/", recalls.RecallList.as_view()),
    path("recalls/<int:recall_id>/", recalls.RecallOne.as_view()),
    path("recalls/<int:recall_id>/restored/", recalls.RecallRestored.as_view()),
    path("call-backs/<int:task_id>/taken/", recalls.CallBackTaken.as_view()),
    path("call-backs/<int:task_id>/result/", recalls.CallBackResult.as_view()),
    path("call-backs/<int:task_id>/signature/", recalls.CallBackSignature.as_view()),
    path("services/", registers.Services.as_view()),
    path("law/", registers.LawRegister.as_view()),
    path("law/<str:key>/checks/", registers.LawChecks.as_view()),
    path("knowledge/", registers.Knowledge.as_view()),
    path("trials/", trials.TrialList.as_view()),
    path("trials/<int:trial_id>/", trials.TrialOne.as_view()),
    path("trials/<int:trial_id>/incidents/", trials.TrialIncidents.as_view()),
    path("trials/<int:trial_id>/cases/<int:number>/", trials.TrialCaseOne.as_view()),
]
