"""Whom this site calls by itself. A new caller needs a line and a reason here, and a look at redirects."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tree import ROOT, repository_files

# Modules by which one reaches other machines.
CLIENTS = {
    "aiohttp",
    "asyncio",
    "boto3",
    "botocore",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "paramiko",
    "poplib",
    "pwnedpasswords",
    "redis",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc.client",
}
ALLOWED = {
    "documents/storage/s3.py": "boto3, botocore: the bucket that the settings name",
    "documents/uploads/scanning.py": "socket: the virus scanner that the settings name",
    "selfservice/identity/passwords/online.py": "pwnedpasswords, urllib.request: leaked passwords",
    "site/ebok/core/management/commands/run.py": "socket: is the port of the embedded start free?",
    "site/ebok/core/running/welcome.py": "http.client: does the embedded start answer on this machine?",
}
NOT_SERVED = {"tests", "benchmarks", "deploy"}


def clients(code: str) -> Iterator[str]:
    """Modules of `CLIENTS` that this code imports, in whatever form."""
    for node in ast.walk(ast.parse(code)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (client for name in names for client in CLIENTS if f"{name}.".startswith(f"{client}."))


def sources() -> list[Path]:
    return [path for path in repository_files("*.py") if not NOT_SERVED & set(path.parts)]


def test_every_outgoing_client_is_known_with_its_reason() -> None:
    found = {str(path): set(clients((ROOT / path).read_text(encoding="utf-8"))) for path in sources()}
    told = {path: set(reason.partition(":")[0].split(", ")) for path, reason in ALLOWED.items()}
    assert {path: used for path, used in found.items() if used} == told


@pytest.mark.parametrize(
    "code",
    [
        "import requests",
        "import requests as r",
        "from requests.sessions import Session",
        "from urllib import request",
        "import urllib.request",
        "def f():\n    from http import client",
        "import httpx, json",
    ],
)
def test_no_form_of_import_hides_a_client(code: str) -> None:
    assert list(clients(code))


def test_names_alike_are_no_clients() -> None:
    assert not list(clients("from urllib.parse import urlsplit\nfrom django.http import HttpRequest"))
