"""What the tests of the whole site share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from cms_pages import generation
from selfservice.identity import sessions

if TYPE_CHECKING:
    from access_matrix.town import Town


@pytest.fixture(scope="module")
def shared_town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """One town for all tests of a module, in transactions that end with it."""
    from access_matrix.town import make_town

    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="exchange"):
        town = make_town()
        # As after a commit: else every request would read anew what is public.
        connection.run_on_commit = []
        generation.forget()
        with pytest.MonkeyPatch.context() as patch:
            # Else some requests cost a query more: what is looked at anew, or written, once in a while.
            patch.setattr(generation, "TRUST_SECONDS", 3600.0)
            patch.setattr(sessions, "SEEN_STEP_SECONDS", 3600)
            yield town
        generation.forget()
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="exchange")


@pytest.fixture
def town(shared_town: Town, db: None) -> Town:
    """The town as it was made; what a test changes is taken back after it."""
    shared_town.open_browsers()
    return shared_town
