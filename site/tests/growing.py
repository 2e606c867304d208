"""A town with one more of everything, so that a page which asks once a row shows it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from access_matrix.town import ACCOUNT_NO, Town
from django.utils import timezone
from wagtail.models import Page

from cms_pages.models import AnnouncementPage
from ebok.audit.services import record
from ebok.core.periods import today
from selfservice.access.consents.tests.factories import consent_given
from selfservice.access.data_changes.models import DataChange
from selfservice.access.feeds.models import ApiToken
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import InvoiceLine, LedgerEntry
from selfservice.exchange.outgoing.tests.factories import a_line
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.second_factor.models import FactorRemovalRequest
from selfservice.identity.tests.factories import UserFactory
from selfservice.messaging.tests.factories import MessageFactory
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.models import Ticket
from selfservice.tickets.services import write
from selfservice.tickets.tests.factories import a_guest_ticket, a_ticket

Arguments = dict[str, object]
TIMES = count(1)


def one_more_of_everything(town: Town) -> None:
    """For the owner of the account, for those around him, and for the office."""
    number = next(TIMES)
    owner = AccountAccess.objects.get(user=town.users["owner"], account_no=ACCOUNT_NO)
    _billed()
    _measured(owner)
    _written(town, owner.user)
    _people(owner, number)
    _of_the_office(town, owner, number)
    root = Page.objects.get(depth=1)
    for audience in ("customers", "public"):
        words = f"News {audience} {number}"
        root.add_child(instance=AnnouncementPage(title=words, audience=audience, live=True))


def _billed() -> None:
    invoice = exchange.InvoiceFactory(account_id=ACCOUNT_NO, issued_on=date(2026, 10, 5))
    correction = exchange.InvoiceFactory(
        account_id=ACCOUNT_NO, kind="correction", corrects_no=f"FV/{ACCOUNT_NO}", issued_on=date(2026, 11, 6)
    )
    for bill in (invoice.pk, correction.pk, f"FV/{ACCOUNT_NO}", "FV/BEFORE"):
        taken = InvoiceLine.objects.filter(invoice_id=bill).count()
        exchange.InvoiceLineFactory(invoice_id=bill, position=taken + 1)
    for kind in (LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.CHARGE):
        exchange.LedgerEntryFactory(account_id=ACCOUNT_NO, kind=kind)
    exchange.LetterFactory(account_id=ACCOUNT_NO, kind="settlement")
    contract = exchange.ContractFactory(account_id=ACCOUNT_NO)
    exchange.ContractFactory(account_id=ACCOUNT_NO, kind="annex", parent_id=contract.pk)


def _measured(owner: AccountAccess) -> None:
    place = exchange.ServicePointFactory(account_id=ACCOUNT_NO)
    exchange.CollectionFactory(area=place.area, on_date=today() + timedelta(days=3))
    exchange.ConsumptionFactory(point=place)
    meter = exchange.MeterFactory(point=place)
    for month in (9, 10):
        exchange.ReadingFactory(installation=meter, read_on=date(2026, month, 30), value=Decimal(month))
    for doubtful in (True, False):
        on = date(2026, 11, 20 - doubtful)
        SubmissionFactory(installation_no=meter.pk, sent_by=owner.user, read_on=on, doubtful=doubtful)


def _written(town: Town, owner: Any) -> None:
    """Tickets with and without an account, of a guest, an answer in those that have pages, messages."""
    category = _ticket(town, "portal:ticket").category
    for account_no in (ACCOUNT_NO, ""):
        a_ticket(actor=owner, account_no=account_no, category=category)
    a_guest_ticket(category=category)
    for route in ("portal:ticket", "portal:own_ticket", "guest:case"):
        write(ticket=_ticket(town, route), text="Still nothing.", actor=town.users["clerk"])
    for account_no in (ACCOUNT_NO, ""):
        MessageFactory.create(user=owner, account_no=account_no)


def _ticket(town: Town, route: str) -> Ticket:
    return Ticket.objects.get(signature=town.arguments[route]["signature"])


def _people(owner: AccountAccess, number: int) -> None:
    AccessFactory(account_no=ACCOUNT_NO, delegate=True)
    another = exchange.AccountFactory()
    AccessFactory(account_no=another.pk, user=owner.user)
    exchange.InvoiceFactory(account=another)
    invitation_by(owner, email=f"helper-{number}@example.org")
    for account_no in (ACCOUNT_NO, another.pk):
        consent_given(user=owner.user, account_no=account_no)
    record(
        action="documents.downloaded", actor=owner.user, actor_role="customer", object_type="invoice",
        object_id=f"FV/{number}", account_no=ACCOUNT_NO,
    )  # fmt: skip
    ApiToken.objects.create(
        user=owner.user, name=f"Token {number}", token_hash=f"{number:064}",
        expires_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip


def _of_the_office(town: Town, owner: AccountAccess, number: int) -> None:
    exchange.FeedFactory()
    a_line()
    other = exchange.AccountFactory()
    wanted = {"phone": f"60030{number:04}"}
    asker = AccessFactory(account_no=other.pk).user
    DataChange.objects.create(account_no=other.pk, field_set="contact", wanted=wanted, asked_by=asker)
    FactorRemovalRequest.objects.create(
        user=UserFactory(), asked_by=town.users["clerk"], asked_at=timezone.now(), reason="Papers."
    )
