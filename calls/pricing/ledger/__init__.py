"""What calls have cost, and how that compares with the vendor's books."""
