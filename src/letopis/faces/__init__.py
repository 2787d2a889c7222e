"""How letopis shows itself: values in, lines for a reader out. No face knows anything of its own."""
