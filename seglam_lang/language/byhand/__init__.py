"""Working in the language by hand: sessions, written arguments, examples that are run, help."""
