"""Cores to closures that run, and what they compute with: numbers, the letters of Unicode, fuel."""
