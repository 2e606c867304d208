"""Every table and every column of the portal's database: what of it does a person get, what is forgotten?"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey, Model

from ebok.core.own_data import PersonalTable, reason_for_none, tables
from selfservice.exchange.router import EXCHANGE

ADVICE = """Nobody has decided what a person gets of {what}, and what becomes of it when he leaves.
Say so in `own_data.py` of its app: `personal(PersonalTable(...))`, or `impersonal("why", "{what}")`."""
# Columns in which personal data stand; a table that has one and calls itself impersonal must be on this list.
KNOWN_IMPERSONAL = {
    "identity.User_groups",
    "identity.User_user_permissions",
    "tickets.Note",
}


def portal_models() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and model._meta.app_label != EXCHANGE]


def undecided(model: type[Model], declared: dict[type[Model], PersonalTable]) -> set[str]:
    """Columns that the declaration of a table does not name, and names that are no columns."""
    table = declared[model]
    columns = {field.name for field in model._meta.concrete_fields}
    withheld = {name for names in table.withheld.values() for name in names}
    told = {name.removesuffix("_id") if name.removesuffix("_id") in columns else name for name in table.told}
    return columns ^ (withheld | {name for name in told if "__" not in name})


def test_somebody_has_decided_about_every_table() -> None:
    declared = {table.model for table in tables()}
    for model in portal_models():
        decided = (model in declared) != bool(reason_for_none(model))
        assert decided, ADVICE.format(what=model._meta.label)


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.model._meta.label)
def test_somebody_has_decided_about_every_column(table: PersonalTable) -> None:
    assert undecided(table.model, {table.model: table}) == set(), ADVICE.format(what=table.model._meta.label)


def test_a_new_column_without_a_decision_is_seen() -> None:
    table = next(table for table in tables() if table.model._meta.label == settings.AUTH_USER_MODEL)
    fewer = PersonalTable(
        model=table.model, of=table.of, told=table.told[1:], on_closing="", withheld=table.withheld
    )
    assert undecided(table.model, {table.model: fewer}) == {table.told[0]}


def points_at_a_user(field: Field) -> bool:
    return isinstance(field, ForeignKey) and field.related_model._meta.label == settings.AUTH_USER_MODEL


def test_no_table_that_names_customers_calls_itself_impersonal() -> None:
    declared = {table.model for table in tables()}
    office = {"admin", "auth", "cms_pages", "documents", "taggit"}
    suspects = {
        model._meta.label
        for model in portal_models()
        if model not in declared
        and not model._meta.app_label.startswith("wagtail")
        and model._meta.app_label not in office
        and any(points_at_a_user(field) for field in model._meta.concrete_fields)
    }
    assert suspects == KNOWN_IMPERSONAL


def test_what_opens_something_is_never_told() -> None:
    secret = ("password", "secret", "token", "digest", "hash", "session_key", "salt")
    for table in tables():
        assert not [name for name in table.told if any(part in name for part in secret)], table.name
