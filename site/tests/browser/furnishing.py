"""What pages about one thing need: run in the office's own environment, prints where they are.

`python furnishing.py` prints JSON: name of a route -> arguments of its address. Run again it adds nothing.
`python furnishing.py night` lets a night pass for begun leak tests, `hostile` plants the texts of `hostile`.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ebok.settings.dev")
    django.setup()

import hostile
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale

from cms_pages.models import AnnouncementPage, FormField, FormPage, HomePage
from ebok.core.periods import today
from selfservice.access.data_changes.models import OPEN_STATES, DataChange
from selfservice.access.demo import PEOPLE
from selfservice.access.invitations.services import invite
from selfservice.access.models import AccountAccess
from selfservice.contracts.schedule import visits_to_account
from selfservice.exchange.demo.customers import registration_code
from selfservice.exchange.models import Account, Feed, Invoice
from selfservice.identity.mail import Letter
from selfservice.identity.models import User
from selfservice.identity.second_factor import removals
from selfservice.identity.second_factor.enrolment import enrol
from selfservice.messaging.services import keep
from selfservice.metering.facts import meter_facts
from selfservice.metering.models import LeakTest, ReadingSubmission
from selfservice.metering.services import TypedReading, submit
from selfservice.tickets.links import rating_path
from selfservice.tickets.models import Category, Ticket
from selfservice.tickets.services import create

ACCOUNT = "100245"
WITHOUT_PHONE = "lost-phone@demo.ebok.example"
"""A customer whose second factor is to be removed: one of the office takes two administrators."""
Arguments = dict[str, dict[str, Any]]


def furnish() -> Arguments:
    """Make what is missing, and tell where everything is."""
    owner = AccountAccess.objects.get(account_no=ACCOUNT, user=_person("customer"))
    delegate = AccountAccess.objects.get(account_no=ACCOUNT, user=_person("delegate"))
    return {
        **_papers(),
        **_readings(owner),
        **_tickets(owner.user),
        **_messages(owner.user),
        **_people(owner, delegate),
        **_schedule(owner),
        **_security(owner.user),
        **_proofs(),
        **_of_the_cms(),
    }


def a_night_passes() -> Arguments:
    """Begun leak tests were begun eight hours ago."""
    LeakTest.objects.filter(morning_at=None).update(evening_at=F("evening_at") - timedelta(hours=8))
    return {}


def _person(name: str) -> User:
    return User.objects.get(email=next(person.email for person in PEOPLE if person.name == name))


def _papers() -> Arguments:
    invoice = Invoice.objects.filter(account_id=ACCOUNT, kind="invoice").order_by("-issued_on").first()
    announcements = AnnouncementPage.objects.live()
    announcement = announcements.filter(audience="customers").first()
    internal = announcements.filter(audience="employees").first()
    assert invoice
    assert announcement and internal
    number = {"invoice_no": invoice.invoice_no}
    return {
        "portal:invoice": number,
        "portal:comparison": number,
        "portal:announcement": {"pk": announcement.pk},
        "staff:announcement": {"pk": internal.pk},
        "staff:load": {"pk": Feed.objects.latest("pk").pk},
    }


def _readings(owner: AccountAccess) -> Arguments:
    """One far too high, explained: it waits for the office."""
    kept = ReadingSubmission.objects.filter(account_no=ACCOUNT).first()
    if kept is None:
        facts = meter_facts(access=owner, today=today())
        number, meter = next((number, each) for number, each in facts.items() if each.last)
        assert meter.last
        typed = TypedReading(number, meter.last.value + 900, explanation="Pękła rura w piwnicy.")
        outcome = submit(
            account_no=ACCOUNT,
            facts=facts,
            read_on=today(),
            readings=[typed],
            token="browser",
            actor=owner.user,
        )
        kept = outcome.kept[0]
    receipt = {"receipt_no": kept.receipt_no}
    return {
        "portal:reading_receipt": receipt,
        "guest:reading_sent": receipt,
        "staff:reading": {"pk": kept.pk},
    }


def _tickets(customer: User) -> Arguments:
    waiting = Ticket.objects.get(account_no=ACCOUNT, subject="Kiedy wymiana wodomierza?")
    done = Ticket.objects.get(account_no=ACCOUNT, subject="Licznik kręci się w nocy")
    own = create(
        category=Category.objects.get(code="question"),
        actor=customer,
        subject="Jak przepisać umowę?",
        text="Kupiłam mieszkanie i chcę przepisać umowę na siebie.",
        token="browser",
    )
    number = {"signature": waiting.signature}
    return {
        "portal:ticket": number,
        "portal:ticket_form": {"code": "complaint"},
        "portal:own_ticket": {"signature": own.signature},
        "guest:form": {"code": "danger"},
        "guest:page_form": {"pk": _form().pk},
        "guest:rating": {"token": rating_path(done).split("/")[-2]},
        "staff:ticket": number,
        "staff:ticket_form": {"code": "question"},
    }


def _messages(customer: User) -> Arguments:
    """One with everything that a message can have; it stays unread unless a journey opens it."""
    letter = Letter(
        subject="Twój odczyt OD-1 odrzucono",
        paragraphs=["Ten odczyt się nie liczy. Odczytaj licznik jeszcze raz i podaj nowy stan."],
        facts=[("Licznik", "WM-1"), ("Powód", "Na zdjęciu widać inny wodomierz.")],
        path="/portal/accounts/100245/readings/",
        link_text="Zobacz odczyt",
        warning="Jeśli coś się nie zgadza, napisz do nas.",
    )
    message = keep(user=customer, letter=letter, kind="readings", key="browser", account_no=ACCOUNT)
    return {"portal:message": {"pk": message.pk}}


def _form() -> FormPage:
    """A form as an editor builds one, with a field of every frequent kind."""
    form = FormPage.objects.live().filter(slug="podlaczenie-do-sieci").first()
    if form is None:
        home = HomePage.objects.get(locale=Locale.objects.get(language_code="pl"))
        form = home.add_child(instance=FormPage(title="Podłączenie do sieci", slug="podlaczenie-do-sieci"))
        kinds = {"Adres działki": "singleline", "Rodzaj przyłącza": "radio", "Uwagi": "multiline"}
        for order, (label, kind) in enumerate(kinds.items()):
            FormField.objects.create(
                page=form, sort_order=order, label=label, field_type=kind, choices="woda,kanalizacja"
            )
    return form


def _people(owner: AccountAccess, delegate: AccountAccess) -> Arguments:
    invitation = invite(
        accesses=[owner],
        email="outsider@demo.ebok.example",
        level="view",
        purpose="pomaga mi przy rachunkach",
        access_until=timezone.now() + timedelta(days=30),
        form_key="browser",
    )
    change, _made = DataChange.objects.get_or_create(
        account_no=ACCOUNT,
        field_set="contact",
        state__in=OPEN_STATES,
        defaults={"wanted": {"phone": "600300400"}, "asked_by": owner.user},
    )
    here = {"pk": delegate.pk}
    return {
        "portal:people_terms": here,
        "portal:people_revoke": here,
        "portal:people_withdraw": {"pk": invitation.pk},
        "portal:invitation": {"token": invitation.token},
        "portal:contact_data_ask": {"field_set": "address"},
        "staff:account_access": {"account_no": ACCOUNT},
        "staff:access_link": {"account_no": ACCOUNT},
        "staff:access_revoke": {"account_no": ACCOUNT, **here},
        "staff:access_consents": {"account_no": ACCOUNT, **here},
        "staff:data_change": {"pk": change.pk},
    }


def _schedule(owner: AccountAccess) -> Arguments:
    day = today()
    visits = visits_to_account(access=owner, since=day - timedelta(days=7), until=day)
    past = next(visit for visit in visits if not visit.is_off and visit.collection.on_date <= day)
    return {"portal:missed": {"collection_id": past.collection.collection_id}}


def _proofs() -> Arguments:
    """What strangers need to prove that an account is theirs: an invoice, a code that nobody has used."""
    invoice = Invoice.objects.filter(account_id="100249", kind="invoice").latest("issued_on")
    linked = AccountAccess.objects.values_list("account_no", flat=True)
    fresh = Account.objects.exclude(account_no__in={*linked, "100249"}).earliest("account_no").account_no
    return {
        "by invoice": {"account_no": "100249", "invoice_no": invoice.invoice_no, "gross": str(invoice.gross)},
        "by code": {"account_no": fresh, "code": registration_code(fresh)},
    }


def _of_the_cms() -> Arguments:
    """Where editors work."""
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="pl"))
    announcement = AnnouncementPage.objects.live().descendant_of(home).latest("pk")
    return {"cms": {"home": home.pk, "announcement": announcement.pk, "site": home.get_site().pk}}


def _security(customer: User) -> Arguments:
    clerk = _person("clerk")
    owner = User.objects.filter(email=WITHOUT_PHONE).first()
    if owner is None:
        owner = User.objects.create_user(email=WITHOUT_PHONE, is_demo=True)
        enrol(user=owner, secret=WITHOUT_PHONE.encode()[:20])
    asked = removals.open_requests().filter(user=owner).first()
    if asked is None:
        asked = removals.ask(user=owner, clerk=clerk, reason="Dowód osobisty w okienku.")
    return {
        "staff:security_user": {"pk": customer.pk},
        "staff:security_act": {"pk": customer.pk, "name": "disable"},
        "staff:removal_decide": {"pk": asked.pk, "decision": "approve"},
    }


if __name__ == "__main__":
    acts = {"night": a_night_passes, "hostile": hostile.plant}
    act = acts[sys.argv[1]] if sys.argv[1:] else furnish
    sys.stdout.write(json.dumps(act(), default=str))
