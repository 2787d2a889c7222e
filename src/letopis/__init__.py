"""letopis: a chronicle of relations between countries, read from Russian news, in which every record cites its characters."""
