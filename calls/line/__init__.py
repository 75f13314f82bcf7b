"""The live link of one call between a browser and this server."""
