"""What the costs page is made of."""
