"""The invented town of Wexmouth: its map, its addresses, its people and units, and the calls its simulator makes. Plain data, no Django."""
