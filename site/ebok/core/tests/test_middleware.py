"""What every request passes: zones, request ids, one line in the log, honest error pages."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("ebok.core.tests.urls"), pytest.mark.django_db]


@pytest.fixture
def calm_client() -> Client:
    """Shows the error page, as a browser would see it, instead of raising."""
    return Client(raise_request_exception=False)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log's own handler writes, as an operator would read it."""
    [handler] = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def request_lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in lines if line.get("event") == "request"]


def test_a_url_that_nobody_listed_is_closed(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.get("/forgotten/").status_code == 404
    assert any(getattr(record, "msg", {}).get("event") == "zone.missing" for record in caplog.records)


def test_a_listed_url_is_open_in_both_languages(client: Client) -> None:
    assert client.get("/open/").content == b"pl /open/"
    assert client.get("/en/open/").content == b"en /en/open/"


@pytest.mark.parametrize("path", ["/secret/of-a-page/", "/en/mine/unknown/", "/staff/a/b/"])
def test_a_page_of_the_cms_never_stands_in_for_a_guarded_zone(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get("/secretary/").status_code == 200


def test_public_answers_set_no_cookie_and_do_not_vary(client: Client) -> None:
    answer = client.get("/open/", headers={"accept-language": "en", "cookie": "django_language=en"})
    assert answer.content == b"pl /open/"
    assert not answer.cookies
    assert "Vary" not in answer.headers
    assert "no-store" not in answer.headers.get("Cache-Control", "")
    assert answer.headers["Content-Language"] == "pl"


def test_personal_answers_are_never_kept(client: Client, django_user_model) -> None:
    user = django_user_model.objects.create_user("anna.probna@example.pl", "correct horse battery")
    client.force_login(user)
    for path in ("/mine/", "/health/live"):
        cache_control = client.get(path).headers["Cache-Control"]
        assert "no-store" in cache_control
        assert "private" in cache_control


def test_one_log_line_a_request_without_its_query(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get("/en/open/?token=s3cret")
    [line] = request_lines(caplog)
    facts = {name: line[name] for name in ("method", "path", "status", "zone", "request_id")}
    assert facts == {
        "method": "GET",
        "path": "/en/open/",
        "status": 200,
        "zone": "public",
        "request_id": answer.headers["X-Request-ID"],
    }
    assert isinstance(line["ms"], float)
    assert "s3cret" not in caplog.text


def test_a_log_line_cannot_be_forged(client: Client, log: io.StringIO) -> None:
    client.get('/x%0d%0a{"event":"forged"}%1b[2K/')
    [line] = log.getvalue().splitlines()
    assert "\x1b" not in line
    assert json.loads(line)["path"] == '/x\r\n{"event":"forged"}\x1b[2K/'


def test_each_request_has_its_own_id_and_believes_no_header(client: Client) -> None:
    claimed = "0" * 32
    ids = {client.get("/open/", headers={"x-request-id": claimed}).headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert claimed not in ids
    assert all(re.fullmatch("[0-9a-f]{32}", request_id) for request_id in ids)


@pytest.mark.parametrize(
    ("path", "status"), [("/senseless/", 400), ("/staff/", 403), ("/missing/", 404), ("/broken/", 500)]
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_error_pages_carry_the_reference_and_no_detail(
    calm_client: Client, path: str, status: int, language: str
) -> None:
    answer = calm_client.get(language + path)
    page = answer.content.decode()
    assert answer.status_code == status
    assert answer.headers["X-Request-ID"] in page
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_the_traceback_is_in_the_log_under_the_reference(calm_client: Client, log: io.StringIO) -> None:
    reference = calm_client.get("/broken/").headers["X-Request-ID"]
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    [line] = [line for line in lines if "RuntimeError" in line.get("exception", "")]
    assert line["request_id"] == reference


def test_an_error_page_that_cannot_be_rendered_is_replaced_by_a_bare_one(
    calm_client: Client, settings, tmp_path
) -> None:
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / "500.html").write_text("{% broken tag %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}]
    answer = calm_client.get("/en/broken/")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.content.decode()
    assert b"Reference number" in answer.content


def test_the_500_page_asks_no_database(calm_client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert calm_client.get("/broken/").status_code == 500


def test_machines_get_a_problem_document(client: Client) -> None:
    answer = client.get("/api/v1/things/")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "reference": answer.headers["X-Request-ID"],
    }


def test_a_form_without_its_token_gets_the_403_page(calm_client: Client) -> None:
    answer = Client(enforce_csrf_checks=True).post("/open/")
    assert answer.status_code == 403
    assert answer.headers["X-Request-ID"] in answer.content.decode()
