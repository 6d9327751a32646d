"""Reviews and agreed support."""

from coaching.models.review import Finding, Review
from coaching.models.support import SupportEvent, SupportNeed

__all__ = ["Finding", "Review", "SupportEvent", "SupportNeed"]
