"""Check nodes and make cores of them: names, types, the most general signature, examples."""
