"""Is there water in my street? Answered without sign-in from what editors published."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages import visibility
from cms_pages.known_streets import is_known, suggestions
from cms_pages.models.announcements import AnnouncementPage
from cms_pages.places import names_address
from ebok.core.areas import Address, BuildingNumber, plain_name


class StreetCheckForm(forms.Form):
    """Street and building number; sent by GET, so the answer has an address of its own."""

    street = forms.CharField(label=_("Street"), max_length=150)
    number = forms.CharField(label=_("Number"), max_length=10, required=False)
    city = forms.CharField(label=_("Town"), max_length=100, required=False)

    def clean_street(self) -> str:
        """At least one letter or digit must be left to compare."""
        street: str = self.cleaned_data["street"]
        if not plain_name(street):
            raise forms.ValidationError(_("Write the name of the street."))
        return street

    def clean_number(self) -> str:
        """Building numbers start with a digit."""
        number: str = self.cleaned_data["number"]
        if number and BuildingNumber.read(number) is None:
            raise forms.ValidationError(_("A building number starts with a digit, such as 12 or 12A."))
        return number


@dataclass(frozen=True, slots=True)
class Answer:
    """What is going on at an address: interruptions now, and those still to come.

    `whole_town` are current interruptions that name no street: they may concern everybody.
    `is_known`: whether the supplier knows the street; None when he has told no streets. `suggested`:
    streets with a like name, for one that he does not know.
    """

    address: str
    is_known: bool | None
    suggested: list[str]
    current: list[AnnouncementPage]
    coming: list[AnnouncementPage]
    whole_town: list[AnnouncementPage]

    @property
    def is_clear(self) -> bool:
        """Nothing known at this address, now; of a street that nobody knows this cannot be said."""
        return self.is_known is not False and not self.current and not self.whole_town


def answer(*, street: str, number: str = "", city: str = "") -> Answer:
    """Outages and planned interruptions at an address, as the public site shows them now."""
    address = Address(city=city, street=street, building=number)
    readable = (
        AnnouncementPage.objects.public().filter(locale__language_code=visibility.language()).with_places()
    )
    current = list(readable.current_interruptions())
    coming = list(readable.coming_interruptions())
    here = [page for page in current if names_address(page, address)]
    later = [page for page in coming if names_address(page, address)]
    # What an editor names is a street, whatever the supplier's list says.
    known = True if here or later else is_known(street)
    return Answer(
        address=f"{street} {number}".strip(),
        is_known=known,
        suggested=suggestions(street) if known is False else [],
        current=here,
        coming=later,
        whole_town=[page for page in current if not page.streets.all()],
    )
