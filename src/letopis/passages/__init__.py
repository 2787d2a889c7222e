"""What is worth reading: debris, cuts, copies."""
