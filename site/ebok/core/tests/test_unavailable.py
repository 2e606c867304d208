"""A database that is away is no fault of the program: 503, and a time to come back."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client, RequestFactory

from ebok.core import errors


def answer_to(error: Exception):
    try:
        raise error
    except Exception:
        return errors.server_error(RequestFactory().get("/portal/"))


@pytest.mark.parametrize("error", [OperationalError("secret host"), InterfaceError("secret host")])
def test_a_silent_database_answers_503_and_when_to_come_back(error: Exception) -> None:
    response = answer_to(error)
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert b"secret host" not in response.content


@pytest.mark.parametrize("error", [ProgrammingError("no such column"), RuntimeError("broken")])
def test_our_own_faults_stay_500(error: Exception) -> None:
    response = answer_to(error)
    assert response.status_code == 500
    assert "Retry-After" not in response


@pytest.mark.django_db
def test_a_view_that_loses_its_database_answers_503(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    def lost(*args, **options):
        raise OperationalError("server closed the connection")

    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", lost)
    client.cookies["sessionid"] = "a" * 32
    response = client.get("/portal/")
    assert response.status_code == 503
