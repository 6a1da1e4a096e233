"""What procedures compute with: numbers of 34 digits, the characters of one Unicode version, and fuel."""
