"""What procedures compute with: numbers of 34 digits, the letters of one Unicode version, and fuel."""
