"""Prices with their sources and dates, read from TOML."""
