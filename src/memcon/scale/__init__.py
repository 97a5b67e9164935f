"""The same reading over many files."""
