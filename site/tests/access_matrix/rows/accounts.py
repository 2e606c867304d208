"""Sign-in and its neighbours. The zone is open; each view asks for itself."""

from __future__ import annotations

from typing import Any

from access_matrix.expecting import (
    HIDDEN,
    IN,
    ONWARD,
    TO_LOGIN,
    Answers,
    Row,
    act,
    form,
    page,
    row,
)

EVERYBODY = row(signed_in=IN, anonymous=IN)
NOBODY = row(anonymous=HIDDEN)
STRANGERS = row(signed_in=ONWARD, anonymous=IN)
SIGNED_IN = row(signed_in=IN)
SENT_ON = row(signed_in=ONWARD)
# Who has a factor gives a code; a customer without one sets one up first.
WITH_FACTOR = row(signed_in=ONWARD, clerk=IN, editor=IN, administrator=IN, field=IN)


def void_link(get: Answers) -> Row:
    """A link of a letter that is invented: nobody gets anything by it."""
    return Row(get=get, post=NOBODY)


ROWS: dict[str, Row] = {
    "account_login": form(STRANGERS),
    "account_signup": form(STRANGERS),
    "account_logout": Row(
        get=row(signed_in=IN, anonymous=ONWARD), post=row(signed_in=ONWARD, anonymous=ONWARD)
    ),
    "account_inactive": page(EVERYBODY),
    "account_email_verification_sent": page(EVERYBODY),
    "account_confirm_email": void_link(EVERYBODY),
    "account_confirm_login_code": Row(get=SENT_ON, post=SENT_ON),
    "account_reauthenticate": form(SIGNED_IN),
    "account_email": Row(get=SENT_ON, post=SENT_ON),  # to a fresh proof first
    "account_change_password": form(SIGNED_IN),
    "account_set_password": form(SENT_ON),
    "account_reset_password": form(EVERYBODY),
    "account_reset_password_done": page(EVERYBODY),
    "account_reset_password_from_key": form(EVERYBODY),
    "account_reset_password_from_key_done": page(EVERYBODY),
    "password_strength": act(EVERYBODY),
    "robots_challenge": page(NOBODY),
    "devices": page(SIGNED_IN),
    "devices_history": page(SIGNED_IN),
    "devices_end": act(SIGNED_IN),
    "devices_end_others": act(SIGNED_IN),
    # They tell a stranger that no time is left, so that an open page knows it.
    "devices_time_left": page(EVERYBODY),
    "devices_extend": act(EVERYBODY),
    "second_factor": page(SIGNED_IN),
    "second_factor_codes": form(SENT_ON),
    "second_factor_setup": form(SENT_ON),
    "second_factor_confirm": form(WITH_FACTOR),
    "second_factor_remove": form(WITH_FACTOR),
    "second_factor_forget": act(row()),
    "second_factor_login": Row(get=row(signed_in=TO_LOGIN), post=row(signed_in=TO_LOGIN)),
    "throttles_open": void_link(NOBODY),
    "wagtailcore_authenticate_with_password": void_link(NOBODY),
    "wagtaildocs_authenticate_with_password": void_link(NOBODY),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    return {
        "devices_end": {"handle": "0123456789abcdef"},
        "second_factor_forget": {"device_id": 1},
        "robots_challenge": {"purpose": "signup"},
        "throttles_open": {"user": "1", "token": "invented"},
        "account_confirm_email": {"key": "invented"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "invented"},
        "wagtaildocs_authenticate_with_password": {"restriction_id": 1},
        "wagtailcore_authenticate_with_password": {"page_view_restriction_id": 1, "page_id": 1},
    }
