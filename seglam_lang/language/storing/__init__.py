"""Cores and values as bytes and as JSON: canonical, hashed, read without trust."""
