"""What the text says: names, times, roles, events, statements, agreements, figures."""
