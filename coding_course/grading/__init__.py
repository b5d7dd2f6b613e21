"""Grading: a claim against the key of its case; every lost point explained by exactly one typed difference."""
