"""Readings sent, for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from selfservice.metering.models import ReadingSubmission, SubmissionState


class SubmissionFactory(DjangoModelFactory[ReadingSubmission]):
    """A reading that was received; the trait `doubtful` has it wait for the office."""

    class Meta:
        model = ReadingSubmission

    receipt_no = factory.Sequence(lambda n: f"OD-TEST-{n:04}")
    request_key = factory.Sequence(lambda n: f"{n:064}")
    account_no = "100245"
    point_no = "PP1"
    installation_no = "Z1"
    meter_no = "WM1"
    unit = "m3"
    read_on = date(2026, 11, 20)
    value = Decimal("420")
    state = SubmissionState.RECEIVED

    class Params:
        doubtful = factory.Trait(
            state=SubmissionState.TO_CHECK, doubts=["far_above_average"], explanation="A pipe burst."
        )
