"""Who is shown to be for or against whom."""
