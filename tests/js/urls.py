"""The one page these browser tests need."""

from django.urls import path

from dispatch.styleguide import styleguide

urlpatterns = [path("styleguide/", styleguide, name="styleguide")]
