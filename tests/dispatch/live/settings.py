"""The console's settings with only the apps that the live floor needs: its servers start quickly, and without workers."""

from dispatch.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "dispatch.accounts",
    "dispatch.api",
    "dispatch.live",
    "dispatch.clock",
    "resources",  # only because the server imports what it tells walls and boards of the house above
    "incidents",
]
MIDDLEWARE: list[str] = []
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
# Tables made from the models.
MIGRATION_MODULES = dict.fromkeys(["auth", "contenttypes", "sessions", "accounts", "api", "live", "clock", "resources", "incidents"])
EMBEDDED = False
LIVE_RING = whole("LIVE_RING", 2000, least=1, most=100_000)  # noqa: F405
LIVE_REACH = whole("LIVE_REACH", 2000, least=1, most=100_000)  # noqa: F405
ROOT_URLCONF = "tests.dispatch.live.settings"
urlpatterns: list[object] = []
