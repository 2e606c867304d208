"""Colours of the utility: readable by rule, light and dark."""

from __future__ import annotations

import colorsys
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, text of normal size
WHITE = "#ffffff"
DARK_PAPER = "#16232a"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def validate_colour(value: str) -> None:
    """Raises ValidationError unless the value is `#rrggbb`."""
    if not _HEX.fullmatch(value):
        raise ValidationError(_("Write the colour as # and six digits, such as #0b4f6c."))


def check_on_white(value: str) -> None:
    """Raises ValidationError when white text on this colour (or the reverse) cannot be read well."""
    if not _HEX.fullmatch(value):
        return
    ratio = contrast(value, WHITE)
    if ratio < LEAST_CONTRAST:
        raise ValidationError(
            _(
                "The contrast of %(colour)s with white is only %(ratio)s:1. "
                "Take a darker colour: %(least)s:1 or more."
            ),
            params={"colour": value, "ratio": f"{ratio:.1f}", "least": LEAST_CONTRAST},
        )


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tint(colour: str, *, towards: str, share: float) -> str:
    """A mixture: `share` (0 to 1) of `colour`, the rest of `towards`."""
    mixed = (a * share + b * (1 - share) for a, b in zip(_parts(colour), _parts(towards), strict=True))
    return _hex(mixed)


def for_dark(colour: str, *, least: float = 7.0) -> str:
    """The same hue, made light enough to be read on a dark page (contrast at least `least`)."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    saturation = min(saturation, 0.65)
    while lightness < 1:
        candidate = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
        if contrast(candidate, DARK_PAPER) >= least:
            return candidate
        lightness += 0.01
    return WHITE


def _parts(colour: str) -> tuple[float, float, float]:
    digits = colour.removeprefix("#")
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _hex(parts: object) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)  # type: ignore[attr-defined]
