"""What happened, in PLOVER words."""
