"""Questions that the rest of the site asks about published content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils import timezone, translation

from cms_pages import generation, visibility
from cms_pages.models import AnnouncementPage, Audience, FormPage, OfficeSettings
from cms_pages.modules import MODULES

INTERRUPTIONS_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture made for the header; sizes in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class OfficeIdentity:
    """Who the utility is, as templates see it. `modules` are the names of those switched on."""

    name: str
    short_name: str
    logo: Logo | None
    address: str
    nip: str
    bank: str
    bank_account: str
    emergency_phone: str
    emergency_text_pl: str
    emergency_text_en: str
    phone: str
    email: str
    hours_pl: str
    hours_en: str
    brand_colour: str
    strong_colour: str
    modules: frozenset[str]
    theme_version: str

    @property
    def hours(self) -> str:
        """Office hours in the language in use."""
        return self._in_language(self.hours_pl, self.hours_en)

    @property
    def emergency_text(self) -> str:
        """What stands before the emergency number, in the language in use."""
        return self._in_language(self.emergency_text_pl, self.emergency_text_en)

    @property
    def bank_account_in_groups(self) -> str:
        """`61 1090 1014 0000 ...`, as people read and compare it."""
        digits = self.bank_account.replace(" ", "").removeprefix("PL")
        return " ".join([digits[:2], *(digits[at : at + 4] for at in range(2, len(digits), 4))])

    def _in_language(self, polish: str, english: str) -> str:
        wants_english = (translation.get_language() or "pl").startswith("en")
        return english if wants_english and english else polish


def office_settings() -> OfficeIdentity:
    """Identity of the utility; read once a content generation, no query afterwards."""
    return generation.known("office", _read_office)


def _read_office() -> OfficeIdentity:
    row = (
        OfficeSettings.objects.filter(site__is_default_site=True).select_related("logo").first()
        or OfficeSettings()
    )
    return OfficeIdentity(
        name=row.name,
        short_name=row.short_name,
        logo=_logo(row.logo),
        address=row.address,
        nip=row.nip,
        bank=row.bank,
        bank_account=row.bank_account,
        emergency_phone=row.emergency_phone,
        emergency_text_pl=row.emergency_text,
        emergency_text_en=row.emergency_text_en,
        phone=row.phone,
        email=row.email,
        hours_pl=row.hours,
        hours_en=row.hours_en,
        brand_colour=row.brand_colour,
        strong_colour=row.strong_colour,
        modules=frozenset(code for code in MODULES if getattr(row, f"module_{code}")),
        theme_version=f"{row.brand_colour}{row.strong_colour}".replace("#", ""),
    )


def _logo(image: Any) -> Logo | None:
    if image is None:
        return None
    rendition = image.get_rendition("max-240x80|format-webp")
    return Logo(url=rendition.url, width=rendition.width, height=rendition.height)


def announcements_for_areas(area_codes: set[str], *, streets: Iterable[Any] = ()) -> list[AnnouncementPage]:
    """What concerns a signed-in customer now, for the portal's dashboard.

    Interruptions (current ones, then those to come) that name one of the areas or addresses, or no
    place at all, in the language in use.

    Parameters:
        area_codes: supply areas of the customer's service points.
        streets: addresses as (city, street, building) for announcements that name streets.
    """
    from cms_pages.places import concerns

    now, addresses = timezone.now(), list(streets)
    return [
        page
        for page in _interruptions()
        if (page.expire_at is None or page.expire_at > now)
        and page.state_at(now) != "resolved"
        and concerns(page, area_codes=area_codes, addresses=addresses)
    ]


def current_interruptions() -> list[AnnouncementPage]:
    """What anybody may know of interruptions that last now, in the language in use."""
    now = timezone.now()
    return [
        page
        for page in _interruptions()
        if page.audience == Audience.PUBLIC
        and (page.expire_at is None or page.expire_at > now)
        and page.state_at(now) == "current"
    ]


def _interruptions() -> list[AnnouncementPage]:
    """Interruptions of now and to come, read once for all customers and for some seconds.

    A change of content is seen at once (another generation); only what goes live by the clock alone
    may be late by `INTERRUPTIONS_SECONDS`. What ends by the clock the reader of this list leaves out.
    """
    key = f"interruptions:{generation.current()}:{visibility.language()}"
    known: list[AnnouncementPage] | None = caches["pages"].get(key)
    if known is not None:
        return known
    readable = (
        AnnouncementPage.objects.for_audiences(Audience.PUBLIC, Audience.CUSTOMERS)
        .filter(locale__language_code=visibility.language())
        .defer_streamfields()
        .with_places()
    )
    found = [*readable.current_interruptions(), *readable.coming_interruptions()]
    caches["pages"].set(key, found, timeout=INTERRUPTIONS_SECONDS)
    return found


def announcements_for_customers(*, limit: int = 20) -> list[AnnouncementPage]:
    """The newest announcements a signed-in customer may read, in the language in use."""
    readable = AnnouncementPage.objects.for_audiences(Audience.PUBLIC, Audience.CUSTOMERS)
    mine = readable.filter(locale__language_code=visibility.language())
    return list(mine.not_archived().newest_first().with_places()[:limit])


def announcement_for_customers(*, pk: int) -> AnnouncementPage | None:
    """One announcement for a signed-in customer; None when it is not for customers (answer 404)."""
    readable = AnnouncementPage.objects.for_audiences(Audience.PUBLIC, Audience.CUSTOMERS)
    # `id`, not `pk`: of a number larger than the column Django then knows that there is none.
    page: AnnouncementPage | None = readable.with_places().filter(id=pk).first()
    return page


def announcements_for_employees(*, limit: int = 5) -> list[AnnouncementPage]:
    """The newest announcements that are meant for employees only, in the language in use."""
    internal = AnnouncementPage.objects.for_audiences(Audience.EMPLOYEES)
    mine = internal.filter(locale__language_code=visibility.language())
    return list(mine.not_archived().newest_first().with_places()[:limit])


def announcement_for_employees(*, pk: int) -> AnnouncementPage | None:
    """One announcement for employees only; None when there is none (answer 404)."""
    internal = AnnouncementPage.objects.for_audiences(Audience.EMPLOYEES)
    # `id`, not `pk`: of a number larger than the column Django then knows that there is none.
    page: AnnouncementPage | None = internal.with_places().filter(id=pk).first()
    return page


def public_form(*, pk: int) -> FormPage | None:
    """A form that everybody may fill in now, with its fields; None when there is none (answer 404)."""
    found: FormPage | None = (
        visibility.public_pages(model=FormPage).prefetch_related("form_fields").filter(id=pk).first()
    )
    return found
