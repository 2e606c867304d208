"""Common passwords are refused in every disguise; phrases and random ones are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfservice.identity.passwords.common import is_common, words
from selfservice.identity.passwords.strength import Strength, strength_hint


@pytest.mark.parametrize(
    "password",
    [
        "haslo12345",
        "Haslo12345!",
        "H4sło-12345!",
        "mojetajnehaslo",
        "zaqwsxedc123",
        "qwertyuiop",
        "1qaz2wsx3edc",
        "Kochanie2024",
        "Kasia1987!!!",
        "polskapolska",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "0123456789",
        "password2026",
        "P@$$word2026",
        "Wodociagi 2026!",
    ],
)
def test_what_many_would_try_first_is_common(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    [
        "plain-words-for-tests-1",
        "rower pije zielone okno",
        "correct horse battery staple",
        "kot dom pies lato",  # four common words in a row are a phrase
        "v7Qm!x2LpR9z",
        "8473920174650",
        "",
    ],
)
def test_phrases_and_random_texts_are_not(password: str) -> None:
    assert not is_common(password)


@settings(max_examples=40)
@given(word=st.sampled_from(sorted(words())), tail=st.sampled_from(["", "!", "123", "2026", "2026!?", "111"]))
def test_a_single_word_stays_common_whatever_is_hung_on_it(word: str, tail: str) -> None:
    assert is_common(word.capitalize() + tail)


def test_further_words_are_common_in_every_disguise_and_with_others() -> None:
    for password in ("Przykładowo2026!", "pRZYKLADOWO-123", "wodociagiprzykladow0"):
        assert is_common(password, further=["Przykładowo", "ebok"]) and not is_common(password)


@given(st.text(max_size=400))
def test_no_text_makes_the_check_fail(text: str) -> None:
    assert is_common(text) in {True, False}


def test_the_list_is_written_without_accents_and_capitals() -> None:
    assert all(word.isascii() and word == word.lower() for word in words())


@pytest.mark.parametrize(
    ("password", "strength"),
    [
        ("krótkie", Strength.WEAK),
        ("haslo12345!", Strength.WEAK),
        ("abababababqq", Strength.WEAK),
        ("v7Qm!x2LpR9zK4", Strength.FAIR),
        ("zielony most przy lesie", Strength.STRONG),
    ],
)
def test_the_hint_rewards_length(password: str, strength: Strength) -> None:
    assert strength_hint(password, shortest=10).strength is strength
