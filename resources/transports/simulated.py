"""The demo's way out: everything arrives, and nothing leaves the machine."""

from resources.transports.base import Parcel


class Simulated:
    """Delivers nothing, successfully."""

    def carry(self, parcel: Parcel) -> None:
        """Take it."""
