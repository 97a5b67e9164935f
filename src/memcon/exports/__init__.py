"""What leaves an archive, one format a module."""
