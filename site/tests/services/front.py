"""nginx with the configuration that is shipped, on ports of its own and with a certificate of its own."""

from __future__ import annotations

import os
import runpy
import subprocess
from collections.abc import Callable
from pathlib import Path

from browser import Browser
from servers import Server, free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; font/woff2 woff2; }}
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/ebok.conf;
}}
"""


def certificate(folder: Path) -> Path:
    """A self-signed certificate for localhost; its key stands beside it as `key.pem`."""
    path = folder / "certificate.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    request = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    files = [
        "-subj",
        "/CN=localhost",
        "-addext",
        names,
        "-keyout",
        str(folder / "key.pem"),
        "-out",
        str(path),
    ]
    subprocess.run([*request.split(), *files], check=True, capture_output=True)
    return path


class Nginx:
    """nginx in front of one application.

    Parameters:
        change: alters the rendered configuration, to see a test fail without a protection.
    """

    def __init__(
        self, *, folder: Path, upstream_port: int, var: Path, trust: Path, change: Callable[[str], str]
    ) -> None:
        self.trust = trust
        self.folder = folder
        self.access_log = folder / "access.log"
        self.http_port = free_port()
        self.https_port = free_port()
        render = runpy.run_path(str(DEPLOY / "nginx" / "render.py"))
        render["write"](
            folder=folder,
            values={
                "host": "localhost",
                "listen_http": f"127.0.0.1:{self.http_port}",
                "listen_https": f"127.0.0.1:{self.https_port}",
                "certificate": str(trust),
                "certificate_key": str(trust.with_name("key.pem")),
                "upstream": f"127.0.0.1:{upstream_port}",
                "access_log": str(self.access_log),
                "cache_dir": str(folder / "cache"),
                "static_root": str(var / "static"),
                "media_root": str(var / "media"),
                "files_root": str(var / "files"),
                "config_dir": str(folder / "included"),
            },
        )
        site = folder / "included" / "ebok-site.conf"
        site.write_text(change(site.read_text()))
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
        self.server = Server(
            ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")],
            port=self.https_port,
            log=folder / "out.log",
            env={"PATH": os.environ["PATH"] + ":/usr/sbin"},
        )

    def browser(self) -> Browser:
        return Browser(port=self.https_port, trust=str(self.trust))
