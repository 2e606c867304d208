"""What this app writes into the event log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "documents.downloaded": _("Downloaded a file"),
    "documents.download_failed": _("Asked for a file that could not be given"),
    "documents.upload_infected": _("Handed in an infected file"),
}
