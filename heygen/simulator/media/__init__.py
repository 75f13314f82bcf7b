"""How the simulated avatar looks and sounds: drawings, sprites, voice, and the tracks that carry them."""
