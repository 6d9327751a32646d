"""The REST addresses of coaching."""

from django.urls import path

from coaching.api import reviews, support

one = "support/<int:need_id>"

urlpatterns = [
    path("reviews/", reviews.ReviewList.as_view()),
    path("reviews/<int:review_id>/", reviews.ReviewOne.as_view()),
    path("support/", support.SupportList.as_view()),
    path(f"{one}/", support.SupportOne.as_view()),
    path(f"{one}/wording/", support.SupportWording.as_view()),
    path(f"{one}/signature/", support.SupportSignature.as_view()),
    path(f"{one}/refusal/", support.SupportRefusal.as_view()),
]
