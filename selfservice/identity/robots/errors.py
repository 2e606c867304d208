"""Refusals of the check against robots; forms show them as they stand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ProofMissing(ValidationError):
    """A proof is needed and none came. People without JavaScript may wait `seconds` instead."""

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            _("We have to be sure that you are not a robot: let the check below finish and send again."),
            code="robot_check_missing",
        )


class ProofRefused(ValidationError):
    """The proof is forged, too old, of another form, or was used before."""

    def __init__(self) -> None:
        super().__init__(
            _("The check against robots ran out. Send the form again."), code="robot_check_refused"
        )
