"""A sentence for each chart of consumption: what it shows, for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ebok.core.periods import day_in_words, month_in_words, within_month
from ebok.core.quantities import format_quantity
from selfservice.metering.buckets import Bucket
from selfservice.metering.calendar import A_DAY, Use, month_end
from selfservice.metering.components import Component
from selfservice.metering.words import places_for


def of_year(*, component: Component, months: Sequence[date], uses: Sequence[Use | None]) -> str:
    """The whole, the average per day and the largest month of a year."""
    known = [use for use in uses if use is not None]
    if not known:
        return _("Nothing is known of these twelve months yet.")
    most = max(known, key=lambda use: use.quantity)
    told = _(
        "%(first)s to %(last)s: %(whole)s in all, on average %(daily)s a day. Most was used %(month)s: "
        "%(most)s."
    ) % {
        "first": month_in_words(months[0]).capitalize(),
        "last": month_in_words(months[-1]),
        "whole": _sum(known, component),
        "daily": _daily(known, component),
        "month": within_month(most.first),
        "most": _amount(most.quantity, component),
    }
    return _with_remarks(told, known=known, missing=len(uses) - len(known))


def of_years(
    *, component: Component, year: int, now: Sequence[Use | None], before: Sequence[Use | None]
) -> str:
    """This year against the same months of the last: only months that both know entirely are compared."""
    pairs = [(one, other) for one, other in zip(now, before, strict=True) if one and other]
    whole = [pair for pair in pairs if pair[0].days == _length(pair[0]) and pair[1].days == _length(pair[1])]
    unknown = _unknown_before(component, year - 1)
    if not whole:
        return f"{_('There are no months yet that both years know entirely.')} {unknown}".strip()
    this, last = (sum((pair[place].quantity for pair in whole), Decimal(0)) for place in (0, 1))
    facts = {
        "months": len(whole),
        "year": year,
        "this": _amount(this, component),
        "before": year - 1,
        "last": _amount(last, component),
    }
    told = (
        _(
            "In the %(months)d months that both years know, %(this)s were used in %(year)d and %(last)s in "
            "%(before)d."
        )
        % facts
    )
    return f"{told} {_difference(this - last, last, component)} {unknown}".strip()


def of_days(*, component: Component, found: Sequence[Bucket], since: date, until: date) -> str:
    """The average and the largest day."""
    known = [bucket for bucket in found if bucket.highest is not None]
    facts = {"first": day_in_words(since), "last": day_in_words(until)}
    if not known:
        return _("Between %(first)s and %(last)s no single day is known.") % facts
    highest = max(bucket.highest for bucket in known if bucket.highest is not None)
    whole = sum((bucket.average * bucket.days for bucket in known if bucket.average is not None), Decimal(0))
    facts |= {
        "daily": _amount(whole / sum(bucket.days for bucket in known), component),
        "most": _amount(highest, component),
    }
    return (
        _("Between %(first)s and %(last)s about %(daily)s were used a day; the largest day had %(most)s.")
        % facts
    )


def _unknown_before(component: Component, year: int) -> str:
    """Since when something is known, unless since before that year: what is unknown is not nought."""
    since = min((stretch.after + A_DAY for stretch in component.stretches), default=date(year, 1, 1))
    if since <= date(year, 1, 1):
        return ""
    return _("No data before %(day)s.") % {"day": day_in_words(since)}


def _difference(more: Decimal, last: Decimal, component: Component) -> str:
    if more == 0:
        return _("That is the same.")
    facts = {"amount": _amount(abs(more), component), "percent": ""}
    if last > 0:
        facts["percent"] = f" ({abs(more) / last:.0%})"
    if more > 0:
        return _("That is %(amount)s more%(percent)s.") % facts
    return _("That is %(amount)s less%(percent)s.") % facts


def _with_remarks(told: str, *, known: list[Use], missing: int) -> str:
    parts = [told]
    if any(use.estimated for use in known):
        parts.append(_("A part of it is estimated."))
    if missing:
        parts.append(_("Of some months nothing is known."))
    return " ".join(parts)


def _sum(known: list[Use], component: Component) -> str:
    return _amount(sum((use.quantity for use in known), Decimal(0)), component)


def _daily(known: list[Use], component: Component) -> str:
    days = sum(use.days for use in known)
    whole = sum((use.quantity for use in known), Decimal(0))
    return _amount(whole / days if days else whole, component)


def _amount(value: Decimal, component: Component) -> str:
    return format_quantity(value, unit=component.unit, places=places_for([value]))


def _length(use: Use) -> int:
    """Days of the month."""
    return (month_end(use.first) - use.first).days + 1
