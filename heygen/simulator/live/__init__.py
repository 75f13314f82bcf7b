"""A session that runs: its room, its commands, the troubles that strike it."""
