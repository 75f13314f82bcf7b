"""Signs of what a child may have said, and of what must stay private."""
