"""Meters in the portal: consumption, readings, the search for a leak."""
