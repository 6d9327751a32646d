"""Units, what they can do, where they are; organisations and how they are reached."""

from resources.models.organisation import Organisation
from resources.models.place import Place, PlaceWord, SiteNote
from resources.models.rota import RotaDuty, RotaSwap
from resources.models.station import Station
from resources.models.status_change import StatusChange
from resources.models.unit import Capability, Unit

__all__ = ["Capability", "Organisation", "Place", "PlaceWord", "RotaDuty", "RotaSwap", "SiteNote", "Station", "StatusChange", "Unit"]
