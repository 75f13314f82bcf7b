"""Personas as files: our own YAML and JSON, and the character cards V2 and V3 that other programs use."""
