"""How the invented town is drawn: shapes, land, streets, buildings and addresses, in metres from the town's centre."""
