"""What the Personas page is made of, one module a section."""
