"""People of the demonstration: plainly invented, with passwords that everybody may know."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from selfservice.access.errors import AlreadyLinked
from selfservice.access.models import AccessLevel, AccessRole
from selfservice.access.services import link_account
from selfservice.identity.models import User
from selfservice.identity.roles import GROUP_NAMES, OFFICE_ROLES, Role
from selfservice.identity.second_factor.devices import has_factor
from selfservice.identity.second_factor.enrolment import enrol
from selfservice.identity.second_factor.models.authenticator import Authenticator, typed_form

DELEGATED_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demonstration.

    Parameters:
        name: part of the e-mail address and of the password; also the role that is printed.
        called: how he wants to be greeted.
        position: in the office or in the CMS; customers have none.
        owns: numbers of customer accounts that he owns; sees: those he may look at as a delegate.
    """

    name: str
    position: Role | None = None
    called: str = ""
    owns: tuple[str, ...] = ()
    sees: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """An address in a domain that cannot exist."""
        return f"{self.name.replace('_', '.')}@demo.ebok.example"

    @property
    def password(self) -> str:
        """Known to everybody who reads this file; demo people sign in nowhere but in a demonstration."""
        return f"demo-{self.name.replace('_', '-')}-2026"

    @property
    def totp_secret(self) -> bytes:
        """The secret of the second factor that people of the office need, as public as the password."""
        return sha256(self.email.encode()).digest()[:20]


PEOPLE = (
    DemoPerson("editor", position=Role.EDITOR),
    DemoPerson("moderator", position=Role.MODERATOR),
    DemoPerson("clerk", position=Role.CLERK),
    DemoPerson("administrator", position=Role.ADMINISTRATOR),
    DemoPerson("customer", called="Ola", owns=("100245", "100248")),
    DemoPerson("building_manager", called="Zarządca", owns=("100246",)),
    DemoPerson("delegate", called="Kuba", sees=("100245",)),
    DemoPerson("outsider", owns=("100247",)),
)


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """What is printed: `totp` is the secret of a second factor in Base32, None where none is set."""

    role: str
    email: str
    password: str
    accounts: tuple[str, ...]
    totp: str | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@transaction.atomic
def make_demo_people(*, reset_passwords: bool = False) -> list[DemoSignIn]:
    """Create whoever is missing and tell all sign-ins; what people changed since stays as it is.

    Parameters:
        reset_passwords: give everybody the printed password again (slow: one hash a person).
    """
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first() or _created(person)
        if reset_passwords:
            user.set_password(person.password)
            user.save(update_fields=["password"])
        _link(user, person)
        if person.position and not has_factor(user):
            enrol(user=user, secret=person.totp_secret)
    secrets = _totp_secrets()
    return [
        DemoSignIn(
            role=person.name,
            email=person.email,
            password=person.password,
            accounts=(*person.owns, *person.sees),
            totp=secrets.get(person.email),
        )
        for person in PEOPLE
    ]


def _created(person: DemoPerson) -> User:
    user = User.objects.create_user(
        email=person.email,
        password=person.password,
        is_staff=person.position in OFFICE_ROLES,
        is_superuser=person.position == Role.ADMINISTRATOR,
        is_demo=True,
        display_name=person.called,
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    if person.position:
        group, _made = Group.objects.get_or_create(name=GROUP_NAMES[person.position])
        user.groups.add(group)
    return user


def _link(user: User, person: DemoPerson) -> None:
    for account_no in person.owns:
        _link_once(user=user, account_no=account_no)
    for account_no in person.sees:
        _link_once(
            user=user,
            account_no=account_no,
            role=AccessRole.DELEGATE,
            level=AccessLevel.VIEW,
            granted_by=User.objects.get(email=PEOPLE[4].email),
            purpose="demo",
            expires_at=timezone.now() + DELEGATED_FOR,
        )


def _link_once(*, user: User, account_no: str, **terms: Any) -> None:
    try:
        link_account(user=user, account_no=account_no, **terms)
    except AlreadyLinked:
        return


def _totp_secrets() -> dict[str, str]:
    devices = Authenticator.objects.filter(user__is_demo=True, confirmed=True).select_related("user")
    return {device.user.email: typed_form(device.secret).replace(" ", "") for device in devices}
