"""Proving a claim to a customer account: what opens it, what does not, and what nobody learns."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, OperationalError, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.core.periods import today
from ebok.outbox.models import Job
from selfservice.access import notices
from selfservice.access.errors import AccountClosed, AlreadyLinked
from selfservice.access.linking import services
from selfservice.access.linking.errors import NotProved
from selfservice.access.linking.models import UsedCode
from selfservice.access.linking.services import link_by_code, link_by_invoice
from selfservice.access.linking.tasks import tidy
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.access.queries import customer_accounts
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.demo.customers import registration_code
from selfservice.exchange.models import Account, Invoice
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory, InvoiceFactory
from selfservice.identity.models import User
from selfservice.identity.tests.factories import UserFactory
from selfservice.identity.throttles.models import Tries

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAPER = {"account_no": "100245", "invoice_no": "FV/2026/11/00412", "gross": Decimal("187.45")}
CODE = registration_code("100245")
BY_INVOICE, BY_CODE = "/en/portal/link/invoice/", "/en/portal/link/code/"


@pytest.fixture(autouse=True)
def account() -> Account:
    FeedFactory()
    digest = f"sha256:{hashlib.sha256(CODE.encode()).hexdigest()}"
    made = AccountFactory(account_no="100245", email="Holder@example.org", registration_code=digest)
    InvoiceFactory(account=made, invoice_no=PAPER["invoice_no"], gross=PAPER["gross"], issued_on=today())
    return made


def deliver_notices() -> list[str]:
    for job in Job.objects.filter(kind=notices.KIND):
        notices.deliver(job.payload)
    return sorted(message.to[0] for message in mail.outbox)


def test_number_and_amount_of_a_recent_invoice_make_an_owner() -> None:
    user = UserFactory()
    access = link_by_invoice(user=user, **PAPER)
    assert customer_accounts(user) == [access]
    assert (access.role, access.level, access.expires_at) == ("owner", "act", None)
    entry = AuditEntry.objects.get(action="access.account_linked")
    assert (entry.actor_id, entry.details["way"]) == (str(user.pk), "invoice")


@pytest.mark.parametrize(
    "wrong",
    [
        {"account_no": "999999"},
        {"account_no": "100246"},
        {"invoice_no": "FV/2026/11/00413"},
        {"gross": Decimal("187.46")},
        {"gross": Decimal("-187.45")},
    ],
)
def test_one_wrong_fact_opens_nothing_and_is_written_down(wrong: dict[str, Any]) -> None:
    AccountFactory(account_no="100246")
    user = UserFactory()
    with pytest.raises(NotProved):
        link_by_invoice(user=user, **{**PAPER, **wrong})
    assert customer_accounts(user) == []
    assert AuditEntry.objects.get(action="linking.failed").details == {"way": "invoice"}


@pytest.mark.parametrize(
    "unfit",
    [
        {"issued_on": today() - timedelta(days=401)},
        {"issued_on": today() + timedelta(days=1)},
        {"kind": Invoice.Kind.CORRECTION},
        {"kind": Invoice.Kind.INTEREST_NOTE},
    ],
)
def test_an_old_invoice_or_a_difference_proves_nothing(unfit: dict[str, Any]) -> None:
    InvoiceFactory(account_id="100245", invoice_no="FV/OTHER", gross=PAPER["gross"], **unfit)
    with pytest.raises(NotProved):
        link_by_invoice(user=UserFactory(), **{**PAPER, "invoice_no": "FV/OTHER"})


def test_a_closed_account_is_linked_by_nothing() -> None:
    closed = AccountFactory(
        account_no="7", active=False, registration_code=Account.objects.get().registration_code
    )
    InvoiceFactory(account=closed, invoice_no="FV/7", gross=Decimal("5.00"), issued_on=today())
    with pytest.raises(NotProved):
        link_by_invoice(user=UserFactory(), account_no="7", invoice_no="FV/7", gross=Decimal("5.00"))
    with pytest.raises(NotProved):
        link_by_code(user=UserFactory(), account_no="7", code=CODE)


def test_an_account_whose_contract_ended_long_ago_is_not_linked_again() -> None:
    ClosedAccount.objects.create(
        account_no="100245", closed_on=date(2026, 1, 1), access_ends_at="2026-04-01T00:00Z"
    )
    user = UserFactory()
    with pytest.raises(AccountClosed):
        link_by_invoice(user=user, **PAPER)
    assert not AccountAccess.objects.exists()


@pytest.mark.parametrize("typed", [CODE, f"{CODE[:4]} {CODE[4:]}", f" {CODE[:4]}-{CODE[4:]} "])
def test_a_code_from_paper_opens_an_account_as_printed_or_as_typed(typed: str) -> None:
    user = UserFactory()
    access = link_by_code(user=user, account_no="100245", code=typed)
    assert customer_accounts(user) == [access]


def test_a_code_works_once() -> None:
    link_by_code(user=UserFactory(), account_no="100245", code=CODE)
    second = UserFactory()
    with pytest.raises(NotProved):
        link_by_code(user=second, account_no="100245", code=CODE)
    assert customer_accounts(second) == []


def test_the_database_takes_a_code_once_when_two_spend_it_at_the_same_moment() -> None:
    """Both have read that it is unused: nobody looks first, the constraint decides."""
    digest = Account.objects.get().registration_code
    UsedCode.objects.create(account_no="100245", digest=digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        UsedCode.objects.create(account_no="100245", digest=digest)
    user = UserFactory()
    with pytest.raises(NotProved):
        services._link_and_spend(user=user, account_no="100245", digest=digest)
    assert customer_accounts(user) == []
    assert not Job.objects.filter(kind=notices.KIND).exists()


def test_who_used_a_code_is_forgotten_in_time_and_the_code_still_works_once() -> None:
    link_by_code(user=UserFactory(), account_no="100245", code=CODE)
    with time_machine.travel(timezone.now() + timedelta(days=settings.USED_CODES_KEEP_DAYS, minutes=1)):
        tidy()
    assert UsedCode.objects.get().used_by is None
    with pytest.raises(NotProved):
        link_by_code(user=UserFactory(), account_no="100245", code=CODE)


def test_a_new_code_on_new_paper_works_after_the_old_one() -> None:
    link_by_code(user=UserFactory(), account_no="100245", code=CODE)
    fresh = f"sha256:{hashlib.sha256(b'NEW12345').hexdigest()}"
    from selfservice.exchange.permission import loader_writes

    with loader_writes():
        Account.objects.filter(pk="100245").update(registration_code=fresh)
    link_by_code(user=UserFactory(), account_no="100245", code="new1-2345")
    assert AccountAccess.objects.count() == 2


def test_an_account_without_a_code_is_opened_by_no_code() -> None:
    AccountFactory(account_no="8", registration_code="")
    for code in ("", "0" * 8, "sha256:"):
        with pytest.raises(NotProved):
            link_by_code(user=UserFactory(), account_no="8", code=code)


def test_a_second_owner_is_welcome_and_the_first_one_is_told() -> None:
    first = AccessFactory(user__email="first@example.org")
    link_by_invoice(user=UserFactory(email="second@example.org"), **PAPER)
    assert deliver_notices() == ["Holder@example.org", "first@example.org"]
    text = next(message for message in mail.outbox if message.to == [first.user.email]).body
    assert "s…d@example.org" in text and "second@example.org" not in text and "100245" in text


def test_a_holder_who_signs_in_with_the_address_billing_knows_gets_one_letter() -> None:
    AccessFactory(user__email="holder@example.org")
    link_by_invoice(user=UserFactory(), **PAPER)
    assert deliver_notices() == ["holder@example.org"]


def test_the_outbox_holds_no_address() -> None:
    AccessFactory(user__email="first@example.org")
    link_by_invoice(user=UserFactory(), **PAPER)
    assert "@" not in "".join(str(job.payload) + job.key for job in Job.objects.all())


def test_who_owns_the_account_already_is_told_so_and_nothing_is_counted() -> None:
    user = UserFactory()
    link_by_invoice(user=user, **PAPER)
    for _again in range(10):
        with pytest.raises(AlreadyLinked):
            link_by_invoice(user=user, **PAPER)
    with pytest.raises(AlreadyLinked):
        link_by_code(user=user, account_no="100245", code=CODE)
    assert not UsedCode.objects.exists()


def test_a_delegate_who_proves_the_account_becomes_its_owner() -> None:
    helper = AccessFactory(delegate=True)
    link_by_invoice(user=helper.user, **PAPER)
    assert [access.role for access in customer_accounts(helper.user)] == ["owner"]


def test_the_form_leads_to_the_dashboard(client: Client) -> None:
    client.force_login(UserFactory())
    fields = {**PAPER, "invoice_no": "fv/2026/11/00412", "gross": "187,45 zł"}
    answer = client.post(BY_INVOICE, fields)
    assert answer["Location"] == "/en/portal/accounts/100245/"
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.long
def test_a_silent_exchange_is_told_honestly_and_costs_no_try(client: Client) -> None:
    client.force_login(UserFactory())
    silent = mock.patch.object(services.proofs, "before_access", side_effect=OperationalError)
    with silent:
        for _try in range(12):
            assert client.post(BY_INVOICE, PAPER).status_code == 503
    assert client.post(BY_INVOICE, PAPER).status_code == 302


def refusal(fields: dict[str, Any], *, url: str) -> tuple[int, int, str, list[int]]:
    """Status, length, bare text and number of queries of a refusal, for a user and a number never seen."""
    client = Client()
    User.objects.filter(email="somebody@example.org").delete()
    Tries.objects.all().delete()
    client.force_login(UserFactory(email="somebody@example.org"))
    client.get(url)
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["exchange"]) as shared,
    ):
        answer = client.post(url, fields)
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", answer.content.decode())
    text = re.sub(r' data-(idle|absolute|who)="\d+"', "", text)
    text = re.sub(r' value="([^"]*)"', lambda match: "#" * len(match[1]), text)
    return answer.status_code, len(text), text, [len(own), len(shared)]


def test_every_refusal_of_an_invoice_looks_and_costs_the_same() -> None:
    AccountFactory(account_no="100246", active=False)
    facts = {**PAPER, "gross": "187,45"}
    answers = [
        refusal(fields, url=BY_INVOICE)
        for fields in (
            {**facts, "account_no": "999999"},
            {**facts, "account_no": "100246"},
            {**facts, "invoice_no": "FV/2026/11/00413"},
            {**facts, "gross": "187,46"},
        )
    ]
    assert "do not fit together" in answers[0][2]
    assert answers == [answers[0]] * len(answers)


def test_every_refusal_of_a_code_looks_and_costs_the_same() -> None:
    AccountFactory(account_no="100246", registration_code="")
    answers = [
        refusal({"account_no": number, "code": "12345678"}, url=BY_CODE)
        for number in ("999999", "100246", "100245")
    ]
    assert "do not fit together" in answers[0][2]
    assert answers == [answers[0]] * len(answers)


def test_no_form_asks_for_a_pesel(client: Client) -> None:
    client.force_login(UserFactory())
    for url in (BY_INVOICE, BY_CODE):
        names = set(client.get(url).context["form"].fields)
        assert names <= {"account_no", "invoice_no", "gross", "code"}
