"""The names and the address of the office are no secret, so nobody's password is made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from cms_pages.queries import office_settings
from selfservice.identity.passwords import office_words

pytestmark = pytest.mark.django_db
VALIDATORS = [{"NAME": "selfservice.identity.passwords.validators.CommonWordsValidator"}]


@pytest.fixture(autouse=True)
def office(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SITE_URL = "https://bok.zywno.example.pl"
    office = replace(office_settings(), name="Zakład Komunalny Żywno Sp. z o.o.", short_name="ZKŻ")
    monkeypatch.setattr(office_words, "office_settings", lambda: office)


def test_each_word_counts_that_is_long_enough_to_be_one() -> None:
    assert office_words.words_of_office() == {
        "Zakład",
        "Komunalny",
        "Żywno",
        "ZKŻ",
        "bok",
        "zywno",
        "example",
    }


@pytest.mark.parametrize("password", ["Żywno-2026-bok", "komunalnyzywno", "Zaklad12345!"])
def test_a_password_of_them_is_refused_and_called_weak(client: Client, password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, password_validators=get_password_validators(VALIDATORS))
    assert refusal.value.error_list[0].code == "password_common"
    answer = client.post("/en/accounts/password/strength/", {"password": password})
    assert answer.json()["kind"] == "bad" and "Easy to guess" in answer.json()["text"]


def test_a_phrase_that_holds_one_of_them_is_taken() -> None:
    phrase = "kto rano wstaje w Żywno ten widzi mgłę"
    validate_password(phrase, password_validators=get_password_validators(VALIDATORS))
