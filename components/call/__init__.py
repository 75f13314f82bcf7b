"""What the call page is made of, around the stage."""
