"""What must be in place before the office opens, done only when its inputs have changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ebok.core.running.stamps import Stamps

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to prepare.

    Parameters:
        name: short name, also of the stamp file.
        text: what is being done, for the person who waits.
        fingerprint: of the inputs; computed again after the act, which may change them.
        act: does it; may be repeated without harm.
    """

    name: str
    text: str
    fingerprint: Callable[[], str]
    act: Callable[[], None]


def prepare(*, steps: Sequence[Step], stamps: Stamps, say: Say) -> list[str]:
    """Do the steps that are due, in order, and return their names.

    A step that raises stops the preparation and stays due.
    """
    done = []
    for step in steps:
        if stamps.matches(name=step.name, fingerprint=step.fingerprint()):
            continue
        say(f"{step.text} ...")
        started = time.monotonic()
        with _only_warnings():
            step.act()
        stamps.put(name=step.name, fingerprint=step.fingerprint())
        say(f"{step.text}: done in {time.monotonic() - started:.1f} s")
        done.append(step.name)
    return done


@contextmanager
def _only_warnings() -> Iterator[None]:
    """The person who waits shall read the steps, not the log of every page that is made."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
