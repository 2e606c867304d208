"""What nginx keeps, what it never keeps, and what it sends by itself."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from browser import Browser
from front import Nginx
from servers import Server
from towns import Town

pytestmark = pytest.mark.services
FETCHED = ("MISS", "EXPIRED", "REVALIDATED")  # the application was asked
ONCE = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options")
BY_NGINX = ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security")


def requests_for(town: Town, server: Server, path: str) -> int:
    """How many requests for a path the application itself has answered."""
    time.sleep(0.5)  # gunicorn writes its line after the answer has left
    lines = town.access_log(server.port).read_text().splitlines()
    return sum(f'"GET {path}"' in line for line in lines)


def wait_until_the_cache_is_cold() -> None:
    time.sleep(2.5)


def test_a_public_page_is_kept_for_a_second_and_carries_no_cookie(stranger: Browser) -> None:
    wait_until_the_cache_is_cold()
    first, second = stranger.get("/"), stranger.get("/")
    assert first.status == 200
    assert first.headers["X-Cache"] in FETCHED
    assert second.headers["X-Cache"] in ("HIT", "STALE")  # STALE: the second changed in between
    assert first.body == second.body
    assert stranger.cookies == {}


def test_a_kept_page_is_asked_for_again_after_its_second(
    town: Town, application: Server, stranger: Browser
) -> None:
    stranger.get("/")
    before = requests_for(town, application, "/")
    wait_until_the_cache_is_cold()
    answer = stranger.get("/")
    assert answer.headers["X-Cache"] in FETCHED
    assert requests_for(town, application, "/") == before + 1


def test_a_burst_on_a_cold_page_reaches_the_application_once(
    town: Town, application: Server, nginx_for: Callable[..., Nginx]
) -> None:
    nginx = nginx_for(application)
    before = requests_for(town, application, "/en/")
    begun = int(time.time())
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: nginx.browser().get("/en/"), range(40)))
    turned = int(time.time()) - begun  # nginx counts whole seconds: it may ask once for each that turns
    assert {answer.status for answer in answers} == {200}
    assert 1 <= requests_for(town, application, "/en/") - before <= 1 + turned


def test_the_last_pages_stay_up_while_the_application_is_stopped(
    town: Town, nginx_for: Callable[..., Nginx]
) -> None:
    application = town.application().start()
    browser = nginx_for(application).browser()
    living = browser.get("/")
    application.stop()
    wait_until_the_cache_is_cold()
    left = browser.get("/")
    assert (left.status, left.headers["X-Cache"]) == (200, "STALE")
    assert left.body == living.body
    assert browser.get("/portal/").status == 502
    restarted = town.application(port=application.port).start()
    assert browser.get("/").headers["X-Cache"] != "STALE"
    restarted.stop()


def test_what_a_signed_in_customer_reads_is_not_kept_for_strangers(
    customer: Browser, stranger: Browser
) -> None:
    wait_until_the_cache_is_cold()
    assert customer.get("/").headers["X-Cache"] == "BYPASS"
    assert stranger.get("/").headers["X-Cache"] in FETCHED


def readers(town: Town, nginx: Nginx) -> list[tuple[str, Browser]]:
    """Two customers of different customer accounts, each with the mark of his own."""
    people = [town.person("customer"), town.person("outsider")]
    marks = [person["accounts"][0] for person in people]
    browsers = [nginx.browser() for _ in marks]
    for browser, person in zip(browsers, people, strict=False):
        browser.sign_in(person["email"], person["password"])
    return list(zip(marks, browsers, strict=True))


def foreign_answers(town: Town, nginx: Nginx, *, rounds: int) -> list[str]:
    """Answers that hold somebody else's mark, while two customers and a stranger read side by side."""
    pairs = readers(town, nginx)
    marks = {mark for mark, _ in pairs}

    def read(number: int) -> Iterator[str]:
        mark, browser = pairs[number % 2]
        reader = Browser(port=browser.port, trust=browser.trust, cookies=dict(browser.cookies))
        dashboard = f"/portal/accounts/{mark}/"
        for path, status, allowed in ((dashboard, 200, {mark}), ("/portal/", 302, {mark}), ("/", 200, set())):
            answer = reader.get(path)
            assert answer.status == status, path
            shown = answer.text + answer.headers.get("Location", "")
            yield from (f"{other} in {path} of {mark}" for other in marks - allowed if other in shown)
        stranger = Browser(port=browser.port, trust=browser.trust)
        if stranger.get(dashboard).status == 200:
            yield f"{dashboard} shown to a stranger"

    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda number: list(read(number)), range(rounds))
        return [fault for faults in answers for fault in faults]


def test_nobody_sees_what_is_anothers(town: Town, nginx: Nginx) -> None:
    assert foreign_answers(town, nginx, rounds=100) == []


