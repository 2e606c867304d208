"""Start-up checks of the settings about passwords."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

MODES = ("online", "file", "off")


@register(Tags.security)
def leaks_can_be_asked(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    mode = settings.BREACHED_PASSWORDS
    if mode not in MODES:
        hint = f"Set BREACHED_PASSWORDS to one of: {', '.join(MODES)}."
        return [Error(f"BREACHED_PASSWORDS is {mode!r}.", hint=hint, id="passwords.E001")]
    if mode == "file" and not Path(settings.BREACHED_PASSWORDS_FILE).is_file():
        hint = "Set BREACHED_PASSWORDS_FILE to a sorted file of lines SHA1:COUNT."
        return [Error("The file of leaked passwords is not there.", hint=hint, id="passwords.E002")]
    return []


@register(Tags.security, deploy=True)
def leaks_are_asked(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    if settings.BREACHED_PASSWORDS != "off":
        return []
    hint = "Set BREACHED_PASSWORDS to online, or to file with a local copy."
    return [Warning("Passwords are not compared with known leaks.", hint=hint, id="passwords.W003")]
