"""Rehearsals: suites of test conversations, held by a persona, judged by the safety checks."""
