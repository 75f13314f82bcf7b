"""The routes, bodies and chat socket of Streaming Avatar."""
