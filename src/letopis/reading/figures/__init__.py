"""How much of what."""
