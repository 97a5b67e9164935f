"""The migrations of the archive's schema; see archive/migrate.py."""
