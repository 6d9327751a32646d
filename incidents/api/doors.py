"""What the REST doors of incidents share: the incident that an address names, and what every app's doors use."""

from rest_framework.request import Request

from dispatch.api.doors import body_of, reads, writes
from dispatch.api.views import staff
from incidents.models import Incident
from incidents.queries.incident_page import incident_named

__all__ = ["body_of", "reads", "the_incident", "writes"]


def the_incident(request: Request, reference: str) -> Incident:
    """The incident that the address names, in the asker's centre."""
    return incident_named(staff(request).centre_id, reference)
