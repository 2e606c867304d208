"""The supplier simulator: a believable town of any size from a seed, as deliveries.

Town, people, streets and companies are invented. The first accounts are the same for every seed, so
that demo sign-ins can be linked to them; see `fixed.py`.
"""
