"""A small customer's browser: keeps cookies, checks certificates, reads forms."""

from __future__ import annotations

import http.client
import re
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """One person's browser on one server.

    Parameters:
        port: where the server listens on 127.0.0.1.
        trust: certificate to trust; None speaks plain HTTP.
        dashboard: path of the person's own first page, where a test needs it.
    """

    port: int
    trust: str | None = None
    host: str = "localhost"
    cookies: dict[str, str] = field(default_factory=dict)
    dashboard: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, f"no form at {path}: {page.status}"
        body = urlencode({**form, "csrfmiddlewaretoken": token[1]})
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"https://{self.host}{path}",
        }
        return self.request("POST", path, body, headers)

    def sign_in(self, email: str, password: str) -> Answer:
        answer = self.post("/accounts/login/", {"login": email, "password": password})
        assert answer.status == 302, f"sign-in of {email} answered {answer.status}"
        return answer

    def request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = self.connection()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {"Host": self.host, **named})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        self.remember(answer.headers.get_all("Set-Cookie") or [])
        return answer

    def remember(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value

    def connection(self) -> http.client.HTTPConnection:
        if self.trust is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        context = ssl.create_default_context(cafile=self.trust)
        return http.client.HTTPSConnection("localhost", self.port, timeout=30, context=context)
