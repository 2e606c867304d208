"""How often in an hour a secret may be used."""

FETCHES = 120
"""Of one calendar link; programs ask once an hour or so."""
CALLS = 1200
"""Of all tokens of one user."""
WRONG = 60
"""Unknown secrets from one network address."""
