"""Readings of customers that the office looks at."""
