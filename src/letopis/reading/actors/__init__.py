"""Who: names, offices, groups and pronouns as parties."""
