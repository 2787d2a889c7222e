"""The Russian pack."""
