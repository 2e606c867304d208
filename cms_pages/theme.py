"""The utility's colours as a style sheet, because no page carries inline styles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cms_pages.colours import DARK_PAPER, for_dark, tint
from cms_pages.queries import OfficeIdentity, office_settings

A_YEAR = 31_536_000
A_MINUTE = 60


def theme_css(request: HttpRequest) -> HttpResponse:
    """`/theme.css?v=...`: kept for a year when the version is the present one, else for a minute."""
    office = office_settings()
    response = HttpResponse(style_sheet(office), content_type="text/css; charset=utf-8")
    is_present = request.GET.get("v") == office.theme_version
    response["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if is_present else f"public, max-age={A_MINUTE}"
    )
    return response


def style_sheet(office: OfficeIdentity) -> str:
    """The tokens that `css/tokens.css` leaves to the utility, for light and for dark pages."""
    brand, strong = office.brand_colour, office.strong_colour
    light = {
        "brand": brand,
        "brand-strong": strong,
        "brand-tint": tint(brand, towards="#ffffff", share=0.1),
        "fill": brand,
        "fill-strong": strong,
        "bar": strong,
    }
    dark = {
        "brand": for_dark(brand),
        "brand-strong": for_dark(brand, least=10.0),
        "brand-tint": tint(brand, towards=DARK_PAPER, share=0.35),
        "fill": brand,
        "fill-strong": strong,
        "bar": strong,
    }
    return (
        f"@layer theme {{\n  :root {{ {_declarations(light)} }}\n"
        f"  @media (prefers-color-scheme: dark) {{ :root {{ {_declarations(dark)} }} }}\n}}\n"
    )


def _declarations(tokens: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in tokens.items())
