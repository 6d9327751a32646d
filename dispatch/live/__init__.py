"""Live: the event log of each board, and the hub that carries it to browsers. The only door to them.

Commands call ``announce`` as the last statement of their transaction. Nothing here is imported before the apps are
ready, so that ``from dispatch.live import announce`` works anywhere.
"""

from dispatch.live.announcing import Announcement, Card, CardBase, announce, announce_all
from dispatch.live.reading import Position, position
from dispatch.live.vitals import health
from dispatch.live.whispers import whisper

__all__ = ["Announcement", "Card", "CardBase", "Position", "announce", "announce_all", "health", "position", "whisper"]
