"""What a clause says of its predicate: sides, scope, whether it happened."""
