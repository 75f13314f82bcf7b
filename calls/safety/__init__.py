"""Safety of a child in a call: what a child's line asks of us, what a reply must not do, and what is masked."""
