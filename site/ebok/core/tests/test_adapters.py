"""Adapters are loaded by the name in settings, and a wrong name says what is wrong."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from ebok.core.adapters import AdapterRegistry


class Gateway:
    pass


class DemoGateway(Gateway):
    pass


registry = AdapterRegistry(family="payment gateway", base=Gateway)
PATHS = {
    "demo": f"{__name__}.DemoGateway",
    "gone": "nowhere.Gateway",
    "other": "builtins.dict",
    "function": "builtins.len",
}


def test_an_adapter_is_loaded_by_its_name() -> None:
    assert registry.load(name="demo", paths=PATHS).__name__ == "DemoGateway"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("paypal", "Unknown payment gateway 'paypal'; configured: demo, function, gone, other."),
        ("gone", "Cannot import payment gateway 'nowhere.Gateway'"),
        ("other", "'builtins.dict' is no payment gateway."),
        ("function", "'builtins.len' is no payment gateway."),
    ],
)
def test_a_wrong_name_says_what_is_wrong(name: str, message: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=message.replace(".", r"\.")):
        registry.load(name=name, paths=PATHS)
