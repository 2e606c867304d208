"""What somebody leaves in tickets, readings, messages and invitations, each with a text of its own."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from documents.storage import new_key, private_storage
from documents.uploads.kinds import PNG
from documents.uploads.scanning import ScanState
from documents.uploads.services import AcceptedUpload
from selfservice.access.invitations.models import Invitation
from selfservice.identity.mail import Letter, LetterKind
from selfservice.identity.models import User
from selfservice.messaging.services import keep
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.services import Guest, Place
from selfservice.tickets.tests.factories import a_ticket

PERSONAL = {
    "address": "zofia.jedyna@example.net",
    "name": "Zosia Niepowtarzalna",
    "phone": "48599100200",
    "new phone": "48599300400",
    "new street": "ul. Jedyna w Swoim Rodzaju",
    "address of the invited": "zaproszona.osoba@example.net",
    "name in a ticket": "Zofia Nadawczyni",
    "phone in a ticket": "48599500600",
    "place of a ticket": "za garażem u Jedynych",
    "pin of a ticket": "52.123457",
    "answer to a question": "zamieszkuję z siostrą Eufemią",
    "message": "Wiadomość tylko dla Zofii",
}
# Correspondence and what invoices rest on: the page says so, in these words.
STAYS = {
    "text of a ticket": ("Reklamuję rachunek za lipiec", "what you and the office wrote"),
    "file of a ticket": ("treść załączonego pisma", "the files you attached"),
    "photo of a reading": ("zdjęcie licznika Zofii", "with remarks and photos"),
}


def correspond(user: User) -> None:
    """A ticket with everything that may stand in it, a reading with its photo, and a message."""
    a_ticket(
        actor=user,
        text=STAYS["text of a ticket"][0],
        guest=Guest(name=PERSONAL["name in a ticket"], phone=PERSONAL["phone in a ticket"]),
        account_no="100245",
        place=Place(
            words=PERSONAL["place of a ticket"],
            latitude=Decimal(PERSONAL["pin of a ticket"]),
            longitude=Decimal(21),
        ),
        answers=[{"pl": "Z kim?", "en": "With whom?", "answer": PERSONAL["answer to a question"]}],
        uploads=[an_upload(STAYS["file of a ticket"][0])],
    )
    content = STAYS["photo of a reading"][0].encode()
    key = new_key(prefix="readings")
    photo = private_storage().save(key=key, stream=io.BytesIO(content), media_type="image/png")
    SubmissionFactory(
        account_no="100245",
        sent_by=user,
        photo_key=photo.key,
        photo_media_type="image/png",
        photo_size=photo.size,
        photo_sha256=photo.sha256,
    )
    letter = Letter(subject=PERSONAL["message"], paragraphs=["x"])
    keep(user=user, letter=letter, kind=LetterKind.DATA, key="of-zofia")


def an_upload(text: str) -> AcceptedUpload:
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    return AcceptedUpload(content=content, kind=PNG, sha256=digest, name="a.png", scan=ScanState.CLEAN)


def invite(user: User) -> None:
    soon = timezone.now() + timedelta(days=7)
    Invitation.objects.create(
        email=PERSONAL["address of the invited"],
        level="view",
        purpose="help",
        access_until=soon + timedelta(days=30),
        invited_by=user,
        form_key="k",
        token_digest="d",
        expires_at=soon,
    )
