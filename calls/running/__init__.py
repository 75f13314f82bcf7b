"""A call while it runs: opened, dialled, attempted, kept within its caps, ended, settled, swept."""
