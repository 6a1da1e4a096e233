"""Source text and its nodes: parsing, messages for what does not parse, and the one layout."""
