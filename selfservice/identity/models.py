"""The user: somebody who signs in. Customer data stays in the exchange."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new user with a lower-case address; no password means none that works."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with every right, for the first administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in by e-mail: customer, delegate, office or field worker, editor."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"), max_length=2, default="pl", choices=[("pl", _("Polish")), ("en", _("English"))]
    )
    display_name = models.CharField(_("name shown to me"), max_length=60, blank=True)
    phone = models.CharField(_("my phone"), max_length=20, blank=True)
    is_staff = models.BooleanField(_("works in the office"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(_("belongs to the demonstration"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="identity_email_any_case"),
            models.CheckConstraint(
                condition=models.Q(language__in=["pl", "en"]), name="identity_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def may_sign_in(self) -> bool:
        """Not switched off, and no demo person outside a demonstration."""
        return self.is_active and (settings.DEMO or not self.is_demo)

    def get_full_name(self) -> str:
        """The portal knows no names; the address stands for the person."""
        return self.email

    def get_short_name(self) -> str:
        """How the person wants to be greeted, else the beginning of the address."""
        return self.display_name or self.email.partition("@")[0]
