"""People pass unnoticed, suspicion costs a moment of work or of patience, and nothing works twice."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from selfservice.identity.robots import challenges, checking, checks, tickets
from selfservice.identity.robots.checking import PATIENCE, PATIENT_FORMS, Answer, check
from selfservice.identity.robots.errors import ProofMissing, ProofRefused
from selfservice.identity.robots.models import Sighting, SpentProof
from selfservice.identity.robots.purposes import GUEST, RESET, SIGN_UP
from selfservice.identity.robots.tasks import tidy
from selfservice.identity.robots.tests.working import request, see, solved

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SIGNUP_URL = "/en/accounts/signup/"
NEW_PASSWORD = "zielony most przy lesie"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Any]:
    settings.ROBOT_CHECK = "suspicion"
    settings.ROBOT_COST, settings.ROBOT_WORK = 5, 10
    cache.clear()
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


class TestPolicy:
    def test_the_first_forms_of_an_address_need_nothing(self) -> None:
        see(SIGN_UP.free - 1)
        assert not checking.is_needed(request=request(), purpose=SIGN_UP)
        see(1)
        assert checking.is_needed(request=request(), purpose=SIGN_UP)

    def test_other_addresses_and_other_forms_are_not_touched(self) -> None:
        see(50)
        assert not checking.is_needed(request=request("198.51.100.1"), purpose=SIGN_UP)
        assert not checking.is_needed(request=request(), purpose=RESET)

    def test_suspicion_fades_within_the_hour(self, clock: Any) -> None:
        see(50)
        clock.shift(timedelta(hours=1, seconds=1))
        assert not checking.is_needed(request=request(), purpose=SIGN_UP)

    @pytest.mark.parametrize(("mode", "needed"), [("always", True), ("off", False)])
    def test_a_site_may_ask_always_or_never(self, settings: Any, mode: str, needed: bool) -> None:
        settings.ROBOT_CHECK = mode
        assert checking.is_needed(request=request(), purpose=SIGN_UP) is needed

    def test_a_misspelt_mode_is_said_at_the_start(self, settings: Any) -> None:
        settings.ROBOT_CHECK = "maybe"
        assert [problem.id for problem in checks.mode_is_known(None)] == ["robots.E001"]


class TestSigns:
    def good_ticket(self, clock: Any, purpose: str = GUEST.name) -> str:
        ticket = tickets.issue(purpose=purpose)
        clock.shift(timedelta(seconds=10))
        return ticket

    def test_a_person_passes_without_noticing(self, clock: Any) -> None:
        check(request=request(), purpose=GUEST, answer=Answer(ticket=self.good_ticket(clock)))
        assert Sighting.objects.count() == 1
        assert not SpentProof.objects.exists()

    def test_a_filled_decoy_gives_a_robot_away(self, clock: Any) -> None:
        with pytest.raises(ProofMissing):
            check(request=request(), purpose=GUEST, answer=Answer("x", self.good_ticket(clock)))

    def test_haste_gives_a_robot_away(self) -> None:
        with pytest.raises(ProofMissing):
            check(request=request(), purpose=GUEST, answer=Answer(ticket=tickets.issue(purpose=GUEST.name)))

    @pytest.mark.parametrize("ticket", ["", "nonsense", "e30:1abc:def"])
    def test_a_missing_or_forged_ticket_gives_a_robot_away(self, ticket: str) -> None:
        with pytest.raises(ProofMissing):
            check(request=request(), purpose=GUEST, answer=Answer(ticket=ticket))

    def test_a_ticket_of_another_form_is_none(self, clock: Any) -> None:
        with pytest.raises(ProofMissing):
            check(request=request(), purpose=GUEST, answer=Answer(ticket=self.good_ticket(clock, "reset")))


class TestProofOfWork:
    def test_it_lets_pass_once(self) -> None:
        see(10)
        proof = solved(SIGN_UP.name)
        check(request=request(), purpose=SIGN_UP, answer=Answer(proof=proof))
        with pytest.raises(ProofRefused):
            check(request=request(), purpose=SIGN_UP, answer=Answer(proof=proof))

    def test_the_same_work_written_differently_is_the_same_work(self) -> None:
        see(10)
        proof = solved(SIGN_UP.name)
        check(request=request(), purpose=SIGN_UP, answer=Answer(proof=proof))
        facts = json.loads(base64.b64decode(proof))
        facts["solution"]["time"] = 99
        again = base64.b64encode(json.dumps(facts, indent=1).encode()).decode()
        with pytest.raises(ProofRefused):
            check(request=request(), purpose=SIGN_UP, answer=Answer(proof=again))

    def test_work_for_another_form_is_refused(self) -> None:
        with pytest.raises(ProofRefused):
            challenges.check(solved(RESET.name), purpose=SIGN_UP.name)

    def test_old_work_is_refused(self, clock: Any) -> None:
        proof = solved(SIGN_UP.name)
        clock.shift(challenges.GOOD_FOR + timedelta(seconds=2))
        with pytest.raises(ProofRefused):
            challenges.check(proof, purpose=SIGN_UP.name)

    @pytest.mark.few(2)
    @pytest.mark.parametrize("change", ["cost", "expiresAt", "keyPrefix", "nonce", "data"])
    def test_a_challenge_made_easier_is_refused(self, change: str) -> None:
        facts = json.loads(base64.b64decode(solved(SIGN_UP.name)))
        values = {
            "cost": 1,
            "expiresAt": 9_999_999_999,
            "keyPrefix": "",
            "nonce": "00" * 16,
            "data": {"purpose": "x"},
        }
        facts["challenge"]["parameters"][change] = values[change]
        changed = altcha.Challenge.from_dict(facts["challenge"])
        solution = altcha.solve_challenge(changed, timeout=0.2)  # some have no solution at all
        if solution:
            facts["solution"] = solution.to_dict()
        with pytest.raises(ProofRefused):
            challenges.check(base64.b64encode(json.dumps(facts).encode()).decode(), purpose=SIGN_UP.name)

    def test_a_challenge_of_ones_own_making_is_refused(self) -> None:
        own = altcha.create_challenge(
            "PBKDF2/SHA-256", 1, data={"purpose": SIGN_UP.name}, hmac_secret="guess"
        )
        solution = altcha.solve_challenge(own)
        assert solution
        with pytest.raises(ProofRefused):
            challenges.check(altcha.Payload(own, solution).to_base64(), purpose=SIGN_UP.name)

    @pytest.mark.parametrize("nonsense", ["x", "e30=", "W10=", "bnVsbA==", "A" * 9000, "\x00", "ąę"])
    def test_nonsense_is_refused(self, nonsense: str) -> None:
        with pytest.raises(ProofRefused):
            challenges.check(nonsense, purpose=SIGN_UP.name)

    def test_challenges_are_served_fresh_and_store_nothing(self, client: Client) -> None:
        first = client.get("/en/accounts/robots/challenge/sign-up/")
        second = client.get("/en/accounts/robots/challenge/sign-up/")
        assert first.json()["parameters"]["nonce"] != second.json()["parameters"]["nonce"]
        assert "no-store" in first["Cache-Control"]
        assert not SpentProof.objects.exists()
        assert client.get("/en/accounts/robots/challenge/anything/").status_code == 404


class TestPatience:
    """The way without JavaScript."""

    def ask(self, ticket: str) -> None:
        check(request=request(), purpose=SIGN_UP, answer=Answer(ticket=ticket))

    def test_half_a_minute_of_waiting_takes_the_place_of_work_once(self, clock: Any) -> None:
        see(10)
        ticket = tickets.issue(purpose=SIGN_UP.name)
        clock.shift(timedelta(seconds=10))
        with pytest.raises(ProofMissing) as refused:
            self.ask(ticket)
        assert refused.value.seconds == 20
        clock.shift(timedelta(seconds=20))
        self.ask(ticket)
        with pytest.raises(ProofRefused):
            self.ask(ticket)

    def test_only_a_few_forms_an_hour_go_this_way(self, clock: Any) -> None:
        see(10)
        shown = [tickets.issue(purpose=SIGN_UP.name) for _form in range(PATIENT_FORMS + 1)]
        clock.shift(PATIENCE)
        for ticket in shown[:-1]:
            self.ask(ticket)
        with pytest.raises(ProofMissing):
            self.ask(shown[-1])

    def test_a_ticket_does_not_keep_for_ever(self, clock: Any) -> None:
        see(10)
        ticket = tickets.issue(purpose=SIGN_UP.name)
        clock.shift(tickets.GOOD_FOR + timedelta(seconds=1))
        with pytest.raises(ProofMissing):
            self.ask(ticket)


def test_spent_proofs_and_old_sightings_are_forgotten_in_time(clock: Any) -> None:
    see(10)
    check(request=request(), purpose=SIGN_UP, answer=Answer(proof=solved(SIGN_UP.name)))
    tidy(something_of_a_later_version=1)
    assert SpentProof.objects.exists()
    clock.shift(timedelta(hours=2))
    tidy()
    assert not SpentProof.objects.exists()
    assert not Sighting.objects.exists()
