"""The first page of a customer account: what is due, the newest invoices, what happens at my address."""

from __future__ import annotations

from django.http import HttpResponse

from cms_pages import modules
from ebok.core.periods import today
from selfservice.access.models import AccessLevel
from selfservice.billing.bank_account import grouped
from selfservice.billing.queries import overview
from selfservice.contracts.points import supplied_places
from selfservice.zones.portal.dashboard_parts import shortcuts
from selfservice.zones.portal.metering.widget import main_meter_chart
from selfservice.zones.portal.news import beside_accesses, beside_accounts, news
from selfservice.zones.portal.notices import notices_for
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.presenters import balance_words, days_in_words, invoice_rows
from selfservice.zones.portal.reading_times import reading_times
from selfservice.zones.portal.unread import unread_for
from selfservice.zones.portal.visits import previous_visit


@account_page(counted=beside_accesses, billed=beside_accounts)
def dashboard(page: AccountPage) -> HttpResponse:
    """Eight queries in all, whatever the number of invoices."""
    day = today()
    invoices = overview(access=page.access) if modules.enabled("invoices") else None
    places = supplied_places(access=page.access, on=day)
    notices = notices_for(places)
    due = invoices.due if invoices else None
    facts = {
        "balance": balance_words(page.account),
        "bank_account": grouped(page.account.bank_account),
        "shows_invoices": invoices is not None,
        "due": due,
        "due_days": days_in_words(due_on=due.due_on, on=day) if due and due.due_on else "",
        "due_is_late": bool(due and due.due_on and due.due_on < day),
        "newest": invoice_rows(
            invoices=invoices.newest if invoices else [], account_no=page.access.account_no, on=day
        ),
        "chart": main_meter_chart(access=page.access, until=day) if modules.enabled("readings") else None,
        "notices": notices,
        "news": news(
            access=page.access,
            account=page.account,
            since=previous_visit(page.request),
            invoices=invoices.newest if invoices else [],
            pages=[*notices.current, *notices.others],
        ),
        # Who may not send one is not invited to.
        "reading_window": reading_times(services=places.services, sub_metered=places.sub_metered, on=day)
        if page.access.allows(AccessLevel.ACT)
        else "",
        "open_tickets": getattr(page.access, "open_tickets", None),
        "unread": unread_for(page.request.user, accesses=page.accesses),
        "shortcuts": shortcuts(page.access),
    }
    return page.render("portal/dashboard.html", facts)
