"""Sends exchange models to the exchange database and everything else to the portal's own."""

from __future__ import annotations

from typing import Any

from django.db import models

EXCHANGE = "exchange"


class ExchangeRouter:
    """Two databases, one promise: what the billing system shares never stands in the portal's own."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return EXCHANGE if model._meta.app_label == EXCHANGE else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        return EXCHANGE if model._meta.app_label == EXCHANGE else None

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return (one._meta.app_label == EXCHANGE) == (other._meta.app_label == EXCHANGE)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == EXCHANGE) == (db == EXCHANGE)
