"""Source text and its nodes: reading it, what is said where it cannot be read, and its one layout."""
