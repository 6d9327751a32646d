"""Resources: the units and organisations a centre can call on, and how they are reached."""

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "resources"
