"""The pages beside the handbook: withdrawn advice, trials, services, law, methods."""

from django.urls import path

from incidents.web import inbox, recalls, registers, trials

urlpatterns = [
    path("recalls", recalls.recalls, name="recalls"),
    path("recalls/<int:recall_id>", recalls.recall, name="recall"),
    path("trials", trials.trials, name="trials"),
    path("trials/<int:trial_id>", trials.trial, name="trial"),
    path("trials/<int:trial_id>/cases/<int:number>", trials.trial_case, name="trial-case"),
    path("services", registers.services, name="services"),
    path("law", registers.law, name="law"),
    path("inbox", inbox.inbox, name="inbox"),
    path("knowledge", registers.knowledge, name="knowledge"),
]
