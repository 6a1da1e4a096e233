"""Cores to closures that run."""
