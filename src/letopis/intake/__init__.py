"""Text comes in: files, folders, standard input. Knows no language."""
