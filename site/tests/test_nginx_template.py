"""The nginx templates and the script that fills them in fit together."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from documents.downloads import as_download
from selfservice.identity.throttles import known_devices

NGINX = Path(__file__).resolve().parents[1] / "deploy" / "nginx"
render = runpy.run_path(str(NGINX / "render.py"))


def test_every_name_is_filled_in(tmp_path: Path) -> None:
    render["write"](folder=tmp_path, values={"config_dir": str(tmp_path / "in"), "host": "ebok.test"})
    for path in (tmp_path / "ebok.conf", tmp_path / "in" / "ebok-site.conf"):
        assert "{{" not in path.read_text()
    assert "server_name ebok.test;" in (tmp_path / "ebok.conf").read_text()


def test_every_default_is_used() -> None:
    used = set(render["NAME"].findall("".join(path.read_text() for path in NGINX.glob("*.conf"))))
    assert used == set(render["DEFAULTS"])


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(render["UnknownName"], match="hosst"):
        render["write"](folder=tmp_path, values={"hosst": "x"})


@pytest.mark.parametrize("value", ["a;b", "a b", "a{", "a\nb", "", "$x", "a'"])
def test_a_value_cannot_end_a_directive(tmp_path: Path, value: str) -> None:
    with pytest.raises(ValueError, match="no place in the configuration"):
        render["write"](folder=tmp_path, values={"config_dir": str(tmp_path), "host": value})


def test_a_form_with_all_the_files_that_it_may_carry_passes() -> None:
    from documents.uploads.rules import MEGABYTE
    from selfservice.tickets.attachments import MOST_FILES, RULES
    from selfservice.zones.portal.metering.sending_form import PHOTO

    personal = (NGINX / "ebok-site.conf").read_text().split("^/(?:en/)?(?:")[1].split("\n}")[0]
    allowed = int(personal.split("client_max_body_size ")[1].split("m;")[0])
    assert allowed * MEGABYTE > max(MOST_FILES * RULES.largest, PHOTO.largest)


def test_links_that_open_something_are_cut_from_the_access_log() -> None:
    """Whatever route carries a secret must stand in the pattern of the log."""
    from access_matrix.town import parameters_of_urls
    from django.urls import reverse

    from ebok.core.middleware import SECRET_PARAMETERS

    pattern = re.search(
        r'"~(\^.+ebok_before_secret.+)" "\$ebok_before_secret', (NGINX / "ebok.conf").read_text()
    )
    cut = re.compile(pattern[1].replace("?<", "?P<"))
    secret = {name: found for name, found in parameters_of_urls().items() if found & SECRET_PARAMETERS}
    assert len(secret) > 5
    for name, parameters in secret.items():
        kwargs = dict.fromkeys(parameters, "1") | dict.fromkeys(SECRET_PARAMETERS & parameters, "sesame")
        path = reverse(name, kwargs=kwargs)
        found = cut.match(path)
        assert found, f"Add {path} to the map $ebok_logged_path."
        assert "sesame" not in found["ebok_before_secret"]


@pytest.mark.parametrize("secure", [True, False])
def test_a_known_browser_is_counted_by_the_signature_of_its_cookie(settings: Any, secure: bool) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    pattern = re.search(r'"~(\S+ebok_known_signature\S+)" \$ebok', (NGINX / "ebok.conf").read_text())
    known = re.compile(pattern[1].replace("?<", "?P<"))
    response = HttpResponse()
    for number in range(10):
        request = RequestFactory().get("/")
        request.COOKIES = {name: cookie.value for name, cookie in response.cookies.items()}
        known_devices.remember(request=request, response=response, login=f"person-{number}@example.org")
    name, cookie = known_devices.cookie_name(), response.cookies[known_devices.cookie_name()].value
    for header in (f"{name}={cookie}", f"a=b; {name}={cookie}; c=d"):
        assert known.search(header)["ebok_known_signature"] == cookie.rsplit(":", 1)[1]
    for header in (f"{name}=1", f"un{name}={cookie}", f"{name}={cookie}x", f"{name}={cookie[:-1]}"):
        assert not known.search(header)


def blocks_of(text: str, kind: str) -> dict[str, str]:
    """Blocks of one kind (`location`, `server`) without inner blocks of their own: head -> body."""
    return dict(re.findall(rf"^ *{kind} ([^\n]*){{\n((?:[^{{}}]|{{{{ \w+ }}}})*)}}", text, re.M))


def headers_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"^ *add_header ([\w-]+) (.+?)(?: always)?;$", block, re.M))


def test_what_nginx_sends_by_itself_carries_the_headers_of_the_application(settings: Any) -> None:
    """It does not know what the application would have said, not even of a private file that it sends."""
    site = (NGINX / "ebok-site.conf").read_text()
    sent = {head: headers_of(body) for head, body in blocks_of(site, "location").items() if " alias " in body}
    assert len(sent) == 3
    for head, headers in sent.items():
        assert headers["Strict-Transport-Security"] == '"max-age=31536000; includeSubDomains; preload"', head
        assert headers["X-Content-Type-Options"] == '"nosniff"', head
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], head
    (private,) = (headers for head, headers in sent.items() if "accel_prefix" in head)
    as_application = as_download(HttpResponse(), filename="a.pdf", media_type="application/pdf")
    assert private["Content-Security-Policy"].strip('"') == as_application["Content-Security-Policy"]
    assert private["Referrer-Policy"].strip('"') == settings.SECURE_REFERRER_POLICY


def test_pages_that_nginx_makes_itself_carry_the_headers_too_and_no_answer_has_them_twice() -> None:
    """A location with headers of its own inherits none; variables are empty where the application spoke."""
    site, server = (NGINX / "ebok-site.conf").read_text(), (NGINX / "ebok.conf").read_text()
    own = {
        "Strict-Transport-Security": "$ebok_own_transport",
        "X-Content-Type-Options": "$ebok_own_sniffing",
        "Content-Security-Policy": "$ebok_own_policy",
    }
    outside = site.split("\nlocation ")[0]
    passed_on = [body for body in blocks_of(site, "location").values() if "proxy_pass" in body]
    assert headers_of(outside) == own and len(passed_on) == 3
    for body in passed_on:
        assert headers_of(body) == {} or own.items() <= headers_of(body).items()
    for variable in own.values():
        (told,) = (body for head, body in blocks_of(server, "map").items() if head.strip().endswith(variable))
        assert 'default "";' in told


def test_tls_is_spoken_in_its_two_newest_versions_with_forward_secrecy() -> None:
    server = (NGINX / "ebok.conf").read_text()
    assert re.findall(r"ssl_protocols (.+);", server) == ["TLSv1.2 TLSv1.3"]
    (ciphers,) = re.findall(r"ssl_ciphers (\S+);", server)
    for cipher in ciphers.split(":"):
        assert re.fullmatch(
            r"(ECDHE-(EC)?DSA|ECDHE-RSA|DHE-RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", cipher
        )


def test_programs_are_not_led_from_plain_http_to_https() -> None:
    """A secret sent in the clear must not work by a detour that nobody notices."""
    plain = (NGINX / "ebok.conf").read_text().split("listen {{ listen_http }}")[1].split("\nserver {")[0]
    refused = re.search(r"location ~ (\S+) \{\s+return 403;", plain)
    assert refused
    for path in ("/api/v1/portal/accounts/", "/api/v1/exchange/outgoing/", "/feeds/calendar.ics", "/hooks/"):
        assert re.match(refused[1], path), path
    for path in ("/", "/portal/", "/accounts/login/", "/apiary/", "/feedstock/"):
        assert not re.match(refused[1], path), path
    assert not re.search(r"^    return ", plain, re.M)  # it would answer before any location is looked for


def test_private_zones_are_passed_straight_through() -> None:
    """Whatever zone is added to the map must be added to nginx, or its answers could be kept."""
    from ebok.urls import ZONES

    text = (NGINX / "ebok-site.conf").read_text()
    named = text.split("^/(?:en/)?(?:")[1].split(")")[0].split("|")
    private = {zone.prefix.strip("/").split("/")[0] for zone in ZONES if zone.personal and zone.prefix}
    # The API has a location of its own; the gallery of components is closed in production.
    assert private - set(named) - {"api", "styleguide"} == set()
