"""What is asked of a chronicle and handed out."""
