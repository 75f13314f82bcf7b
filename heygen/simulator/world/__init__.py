"""The truth of the simulated vendor: accounts, sessions, credits, faults, rules; no network."""
