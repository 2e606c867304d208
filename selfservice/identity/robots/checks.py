"""Start-up checks of the settings against robots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

MODES = ("suspicion", "always", "off")


@register(Tags.security)
def mode_is_known(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    if settings.ROBOT_CHECK in MODES:
        return []
    hint = f"Set ROBOT_CHECK to one of: {', '.join(MODES)}."
    return [Error(f"ROBOT_CHECK is {settings.ROBOT_CHECK!r}.", hint=hint, id="robots.E001")]
