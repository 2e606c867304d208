"""Django's file cache with an `add` that only one process can win."""

from __future__ import annotations

import os
import pickle
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class AtomicFileCache(FileBasedCache):
    """For one server without Redis: locks of the page cache hold across processes."""

    # Of Django's class, which its type stubs leave out.
    _dir: str
    _createdir: Callable[[], None]
    _key_to_file: Callable[..., str]

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store unless the key is there already; True for exactly one of many at the same moment."""
        if self.has_key(key, version):  # also removes a file that is out of date
            return False
        self._createdir()
        target = Path(self._key_to_file(key, version))
        handle, name = tempfile.mkstemp(dir=self._dir)
        with os.fdopen(handle, "wb") as stream:
            stream.write(pickle.dumps(self.get_backend_timeout(timeout), pickle.HIGHEST_PROTOCOL))
            stream.write(zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))
        try:
            os.link(name, target)
        except FileExistsError:
            return False
        else:
            return True
        finally:
            Path(name).unlink()
