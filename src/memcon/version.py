"""The version of memcon, kept in every record."""

__version__ = "0.1.0"
