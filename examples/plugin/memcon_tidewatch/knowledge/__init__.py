"""A knowledge pack: every file here that ends in .toml is read."""
