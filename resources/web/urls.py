"""The pages of resources."""

from django.urls import path

from resources.web import site_notes, units

urlpatterns = [path("units", units.units, name="units"), path("site-notes", site_notes.site_notes, name="site-notes")]
