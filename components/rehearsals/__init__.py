"""What the Rehearsals page is made of, one module a section."""
