"""Tickets of the demonstration: new ones, one that waits, one that is finished, one of a guest."""

from __future__ import annotations

from selfservice.access.demo import PEOPLE
from selfservice.identity.models import User
from selfservice.tickets.models import CannedReply, Category, Channel, Ticket, TicketState
from selfservice.tickets.services import Guest, Place, answer, change_state, create, note

ACCOUNT = "100245"
FORM = "demo"
CANNED = (
    ("Przyjęliśmy", "Dziękujemy za zgłoszenie {number}. Zajmujemy się sprawą: {subject}."),
    ("Prosimy o zdjęcie", "Aby załatwić zgłoszenie {number}, potrzebujemy zdjęcia licznika."),
)


def make_demo_tickets() -> int:
    """Make them once, in the name of the demo people; returns how many tickets there are."""
    for title, text in CANNED:
        CannedReply.objects.get_or_create(title=title, defaults={"text": text})
    customer, clerk = _person("customer"), _person("clerk")
    _question(customer, clerk)
    _complaint(customer)
    _leak(customer, clerk)
    _guest()
    return Ticket.objects.count()


def _question(customer: User, clerk: User) -> None:
    ticket = _create("question", customer, "Kiedy wymiana wodomierza?", "Legalizacja kończy się w tym roku.")
    if ticket.version == 1:
        note(ticket=ticket, text="Termin ustala brygada.", actor=clerk, token=FORM)
        text = "Wymienimy wodomierz w przyszłym miesiącu. Który tydzień będzie dogodny?"
        answer(
            ticket=ticket,
            text=text,
            actor=clerk,
            seen_version=2,
            state=TicketState.WAITING,
            token=FORM,
        )


def _complaint(customer: User) -> None:
    _create("complaint", customer, "Zbyt wysoka faktura", "Faktura jest dwa razy wyższa niż zwykle.")


def _leak(customer: User, clerk: User) -> None:
    ticket = _create("leak", customer, "Licznik kręci się w nocy", "Nikt nie korzysta z wody, a on idzie.")
    if ticket.version == 1:
        text = "Uszczelka w spłuczce wymieniona."
        change_state(ticket=ticket, state=TicketState.DONE, actor=clerk, seen_version=1, text=text)


def _guest() -> None:
    create(
        category=Category.objects.get(code="danger"),
        subject="Brak pokrywy studzienki",
        text="Na chodniku przy przystanku nie ma pokrywy studzienki.",
        guest=Guest(name="Jan Zmyślony", email="jan@demo.ebok.example"),
        place=Place(words="ul. Lipowa, przy przystanku"),
        channel=Channel.GUEST,
        token=FORM,
    )


def _create(code: str, customer: User, subject: str, text: str) -> Ticket:
    return create(
        category=Category.objects.get(code=code),
        actor=customer,
        account_no=ACCOUNT,
        subject=subject,
        text=text,
        token=f"{FORM}-{code}",
    )


def _person(name: str) -> User:
    return User.objects.get(email=next(person.email for person in PEOPLE if person.name == name))