def test_the_marker_test_sees_a_leak_when_the_protection_is_off(
    town: Town, application: Server, nginx_for: Callable[..., Nginx]
) -> None:
    leaking = (
        "proxy_cache ebok_pages; proxy_cache_key $host$request_uri; proxy_cache_valid 200 302 1s; "
        "proxy_cache_methods GET HEAD; proxy_ignore_headers Cache-Control Expires Set-Cookie Vary; "
    )

    def without_protection(text: str) -> str:
        (place,) = (line for line in text.splitlines() if line.startswith("location") and "|portal|" in line)
        return text.replace(
            place, place.replace("portal|", "") + " proxy_pass http://ebok; }\nlocation /portal/ {" + leaking
        )

    nginx = nginx_for(application, without_protection)
    assert foreign_answers(town, nginx, rounds=40) != []


def test_security_headers_stand_once_on_every_answer(
    town: Town, stranger: Browser, customer: Browser
) -> None:
    dashboard = f"/portal/accounts/{town.person('customer')['accounts'][0]}/"
    for browser, path in ((stranger, "/"), (stranger, "/accounts/login/"), (customer, dashboard)):
        answer = browser.get(path)
        counts = {name: len(answer.headers.get_all(name) or []) for name in ONCE}
        assert counts == dict.fromkeys(ONCE, 1), path
    assert customer.get(dashboard).headers["Cache-Control"].count("no-store") == 1


def test_what_nginx_says_by_itself_carries_them_too(stranger: Browser) -> None:
    for path, status in ((stylesheet(stranger), 200), ("/.git/config", 404), ("/media/documents/x.pdf", 404)):
        answer = stranger.get(path)
        assert answer.status == status
        counts = {name: len(answer.headers.get_all(name) or []) for name in BY_NGINX}
        assert counts == dict.fromkeys(BY_NGINX, 1), path


def stylesheet(browser: Browser) -> str:
    page = browser.get("/").text
    return page.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0]


def test_style_sheets_come_precompressed_from_nginx_for_a_year(town: Town, stranger: Browser) -> None:
    path = stylesheet(stranger)
    answer = stranger.get(path, Accept_Encoding="gzip")
    stored = town.folder / "static" / (path.removeprefix("/static/") + ".gz")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.body == stored.read_bytes()
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.env", "/static/../ebok.env", "/_files/", "/_files/a", "/media/documents/x.pdf"],
)
def test_what_is_no_page_is_not_there(stranger: Browser, path: str) -> None:
    assert stranger.get(path).status in (400, 404)


def test_tracing_is_off(stranger: Browser) -> None:
    assert stranger.request("TRACE", "/", None, {}).status == 405


def test_the_access_log_tells_neither_queries_nor_what_opens_something(nginx: Nginx) -> None:
    browser = nginx.browser()
    for path in (
        "/accounts/password/reset/key/4-opens-sesame/",
        "/en/portal/invitations/opens-sesame/",
        "/feeds/calendar.ics?key=opens-sesame",
        "/portal/accounts/100245/invoices/?q=sought",
    ):
        browser.get(path)
    time.sleep(0.5)
    log = nginx.access_log.read_text()
    assert "GET /accounts/password/reset/key/... HTTP" in log
    assert "GET /en/portal/invitations/... HTTP" in log
    assert "GET /portal/accounts/100245/invoices/ HTTP" in log
    assert "sesame" not in log
    assert "sought" not in log


def test_plain_http_is_sent_to_https(nginx: Nginx) -> None:
    answer = Browser(port=nginx.http_port).get("/portal/?page=2")
    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/portal/?page=2")


def test_programs_that_speak_in_the_clear_are_refused(nginx: Nginx) -> None:
    plain = Browser(port=nginx.http_port)
    assert plain.get("/api/v1/portal/accounts/").status == 403
    assert plain.get("/feeds/calendar.ics?key=sesame").status == 403


def test_another_host_name_gets_no_answer(nginx: Nginx) -> None:
    browser = nginx.browser()
    browser.host = "evil.example"
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        browser.get("/accounts/password/reset/")


def posts(nginx: Nginx, cookies: list[str]) -> set[int]:
    """Statuses of empty posts at once, each with a cookie of a known browser ("" for none)."""

    def post(value: str) -> int:
        browser = nginx.browser()
        browser.cookies = {"__Host-known": value} if value else {}
        return browser.request("POST", "/accounts/login/", "", {}).status

    with ThreadPoolExecutor(20) as pool:
        return set(pool.map(post, cookies))


def cookie_of_browser(number: int) -> str:
    """As long as a true one. nginx cannot tell it from one, the application does."""
    return f"{'a' * 60}:1abcde:{number:043d}"


def test_a_known_browser_is_not_refused_for_a_flood_of_its_neighbours(nginx: Nginx) -> None:
    assert 429 in posts(nginx, [""] * 60)
    assert 429 not in posts(nginx, [cookie_of_browser(1)] * 10)


def test_neither_one_cookie_nor_many_invented_ones_open_a_flood(nginx: Nginx) -> None:
    assert 429 in posts(nginx, [cookie_of_browser(2)] * 60)
    assert 429 in posts(nginx, [cookie_of_browser(number) for number in range(1000)])


def test_a_guesser_is_slowed_down_before_the_application_counts(nginx: Nginx) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda _: nginx.browser().request("POST", "/accounts/login/", "", {}), range(60))
        )
    assert 429 in {answer.status for answer in answers}
