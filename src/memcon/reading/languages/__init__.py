"""What differs between languages, one package each."""
