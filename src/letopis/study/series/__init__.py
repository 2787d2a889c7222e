"""What two parties do to each other by month, quarter and year."""
