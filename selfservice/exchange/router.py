"""Sends exchange models to the exchange database and everything else to the portal's own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from selfservice.exchange.permission import require_permission

EXCHANGE = "exchange"


class ExchangeRouter:
    """Two databases, one promise: what the billing system shares never stands in the portal's own."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """The exchange database for exchange models; no opinion on others."""
        return EXCHANGE if model._meta.app_label == EXCHANGE else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """As for reading, but only the loader passes.

        Raises:
            ReadOnlyExchange: an exchange model is written outside `loader_writes`.
        """
        if model._meta.app_label != EXCHANGE:
            return None
        require_permission()
        return EXCHANGE

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        """No foreign key crosses the two databases."""
        return (one._meta.app_label == EXCHANGE) == (other._meta.app_label == EXCHANGE)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Exchange tables only in the exchange database, and none at all where the supplier owns them."""
        if db == EXCHANGE and not settings.EXCHANGE_MANAGED:
            return False
        return (app_label == EXCHANGE) == (db == EXCHANGE)
