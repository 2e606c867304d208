"""People pass unnoticed, suspicion costs a moment of work or of patience, and nothing works twice."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory

from selfservice.identity.models import User
from selfservice.identity.robots import challenges, checking, checks, spending, tickets
from selfservice.identity.robots.checking import PATIENCE, PATIENT_FORMS, Answer, check
from selfservice.identity.robots.errors import ProofMissing, ProofRefused
from selfservice.identity.robots.models import Sighting, SpentProof
from selfservice.identity.robots.purposes import GUEST, RESET, SIGN_UP
from selfservice.identity.robots.tasks import tidy
from selfservice.identity.tests.factories import PASSWORD, UserFactory
from selfservice.identity.throttles import counters, sign_in
from selfservice.identity.throttles.subjects import address_key

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


def request(address: str = "203.0.113.7") -> Any:
    return RequestFactory().post("/", REMOTE_ADDR=address)


def solved(purpose: str) -> str:
    """What a browser sends after it has worked on a challenge."""
    challenge = altcha.Challenge.from_dict(challenges.issue(purpose=purpose))
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def see(times: int, *, purpose: str = SIGN_UP.name, address: str = "203.0.113.7") -> None:
    for _time in range(times):
        spending.note_sighting(address=address_key(address), purpose=purpose)


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
        solution = altcha.solve_challenge(changed, timeout=2)
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


def fields_of(page: Any) -> dict[str, str]:
    text = page.content.decode()
    ticket = re.search(r'name="robot_check_ticket" value="([^"]+)"', text)
    assert ticket
    return {"robot_check_ticket": ticket[1], "robot_check_homepage": ""}


def test_switched_off_nothing_of_it_is_in_the_page(client: Client, settings: Any) -> None:
    settings.ROBOT_CHECK = "off"
    assert b"robot_check" not in client.get(SIGNUP_URL).content


class TestForms:
    def register(self, client: Client, email: str, **more: str) -> Any:
        return client.post(SIGNUP_URL, {"email": email, "password1": NEW_PASSWORD, **more})

    def test_registering_like_a_person_needs_no_proof(self, client: Client, clock: Any) -> None:
        page = client.get(SIGNUP_URL)
        assert b"altcha-widget" not in page.content
        clock.shift(timedelta(seconds=20))
        assert self.register(client, "new@example.org", **fields_of(page)).status_code == 302
        assert User.objects.filter(email="new@example.org").exists()

    def test_registering_like_a_robot_shows_the_widget_and_makes_nobody(self, client: Client) -> None:
        page = self.register(client, "new@example.org")
        assert b"<altcha-widget" in page.content
        assert b"Without JavaScript wait" in page.content
        assert not User.objects.exists()

    def test_the_widget_with_its_proof_lets_a_suspect_register(self, client: Client) -> None:
        see(10, address="127.0.0.1")
        assert b"<altcha-widget" in client.get(SIGNUP_URL).content
        assert self.register(client, "new@example.org", robot_check=solved("sign-up")).status_code == 302

    def test_a_suspect_without_javascript_waits_and_registers(self, client: Client, clock: Any) -> None:
        see(10, address="127.0.0.1")
        page = self.register(client, "new@example.org", **fields_of(client.get(SIGNUP_URL)))
        clock.shift(PATIENCE)
        assert self.register(client, "new@example.org", **fields_of(page)).status_code == 302

    def test_a_mistake_in_another_field_does_not_use_the_proof_up(self, client: Client) -> None:
        see(10, address="127.0.0.1")
        self.register(client, "no address", robot_check=solved("sign-up"))
        assert not SpentProof.objects.exists()

    def test_the_page_asks_nobody_else_and_has_nothing_inline(self, client: Client) -> None:
        see(10, address="127.0.0.1")
        text = client.get(SIGNUP_URL).content.decode()
        assert not re.search(r'(src|href)="(https?:)?//', text)
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", text)

    def test_asking_for_a_new_password_is_guarded_for_known_and_unknown_alike(self, client: Client) -> None:
        known = UserFactory.create()
        see(10, address="127.0.0.1", purpose=RESET.name)
        pages = [
            client.post("/en/accounts/password/reset/", {"email": email})
            for email in (known.email, "nobody@example.org")
        ]
        assert all(b"<altcha-widget" in page.content for page in pages)

    def test_sign_in_from_a_suspicious_address_needs_a_proof(self, client: Client) -> None:
        user = UserFactory.create()
        for number in range(sign_in.SUSPICIOUS_SUBJECTS + 1):
            counters.note_failure_from(address=address_key("127.0.0.1"), subject=str(number))
        fields = {"login": user.email, "password": PASSWORD}
        page = client.post("/en/accounts/login/", fields)
        assert b"<altcha-widget" in page.content
        assert "_auth_user_id" not in client.session
        client.post("/en/accounts/login/", {**fields, "robot_check": solved("sign-in")})
        assert "_auth_user_id" in client.session

    def test_a_known_browser_signs_in_from_there_without_one(self, client: Client) -> None:
        user = UserFactory.create()
        fields = {"login": user.email, "password": PASSWORD}
        client.post("/en/accounts/login/", {**fields, **fields_of(client.get("/en/accounts/login/"))})
        client.post("/en/accounts/logout/")
        for number in range(sign_in.SUSPICIOUS_SUBJECTS + 1):
            counters.note_failure_from(address=address_key("127.0.0.1"), subject=str(number))
        client.post("/en/accounts/login/", fields)
        assert "_auth_user_id" in client.session
