"""What is kept: the chronicle, one embedded file."""
