"""Engines: what does the tasks of a stage, here or on a cluster. The results are the same."""
