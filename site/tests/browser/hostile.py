"""Texts that would run as scripts where a page forgets to escape, in all that people and suppliers fill.

They stand on an account and a person of their own, and in an old announcement, so that the demo town stays
believable. `python furnishing.py hostile` writes them; run again it adds nothing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from PIL import Image
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Locale

from cms_pages.models import AnnouncementIndexPage, AnnouncementPage
from documents.uploads.services import accept
from selfservice.access.services import link_account
from selfservice.exchange.models import Account, Area
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.mail import Letter
from selfservice.identity.models import User
from selfservice.messaging.services import keep
from selfservice.tickets.attachments import RULES
from selfservice.tickets.models import Category
from selfservice.tickets.services import create

ACCOUNT, INVOICE = "900001", f"XSS/{'W' * 252}"
EMAIL, PASSWORD = "hostile@demo.ebok.example", "demo-hostile-2026"
TITLE = "</title><script>ebokPwned=1</script>"
PICTURE = '"><img src=x onerror=ebokPwned=1>'
ATTRIBUTE = '\'" autofocus onfocus=ebokPwned=1 x="'
DRAWING = "<svg onload=ebokPwned=1>"
LINK = '<a href="javascript:ebokPwned=1">x</a>'
BRACES = "{{7*7}}{%now 'Y'%}${ebokPwned=1}<script>alert(1)</script>"
CORPUS = (TITLE, PICTURE, ATTRIBUTE, DRAWING, LINK, BRACES)
LONG, SHORT = " ".join(CORPUS), " ".join((PICTURE, ATTRIBUTE, DRAWING))
LONG_AGO = datetime(2020, 1, 15, 12, tzinfo=UTC)


def plant() -> dict[str, dict[str, Any]]:
    """Write the corpus where it is missing, and tell where it is."""
    user = User.objects.filter(email=EMAIL).first() or _person()
    if not Account.objects.filter(pk=ACCOUNT).exists():
        _deliver()
        link_account(user=user, account_no=ACCOUNT)
    letter = Letter(subject=LONG, paragraphs=list(CORPUS), facts=[(SHORT, LONG)], path="/", link_text=SHORT)
    message = keep(user=user, letter=letter, kind="readings", key="hostile", account_no=ACCOUNT)
    ticket = create(
        category=Category.objects.get(code="complaint"),
        actor=user,
        account_no=ACCOUNT,
        subject=f"{TITLE} {PICTURE} {DRAWING}",
        text=LONG,
        answers=[_answer(LINK), _answer(BRACES)],
        uploads=[accept(file=_picture(), name=f"{ATTRIBUTE}{DRAWING}.png", rules=RULES)],
        token="hostile",
    )
    page = _announcement()
    return {
        "account": {"number": ACCOUNT, "invoice": INVOICE, "email": EMAIL, "password": PASSWORD},
        "ticket": {"signature": ticket.signature},
        "message": {"pk": message.pk},
        "announcement": {"pk": page.pk, "index": page.get_parent().pk, "path": page.url},
    }


def _person() -> User:
    user = User.objects.create_user(email=EMAIL, password=PASSWORD, display_name=SHORT, is_demo=True)
    EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=True)
    return user


def _deliver() -> None:
    """An account of the billing system with all that it may have."""
    account = exchange.AccountFactory(
        account_no=ACCOUNT, name=LONG, street=SHORT, city=SHORT, building=DRAWING[:20], flat=""
    )
    place = {"street": SHORT, "city": SHORT, "building": DRAWING[:20], "area": Area.objects.first()}
    point = exchange.ServicePointFactory(account=account, point_no="XSS-P", **place)
    meter = exchange.MeterFactory(point=point, installation_no="XSS-Z", meter_no=DRAWING)
    exchange.ReadingFactory(installation=meter, reading_no="XSS-O")
    invoice = exchange.InvoiceFactory(account=account, invoice_no=INVOICE)
    exchange.LedgerEntryFactory(account=account, entry_no="XSS-K", invoice_no=INVOICE)
    for number, text in enumerate(CORPUS, start=1):
        exchange.InvoiceLineFactory(
            invoice=invoice, position=number, description=text, point_no=point.point_no
        )
        exchange.ContractFactory(account=account, contract_no=f"XSS-U{number}", title=text)
        exchange.LetterFactory(account=account, document_no=f"XSS-D{number}", title=text)


def _answer(text: str) -> dict[str, Any]:
    return {"key": "wish", "kind": "text", "label_pl": text, "label_en": text, "value": text}


def _picture() -> BytesIO:
    drawn = BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    drawn.seek(0)
    return drawn


def _announcement() -> AnnouncementPage:
    found = AnnouncementPage.objects.filter(slug="wrogie-teksty").first()
    if found is None:
        index = AnnouncementIndexPage.objects.get(locale=Locale.objects.get(language_code="pl"))
        found = index.add_child(
            instance=AnnouncementPage(
                title=LONG,
                slug="wrogie-teksty",
                lead=LONG,
                first_published_at=LONG_AGO,
                body=[("text", _as_typed())],
            )
        )
        found.streets.create(street=SHORT, city=SHORT[:100])
        found.updates.create(text=LONG)
        found.save_revision()
    return found


def _as_typed() -> str:
    """Formatted text as the editor takes it from a browser: a link that is a script, and markup as words."""
    state = {
        "blocks": [
            {
                "key": "xss01",
                "type": "unstyled",
                "text": LONG,
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 20, "key": 0}],
            }
        ],
        "entityMap": {
            "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:ebokPwned=1"}}
        },
    }
    return str(ContentstateConverter(features=["link", "bold"]).to_database_format(json.dumps(state)))
