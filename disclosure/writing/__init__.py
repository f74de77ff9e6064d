"""What a clerk hands in, brought into the form of official documents: pasted text, Word files. Pure functions."""
