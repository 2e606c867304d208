"""Registry of adapters: outside systems are loaded by the dotted name that stands in settings.

Nobody imports an adapter. A family (payment gateways, message channels, loaders) has a base class;
settings map a short name to the dotted path of an implementation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

Base = TypeVar("Base")


class AdapterRegistry(Generic[Base]):
    """The adapters of one family.

    Parameters:
        family: what they are, for messages ("payment gateway").
        base: class that each of them extends.
    """

    def __init__(self, *, family: str, base: type[Base]) -> None:
        self.family = family
        self.base = base

    def load(self, *, name: str, paths: Mapping[str, str]) -> type[Base]:
        """The adapter class called `name` in `paths` (name -> dotted path).

        Raises:
            ImproperlyConfigured: the name is unknown, cannot be imported or has another base.
        """
        if name not in paths:
            known = ", ".join(sorted(paths)) or "none"
            raise ImproperlyConfigured(f"Unknown {self.family} {name!r}; configured: {known}.")
        try:
            adapter = import_string(paths[name])
        except ImportError as error:
            raise ImproperlyConfigured(f"Cannot import {self.family} {paths[name]!r}: {error}") from error
        if not (isinstance(adapter, type) and issubclass(adapter, self.base)):
            raise ImproperlyConfigured(f"{paths[name]!r} is no {self.family}.")
        return adapter
