"""What a model is told, and the conversation that we answer ourselves."""
