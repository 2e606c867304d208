"""Reading `STORAGE_URL`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORMS = "file:///folder or s3://KEY:SECRET@host:port/bucket?region=eu-1&tls=1&prefix=ebok"
_OPTIONS = {"region", "tls", "prefix", "public"}


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine."""

    root: Path


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of an S3-compatible server.

    Parameters:
        endpoint: URL under which the application reaches the server.
        public: URL under which browsers reach it, for links; the endpoint unless given.
        prefix: what all keys start with, so that several offices may share a bucket.
    """

    endpoint: str
    public: str
    name: str
    access_key: str
    secret_key: str
    region: str
    prefix: str


def parsed(url: str) -> Folder | Bucket:
    """The store that a URL names. Keys and secrets are percent-encoded in it.

    Raises:
        ImproperlyConfigured: it names none; the message never repeats the secret.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme == "file" and not parts.netloc and parts.path.strip("/"):
            return Folder(root=Path(unquote(parts.path)))
        if parts.scheme == "s3":
            return _bucket(parts)
    except ValueError:
        pass
    raise ImproperlyConfigured(f"STORAGE_URL must look like {FORMS}.")


def _bucket(parts: SplitResult) -> Bucket:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = parts.path.strip("/")
    if not (parts.username and parts.password and parts.hostname and name) or "/" in name:
        raise ValueError("incomplete")
    if unknown := set(options) - _OPTIONS:
        raise ImproperlyConfigured(f"STORAGE_URL has unknown options: {', '.join(sorted(unknown))}.")
    scheme = "http" if options.get("tls", "1") == "0" else "https"
    endpoint = f"{scheme}://{parts.netloc.rpartition('@')[2]}"
    return Bucket(
        endpoint=endpoint,
        public=options.get("public", endpoint),
        name=name,
        access_key=unquote(parts.username),
        secret_key=unquote(parts.password),
        region=options.get("region", "us-east-1"),
        prefix=options.get("prefix", "").strip("/"),
    )
