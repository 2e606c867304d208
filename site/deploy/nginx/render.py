"""Writes nginx's configuration for one installation from the templates beside this file.

    python3 site/deploy/nginx/render.py --out /etc/nginx/conf.d --set host=ebok.example.pl ...

`--list` names every value with its default. The templates' `{{ names }}` are all there is to fill in.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent
NAME = re.compile(r"\{\{ (\w+) \}\}")
SAFE = re.compile(r"[\w./:\[\]*-]+")  # nothing that could end a directive
DEFAULTS = {
    "host": "ebok.example.pl",
    "listen_http": "80",
    "listen_https": "443",
    "certificate": "/etc/letsencrypt/live/ebok.example.pl/fullchain.pem",
    "certificate_key": "/etc/letsencrypt/live/ebok.example.pl/privkey.pem",
    "upstream": "127.0.0.1:8000",
    "access_log": "/var/log/nginx/ebok.access.log",
    "cache_dir": "/var/cache/nginx/ebok",
    "static_root": "/var/lib/ebok/static",
    "media_root": "/var/lib/ebok/media",
    "files_root": "/srv/ebok/files",
    "accel_prefix": "/_files/",
    "config_dir": "/etc/nginx/ebok",
}


class UnknownName(KeyError):
    """A value was given, or a template asks for one, that is not in `DEFAULTS`."""


def rendered(template: str, values: Mapping[str, str]) -> str:
    """The template with its names replaced.

    Raises:
        UnknownName: the template names something that has no value.
        ValueError: a value holds a character that could end a directive.
    """
    for name, value in values.items():
        if not SAFE.fullmatch(value):
            raise ValueError(f"{name}: {value!r} holds a character that has no place in the configuration")

    def value_of(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise UnknownName(match[1])
        return values[match[1]]

    return NAME.sub(value_of, template)


def write(*, folder: Path, values: Mapping[str, str]) -> None:
    """Write `ebok.conf` into `folder` and what it includes into `config_dir`.

    Parameters:
        values: what differs from `DEFAULTS`.

    Raises:
        UnknownName: a value that no template knows.
    """
    if unknown := set(values) - set(DEFAULTS):
        raise UnknownName(", ".join(sorted(unknown)))
    complete = {**DEFAULTS, **values}
    included = Path(complete["config_dir"])
    for name, target in (("ebok.conf", folder), ("ebok-site.conf", included)):
        target.mkdir(parents=True, exist_ok=True)
        text = rendered((TEMPLATES / name).read_text(encoding="utf-8"), complete)
        (target / name).write_text(text, encoding="utf-8")


def main() -> int:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("/etc/nginx/conf.d"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--list", action="store_true", help="name every value with its default")
    options = parser.parse_args()
    if options.list:
        print(*(f"{name}={value}" for name, value in DEFAULTS.items()), sep="\n")
        return 0
    write(folder=options.out, values=dict(pair.split("=", 1) for pair in options.set))
    return 0


if __name__ == "__main__":
    sys.exit(main())
