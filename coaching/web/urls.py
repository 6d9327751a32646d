"""The pages of coaching."""

from django.urls import path

from coaching.web import reviews, support

urlpatterns = [
    path("reviews", reviews.reviews, name="reviews"),
    path("reviews/<str:reference>", reviews.review, name="review"),
    path("support", support.support, name="support"),
    path("support/new", support.new, name="support-new"),
    path("support/<int:need_id>", support.need, name="support-need"),
    path("support/<int:need_id>/signature", support.signature, name="support-signature"),
    path("support/<int:need_id>/wording", support.wording, name="support-wording"),
    path("support/<int:need_id>/refusal", support.refusal, name="support-refusal"),
]
