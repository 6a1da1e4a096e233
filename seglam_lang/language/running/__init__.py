"""Running procedures: from cores to closures."""
