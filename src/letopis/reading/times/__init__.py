"""When: the times of a text, from words to intervals."""
