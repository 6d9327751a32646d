"""Every address of the console."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from dispatch.accounts.web import SignIn, demo_sign_in, home
from dispatch.api.entrance import Ticket, Token
from dispatch.api.presence import Presence
from dispatch.health import healthz
from dispatch.styleguide import styleguide

api: list[URLPattern | URLResolver] = [
    path("token/", Token.as_view()),
    path("ticket/", Ticket.as_view()),
    path("presence/", Presence.as_view()),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("", include("incidents.api.urls")),
    path("", include("coaching.api.urls")),
]

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", demo_sign_in, name="demo-sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("healthz", healthz),
    path("styleguide", styleguide, name="styleguide"),
    path("api/v1/", include(api)),
    path("", include("incidents.web.urls")),
    path("", include("resources.web.urls")),
    path("", include("coaching.web.urls")),
]
