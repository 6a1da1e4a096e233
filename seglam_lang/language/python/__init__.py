"""The language from Python: modules, procedures, and ordinary values in and out."""
