"""Health: alive, ready, degraded or failing; never hanging."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ebok.core import health, health_views, probes
from ebok.core.health import Probe, ProbeResult
from ebok.core.heartbeats import SCHEDULER, beat
from ebok.core.models import Heartbeat
from ebok.core.readiness import Examiner

pytestmark = pytest.mark.urls("ebok.core.tests.urls")
FINE = ProbeResult(ok=True, detail="fine", seconds=0.1)
BAD = ProbeResult(ok=False, detail="bad")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Probe]]:
    registered: dict[str, Probe] = {}
    monkeypatch.setattr(health, "_probes", registered)
    monkeypatch.setattr(health_views, "_examiner", Examiner(deadline=0.3, kept=0))
    yield registered


def test_live_asks_nothing(client: Client, db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize(
    ("necessary", "other", "status", "word"),
    [
        (FINE, FINE, 200, "ok"),
        (FINE, BAD, 200, "degraded"),
        (BAD, FINE, 503, "failing"),
        (BAD, BAD, 503, "failing"),
    ],
)
def test_ready_tells_degraded_from_failing(
    client, registry, necessary, other, status: int, word: str
) -> None:
    health.probe("database", necessary=True)(lambda: necessary)
    health.probe("storage")(lambda: other)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (status, word)
    assert answer.json()["checks"]["storage"]["ok"] is other.ok


def test_ready_names_what_fails_but_no_secret(client: Client, registry) -> None:
    def leaking() -> ProbeResult:
        raise ConnectionError("postgres://ebok:hunter2@db refused")

    health.probe("database", necessary=True)(leaking)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["detail"] == "check failed: ConnectionError"
    assert b"hunter2" not in answer.content


@pytest.mark.long
def test_a_hanging_probe_costs_the_deadline_and_one_thread(client: Client, registry) -> None:
    go_on, started = threading.Event(), []

    def hanging() -> ProbeResult:
        started.append(1)
        go_on.wait(10)
        return FINE

    health.probe("storage")(hanging)
    health.probe("database", necessary=True)(lambda: FINE)
    before = time.monotonic()
    answers = [client.get("/health/ready") for _ in range(2)]
    assert time.monotonic() - before < 2
    go_on.set()
    assert [answer.json()["status"] for answer in answers] == ["degraded", "degraded"]
    assert answers[0].json()["checks"]["storage"]["detail"] == "no answer within 0.3 s"
    assert len(started) == 1, "a probe that hangs is not asked again"


def test_findings_are_kept_for_a_moment(registry) -> None:
    asked = []
    probe = Probe(name="storage", check=lambda: asked.append(1) or FINE, necessary=False)
    examiner = Examiner(deadline=1, kept=60)
    assert examiner.examine([probe]) == examiner.examine([probe])
    assert len(asked) == 1


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/health/ready").status_code == 405


@pytest.mark.django_db
def test_the_scheduler_is_missed_after_its_allowed_silence(settings, time_machine) -> None:
    now = datetime(2026, 10, 25, 0, 59, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    assert not probes.scheduler_beats().ok
    assert beat(SCHEDULER) is None
    time_machine.move_to(now + timedelta(seconds=settings.SCHEDULER_SILENCE_SECONDS), tick=False)
    assert probes.scheduler_beats() == ProbeResult(ok=True, detail="alive", seconds=90.0)
    time_machine.move_to(now + timedelta(seconds=settings.SCHEDULER_SILENCE_SECONDS + 1), tick=False)
    assert probes.scheduler_beats() == ProbeResult(ok=False, detail="silent", seconds=91.0)
    assert beat(SCHEDULER) == timedelta(seconds=91)
    assert probes.scheduler_beats().ok


@pytest.mark.django_db(databases=["default", "exchange"])
def test_the_kernels_probes_find_a_sound_site_sound() -> None:
    Heartbeat.objects.create(name=SCHEDULER, at=timezone.now())
    for check in (
        probes.portal_database,
        probes.exchange_database,
        probes.cache_keeps_values,
        probes.scheduler_beats,
    ):
        assert check().ok


def test_a_cache_that_loses_values_is_found(settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert not probes.cache_keeps_values().ok


@pytest.mark.django_db(transaction=True, databases=["default", "exchange"])
def test_the_real_endpoint_asks_every_registered_probe(client: Client) -> None:
    answer = client.get("/health/ready").json()
    assert {"database", "exchange-database", "cache", "scheduler", "queue", "audit-seal"} <= set(
        answer["checks"]
    )
    assert answer["checks"]["database"]["ok"]
    assert answer["status"] == "degraded", "no scheduler runs in this test"
