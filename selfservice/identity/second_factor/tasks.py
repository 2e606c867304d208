"""Rounds of the scheduler."""

from __future__ import annotations

from celery import shared_task

from selfservice.identity.second_factor import trust


@shared_task(name="second_factor.tidy")
def tidy(**later: object) -> None:
    """Forget browsers that are trusted no more."""
    trust.forget_ended()
