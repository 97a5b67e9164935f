"""Linking: which persons, meetings, undertakings and texts of different documents are the same.

Every module but ``linker`` is pure: rows in, pairs of keys out, the same whatever their order.
"""
