"""What can go wrong when passwords are compared with leaks."""


class LeaksUnavailable(Exception):
    """The source of leaked passwords does not answer, or answers nonsense."""
