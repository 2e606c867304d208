"""What can go wrong between us and the billing system."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class ExchangeError(Exception):
    """Base of the errors of the exchange; its text may be shown to the customer."""

    text = _("The billing data cannot be used at the moment.")

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else str(self.text)


class ExchangeUnavailable(ExchangeError):
    """The exchange database does not answer."""

    text = _("The billing data cannot be read at the moment. Please try again in a few minutes.")


class NoDelivery(ExchangeUnavailable):
    """Nothing has been loaded yet, so there is no figure to show."""

    text = _("The billing system has not delivered any data yet.")


class DeliveredFileMissing(ExchangeError):
    """A row names a file that was never delivered."""

    text = _("The billing system has not delivered this document.")


class SupplierFills(ExchangeError):
    """The tables are the supplier's own (EXCHANGE_MANAGED is off): nothing of ours is loaded into them."""

    text = _("EXCHANGE_MANAGED is off: the supplier fills the tables, nothing is loaded.")


class ReadOnlyExchange(ExchangeError):
    """Something other than the loader tried to write to the exchange database."""

    text = _("Data of the billing system cannot be changed here.")
