"""Measurements; `scripts/bench` runs them. They print figures and judge nothing."""
