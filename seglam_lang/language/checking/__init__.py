"""Nodes to checked cores: names, types, the most general signature, examples."""
