"""Codes in the words of the office: alarms, objects of the event log, counts of a delivery."""

from __future__ import annotations

from decimal import Decimal

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ebok.core.money import format_decimal

ALARMS: dict[str, str | Promise] = {
    "audit.anchor_not_sent": _("The hash of the event log was not mailed"),
    "audit.log_touched": _("The event log was changed behind its seals"),
    "access.holder_without_email": _("Tell the holder of an account by letter that somebody got access"),
    "access.too_many_closings": _("Unusually many accounts ended at once; nothing was closed"),
    "content.publication_missed": _("A page was published late"),
    "content.publication_missed.failed": _("A page could not be published"),
    "documents.file_damaged": _("A stored file is damaged"),
    "documents.file_missing": _("A stored file is missing"),
    "documents.file_not_given": _("A file could not be given"),
    "documents.file_not_made": _("A document could not be made"),
    "documents.scanner_unavailable": _("The virus scanner does not answer"),
    "documents.storage_full": _("The store of files is full"),
    "documents.storage_unavailable": _("The store of files does not answer"),
    "exchange.delivery_rejected": _("A delivery of billing data was rejected"),
    "exchange.feed_stale": _("Billing data is out of date"),
    "leaving.no_last_letter": _("A last letter to somebody who left was not sent"),
    "mail.not_sent": _("A letter was not sent"),
    "outbox.broker_away": _("The message broker does not answer"),
    "outbox.job_failed": _("A piece of work has failed for good"),
    "outbox.queue_age": _("Work waits too long"),
    "passwords.leaks_unavailable": _("Passwords cannot be compared with known leaks"),
    "scheduler.silent": _("The scheduler gives no sign of life"),
    "second_factor.guessing": _("Somebody guesses codes of a second factor"),
    "second_factor.sealed_with_lost_key": _("A second factor is sealed with a lost key"),
}
OBJECTS: dict[str, str | Promise] = {
    "account": _("customer account"),
    "consent": _("consent"),
    "contract": _("contract"),
    "data_change": _("change of data"),
    "delivery": _("delivery"),
    "document": _("document"),
    "event_log": _("event log"),
    "file": _("file"),
    "invitation": _("invitation"),
    "documentversion": _("version of a document template"),
    "invoice": _("invoice"),
    "invoice_xml": _("invoice as XML"),
    "letter": _("document"),
    "outgoing_journal": _("outgoing journal"),
    "outgoing_line": _("line of the outgoing journal"),
    "package": _("package of files"),
    "reading_submission": _("reading"),
    "reminder": _("reminder"),
    "seal": _("seal of the event log"),
    "secret": _("secret link or token"),
    "supplier_token": _("token of the billing system"),
    "ticket": _("ticket"),
    "user": _("sign-in"),
    "zone": _("zone"),
}
COUNTS: dict[str, str | Promise] = {
    "rows": _("rows"),
    "added": _("added"),
    "changed": _("changed"),
    "removed": _("removed"),
}
MODES: dict[str, str | Promise] = {"full": _("whole"), "delta": _("changes only")}
TABLES: dict[str, str | Promise] = {
    "accounts": _("customer accounts"),
    "areas": _("supply areas"),
    "assets": _("network assets"),
    "collections": _("collections of waste"),
    "consumption": _("consumption"),
    "contracts": _("contracts"),
    "documents": _("letters"),
    "invoice_lines": _("lines of invoices"),
    "invoices": _("invoices"),
    "ledger": _("ledger entries"),
    "meters": _("meters"),
    "readings": _("readings"),
    "round_items": _("meters of reading rounds"),
    "rounds": _("reading rounds"),
    "service_points": _("service points"),
    "streets": _("streets"),
}


def object_in_words(object_type: str) -> str:
    """The kind of an object of the event log; of what editors keep, the name that the CMS gives it."""
    if words := OBJECTS.get(object_type):
        return str(words)
    names = {model._meta.model_name: model._meta.verbose_name for model in apps.get_models()}
    return str(names.get(object_type, object_type))


def counts_of_tables(
    counts: dict[str, dict[str, int]],
) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """What a delivery did to each table: heads of columns, and rows of a table's name with its numbers.

    Parameters:
        counts: name of a count -> number, by table; names that are not known stand as they are.
    """
    whats = list(dict.fromkeys(what for row in counts.values() for what in row))
    rows = [
        (str(TABLES.get(name, name)), [_number(row.get(what)) for what in whats])
        for name, row in sorted(counts.items())
    ]
    return [str(COUNTS.get(what, what)) for what in whats], rows


def _number(count: int | None) -> str:
    return "–" if count is None else format_decimal(Decimal(count), places=0)
