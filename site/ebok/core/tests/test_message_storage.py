"""The cookie of messages is as well kept as those of session and forms."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import INFO
from django.contrib.messages.storage import default_storage
from django.http import HttpResponse
from django.test import RequestFactory


def storage_of(cookies: dict[str, str] | None = None) -> Any:
    request = RequestFactory().get("/")
    request.session, request.COOKIES = {}, cookies or {}
    return default_storage(request)


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-messages"), (False, "messages")])
def test_the_cookie_of_messages_belongs_to_one_host_where_cookies_travel_encrypted(
    settings: Any, secure: bool, name: str
) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    response = HttpResponse()
    storage = storage_of()
    storage.add(INFO, "That session is ended.")
    storage.update(response)
    (cookie,) = response.cookies.values()
    assert cookie.key == name
    assert bool(cookie["secure"]) is secure and not cookie["domain"] and cookie["path"] == "/"
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_message_is_shown_once_and_its_cookie_goes(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    first, second = HttpResponse(), HttpResponse()
    storage = storage_of()
    storage.add(INFO, "That session is ended.")
    storage.update(first)
    shown = storage_of({cookie.key: cookie.value for cookie in first.cookies.values()})
    assert [str(message) for message in shown] == ["That session is ended."]
    shown.update(second)
    gone = second.cookies["__Host-messages"]
    assert gone.value == "" and gone["max-age"] == 0 and gone["secure"]
