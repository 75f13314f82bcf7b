"""What can go wrong, as one table: troubles, reasons for an end, and which failure is which."""
