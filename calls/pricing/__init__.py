"""What calls cost and will cost: price catalogue, cost of a call, ledger, forecast, plans. Pure rules, exact money."""
