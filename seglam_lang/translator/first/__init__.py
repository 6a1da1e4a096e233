"""What only the first models need: one decoder that reads the request and writes the program, with words of its own."""
