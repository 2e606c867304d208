"""What the sign-in adapter takes from the guards of the door: further steps after the password."""

from __future__ import annotations

from typing import Any

STAGES = (
    "selfservice.identity.second_factor.stages.SecondFactorStage",
    "selfservice.identity.passwords.stages.LeakedPasswordStage",
)


class EntranceMixin:
    """Stands before allauth's adapter class in the list of bases."""

    def get_login_stages(self) -> list[str]:
        """allauth's own steps, then the code, then the check for leaked passwords."""
        stages: Any = super().get_login_stages()  # type: ignore[misc]
        return [*stages, *STAGES]
