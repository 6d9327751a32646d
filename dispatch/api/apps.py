"""What every REST view shares."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "dispatch.api"
    label = "api"
