"""The contact form of the public site, guarded; it has neither cookie nor session, and needs none."""

from __future__ import annotations

from cms_pages.contact.forms import ContactForm
from selfservice.identity.phones import PhoneField
from selfservice.identity.robots.forms import RobotCheckMixin
from selfservice.identity.robots.purposes import GUEST


class GuardedContactForm(RobotCheckMixin, ContactForm):
    """A letter to the office."""

    purpose = GUEST
    phone = PhoneField(required=False)
