"""Spoken sentences, as Opus with mouth shapes."""
