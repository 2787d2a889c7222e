"""Questions in words, taken apart and answered by records."""
