from __future__ import annotations

from typing import Any

from selfservice.access.consents.kinds import Consent
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.services import give
from selfservice.access.consents.subjects import subject_of


def consent_given(*, user: Any, account_no: str = "100245", consent: str = Consent.MARKETING) -> ConsentEntry:
    """A consent as its owner gives it in the portal."""
    subject = subject_of(consent=consent, account_no=account_no, user_id=user.pk)
    return give(subject=subject, actor=user)
