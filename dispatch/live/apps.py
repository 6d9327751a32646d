"""Live: the board's event log and its sockets."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "dispatch.live"
    label = "live"
