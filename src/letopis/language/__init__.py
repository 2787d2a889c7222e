"""What the words are: language packs and the linguistic data they are made of."""
