"""The commands, a module for what belongs together; ``cli.py`` lists them all."""
