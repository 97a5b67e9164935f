"""Event coding: parsed sentences → who did what to whom in CAMEO and PLOVER."""
