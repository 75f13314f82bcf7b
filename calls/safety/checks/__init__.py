"""The named checks of a reply."""
