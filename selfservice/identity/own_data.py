"""What the sign-in itself holds of a person, with the tables of libraries that it uses."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.db.models import Q

from ebok.core.own_data import PersonalTable, impersonal, personal
from selfservice.identity.models import User

CLOSED_DOMAIN = "closed.invalid"  # RFC 2606: no letter ever reaches it


def _forget_user(user: Any) -> None:
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        email=f"closed-{user.pk}@{CLOSED_DOMAIN}",
        display_name="",
        phone="",
        language="pl",
        password=user.password,
        is_active=False,
        last_login=None,
    )
    user.groups.clear()
    user.user_permissions.clear()


personal(
    PersonalTable(
        model=User,
        of=lambda user: Q(pk=user.pk),
        told=("id", "email", "display_name", "phone", "language", "joined_at", "last_login", "is_active"),
        withheld={
            "opens the sign-in": ("password",),
            "position in the office, not a customer's": ("is_staff", "is_superuser", "is_demo"),
        },
        on_closing="emptied: a number without address, name and phone stays, for the event log",
        forget=_forget_user,
    ),
    PersonalTable(
        model=EmailAddress,
        of=lambda user: Q(user=user),
        told=("email", "verified", "primary"),
        withheld={"technical": ("id", "user")},
        on_closing="deleted",
        forget=lambda user: EmailAddress.objects.filter(user=user).delete(),
    ),
    PersonalTable(
        model=EmailConfirmation,
        of=lambda user: Q(email_address__user=user),
        told=("created", "sent"),
        withheld={"technical": ("id", "email_address"), "opens something": ("key",)},
        on_closing="deleted",
        forget=lambda user: EmailConfirmation.objects.filter(email_address__user=user).delete(),
    ),
)
impersonal("work of editors and of the office; a customer has no row there", "auth", "wagtailcore")
impersonal(
    "work of editors; nothing in it comes from a customer",
    "admin",
    "simple_translation",
    "taggit",
    "wagtaildocs",
    "wagtailembeds",
    "wagtailforms",
    "wagtailimages",
    "wagtailredirects",
    "wagtailsearch",
    "wagtailusers",
    "wagtailadmin",
    "cms_pages",
    "documents",
)
impersonal("names of tables", "contenttypes")
impersonal("which group a person of the office is in; customers are in none", "identity.User_groups")
impersonal("rights of a person of the office", "identity.User_user_permissions")
impersonal("Django's own table of sessions, not used here (identity.devices is)", "sessions")
impersonal("ids of work to do, forgotten after some weeks", "outbox.Job")
impersonal("alarms and signs of life of the machines", "core.Alarm", "core.Heartbeat")
impersonal("keyed hashes that nobody can turn round", "core.HourlyCount", "throttles", "robots")
