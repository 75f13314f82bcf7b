"""What the green room is made of."""
