"""How allauth behaves in this office."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from ebok.core.addresses import client_address
from ebok.core.alarms import raise_alarm
from selfservice.identity import confirming
from selfservice.identity.arrivals import page_waiting_for
from selfservice.identity.entrance import EntranceMixin
from selfservice.identity.letters import warning
from selfservice.identity.mail import Letter, LetterKind, announce
from selfservice.identity.models import User
from selfservice.identity.password_letters import link_for_new_password
from selfservice.identity.throttles import known_devices

log = structlog.get_logger(__name__)

# Notices of the library that the inbox keeps; of a new address our own letters tell.
KEPT = {"account/email/password_changed", "account/email/password_reset"}


def at_our_address(url: str) -> str:
    """The same page under SITE_URL: what a browser claims to have asked for never enters a letter."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{settings.SITE_URL}{parts.path}{query}"


class AccountAdapter(EntranceMixin, DefaultAccountAdapter):
    """Letters with links to our own address, redirects by position, true client addresses."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """By what allauth counts floods: the client's address, the same that the event log shows.

        A browser in which somebody has signed in before is counted by that person instead, so whoever
        floods the office from the address of a whole town holds up none of its residents.
        """
        address = client_address(request)
        if not address:
            raise PermissionDenied("The client's address is unknown.")
        return known_devices.person_of(request) or address

    def is_ajax(self, request: HttpRequest) -> bool:
        """Nobody is answered in JSON: pages of sign-in are the only interface, and the only one tested."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Office people start in the staff zone, editors in the CMS, customers in the portal."""
        user = request.user
        if user.is_authenticated and user.is_staff:
            return reverse("staff:start")
        if user.is_authenticated and user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return reverse("portal:start")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """To what waits for the person, such as an invitation: the link may be opened on another device,
        where nothing is left of the page on which the registration began. Whose password was dropped is
        led to a form for his own, and whoever is not signed in to a sign-in in use back here by way of it."""
        if confirming.must_sign_in(self.request, email_address):
            return f"{reverse('account_login')}?{urlencode({'next': self.request.path})}"
        if not email_address.user.has_usable_password():
            return link_for_new_password(email_address.user)
        waiting = page_waiting_for(email_address.user)
        if not waiting:
            return str(super().get_email_verification_redirect_url(email_address))
        if self.request.user.is_authenticated:
            return waiting
        return f"{reverse('account_login')}?{urlencode({'next': waiting})}"

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """The last gate before a session: allauth itself lets through whom a backend refused.

        It remembers such a user in order to show the page for inactive people, and looks only at
        `is_active` again.
        """
        if not user.may_sign_in:
            clear_login(request)
            refusal: HttpResponse = self.respond_user_inactive(request, user)
            return refusal
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm, and drop a password that somebody else may have chosen (`confirming`).

        False for a change of address whose owner is not signed in here: nothing was confirmed.
        """
        if confirming.must_sign_in(request, email_address):
            confirming.ask_to_sign_in(request)
            return False
        keeps = confirming.may_keep_password(request, email_address.user)
        with transaction.atomic():
            confirmed: bool = super().confirm_email(request, email_address)
            if confirmed and not keeps:
                confirming.drop_password(request, email_address.user)
        return confirmed

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """By mail, and what concerns the password into the inbox, too."""
        super().send_notification_mail(template_prefix, user, context, email)
        if template_prefix not in KEPT:
            return
        with translation.override(user.language):
            letter = Letter(
                subject=render_to_string(f"{template_prefix}_subject.txt").strip(), paragraphs=[warning()]
            )
            key = f"{template_prefix}:{timezone.now().isoformat()}"
            announce(user=user, letter=letter, kind=LetterKind.SIGN_IN, key=key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One letter, in the reader's language.

        A mail server that fails raises an alarm instead of an error page: the answer must not tell
        whether the address belongs to somebody.
        """
        links = {name: at_our_address(url) for name, url in context.items() if name.endswith("_url")}
        reader = context.get("user")
        language = getattr(reader, "language", None) or translation.get_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, {**context, **links})
        except OSError as error:
            log.error("mail.not_sent", template=template_prefix, error=type(error).__name__)
            raise_alarm(code="mail.not_sent", key=template_prefix, details={"error": type(error).__name__})
