"""Starts nginx with a shipped set-up, asks it, and stands in for the service that signs in."""

from __future__ import annotations

import base64
import http.client
import http.server
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.making import PROJECT

DEPLOY = PROJECT / "deploy"
LIBRARY = "library.example.org"
DRAFTS = "drafts.example.org"


@dataclass(frozen=True)
class Answer:
    """What a server said: its status, its headers (names in lower case) and its body."""

    status: int
    headers: dict[str, str]
    body: str


def certificate(folder: Path) -> None:
    """Make a key and a certificate for both names, which nobody but the tests trusts."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=Patternbook tests"),
            *("-addext", f"subjectAltName=DNS:{LIBRARY},DNS:{DRAFTS}"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )


def chromium() -> str:
    """Return the browser that CHROMIUM names, or the one on the path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found is not None, "No browser found: set CHROMIUM to the path of Chromium or Chrome."
    return found


def basic(name: str, passphrase: str) -> dict[str, str]:
    """Return the header with which a browser sends a name and a passphrase."""
    pair = base64.b64encode(f"{name}:{passphrase}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _environment() -> dict[str, str]:
    """Return the environment without NGINX, in which nginx itself looks for open sockets."""
    return {name: value for name, value in os.environ.items() if name != "NGINX"}


class Hosting:
    """An nginx of its own, with one of the shipped set-ups and the one for unknown hosts."""

    def __init__(
        self,
        nginx: str,
        ground: Path,
        setup: str,
        sites: Mapping[str, Path],
        sign_in_port: int = 4180,
    ) -> None:
        """Put everything where the set-up looks for it; `sites` by their place below /srv."""
        self._nginx = nginx
        self._ground = ground
        self._setup = setup
        self._sign_in_port = sign_in_port
        self.folder = Path(tempfile.mkdtemp(dir=ground))
        self.sites = self.folder / "srv"
        self.settings = self.folder / "etc"
        shutil.copytree(DEPLOY / "nginx/patternbook", self.settings)
        for place, site in sites.items():
            shutil.copytree(site, self.sites / place)
            headers = self.settings / f"{place}.headers"
            headers.parent.mkdir(exist_ok=True)
            shutil.copy(site / ".patternbook/nginx.conf", headers)
        self._process: subprocess.Popen[str] | None = None
        self.port = self.plain_port = 0

    def write_people(self, name: str, people: Mapping[str, str]) -> None:
        """Write a list of people with their passphrases, as deploy/README.md says."""
        lines = []
        for person, passphrase in people.items():
            made = subprocess.run(
                ["openssl", "passwd", "-6", "-stdin"],
                input=passphrase,
                capture_output=True,
                text=True,
                check=True,
            )
            lines.append(f"{person}:{made.stdout.strip()}\n")
        (self.settings / name).write_text("".join(lines), encoding="utf-8")

    def write_settings(self) -> Path:
        """Write what nginx reads: the shipped files with other addresses, ports and paths."""
        plain, plain_too, encrypted, encrypted_too = self.free_ports(4)
        self.plain_port, self.port = plain, encrypted
        replaced = {
            "/etc/nginx/patternbook/": f"{self.settings}/",
            "/srv/patternbook": str(self.sites),
            "/var/www/acme": str(self.folder / "acme"),
            "listen 80": f"listen 127.0.0.1:{plain}",
            "listen [::]:80": f"listen 127.0.0.1:{plain_too}",
            "listen 443": f"listen 127.0.0.1:{encrypted}",
            "listen [::]:443": f"listen 127.0.0.1:{encrypted_too}",
            "127.0.0.1:4180": f"127.0.0.1:{self._sign_in_port}",
        }
        conf = self.folder / "conf.d"
        conf.mkdir(exist_ok=True)
        for file in [*(DEPLOY / "nginx").glob("patternbook/*"), DEPLOY / "nginx" / self._setup]:
            self._write(file, replaced)
        self._write(DEPLOY / "nginx/unknown-hosts.conf", replaced)
        main = self.folder / "nginx.conf"
        temporary = "\n".join(
            f"    {kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # One process, which belongs to whoever runs the tests.
        main.write_text(
            f"daemon off;\nmaster_process off;\npid {self.folder}/pid;\nerror_log stderr warn;\n"
            "events {}\n"
            "http {\n"
            "    types {\n"
            "        text/html html; text/css css; application/javascript js;\n"
            "        application/json json; text/xml xml; image/svg+xml svg; text/plain txt;\n"
            "    }\n"
            f"    access_log off;\n{temporary}\n    include {conf}/*.conf;\n"
            "}\n",
            encoding="utf-8",
        )
        return main

    @staticmethod
    def free_ports(number: int) -> list[int]:
        """Return ports that nobody listened on just now."""
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
        ports = [each.getsockname()[1] for each in sockets]
        for each in sockets:
            each.close()
        return ports

    def _write(self, file: Path, replaced: Mapping[str, str]) -> None:
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"/etc/ssl/patternbook/\w+\.pem", f"{self._ground}/certificate.pem", text)
        text = re.sub(r"/etc/ssl/patternbook/\w+\.key", f"{self._ground}/key.pem", text)
        for old, new in replaced.items():
            text = text.replace(old, new)
        place = self.settings if file.parent.name == "patternbook" else self.folder / "conf.d"
        (place / file.name).write_text(text, encoding="utf-8")

    def tested(self) -> str:
        """Let nginx read the settings without serving; return what it has to say."""
        ran = subprocess.run(
            [self._nginx, "-t", "-c", str(self.write_settings()), "-e", "stderr"],
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
        )
        return ran.stderr

    def __enter__(self) -> Self:
        """Start nginx; with other ports if somebody took these in the meantime."""
        for _ in range(5):
            command = [self._nginx, "-c", str(self.write_settings()), "-e", "stderr"]
            with (self.folder / "log").open("w") as log:
                process = subprocess.Popen(command, stderr=log, text=True, env=_environment())
            while process.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", self.port)).close()
                except ConnectionRefusedError:
                    continue
                self._process = process
                return self
        raise AssertionError((self.folder / "log").read_text())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop nginx."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait()

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        host: str = LIBRARY,
        named: str | None = None,
    ) -> Answer:
        """Ask for a path, exactly as it is written, encrypted, and return the answer.

        `host` is the name on the certificate that is asked for, `named` the one in the request
        if it is another. Raises OSError if the server hangs up.
        """
        trust = ssl.create_default_context(cafile=self._ground / "certificate.pem")
        plain = socket.create_connection(("127.0.0.1", self.port))
        with trust.wrap_socket(plain, server_hostname=host) as encrypted:
            return _asked(encrypted, method, path, {"Host": named or host, **(headers or {})})

    def ask_plainly(self, path: str, host: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask without encryption. Raises OSError if the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.plain_port)) as plain:
            return _asked(plain, "GET", path, {"Host": host, **(headers or {})})


def _asked(connection: socket.socket, method: str, path: str, headers: Mapping[str, str]) -> Answer:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    connection.sendall(("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode())
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    body = response.read().decode("utf-8", errors="replace")
    return Answer(
        response.status, {name.lower(): value for name, value in response.getheaders()}, body
    )


class SignInService:
    """Stands in for oauth2-proxy: 202, 401 or 403 for a question, and the way to sign in.

    A cookie `who=GROUP` stands for somebody of that group who has signed in.
    """

    def __init__(self) -> None:
        """Answer as it should, unless told otherwise."""
        self.status = 0  # if set, the answer to every question
        self.hangs = False
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._released = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}
        )
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of whoever waits, and stop."""
        self.stop()

    def stop(self) -> None:
        """Stop, as a service does that has broken down. Nothing happens the second time."""
        if self._released.is_set():
            return
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.asked.append((self.path, headers))
                if service.hangs:
                    service._released.wait()
                    return
                address = urlsplit(self.path)
                if address.path == "/oauth2/auth":
                    self.send_response(service.status or self._opinion(address.query))
                    # nginx must not obey any of these.
                    self.send_header("X-Accel-Redirect", "/index.html")
                elif address.path == "/oauth2/start":
                    self.send_response(302)
                    self.send_header("Location", "https://login.example.org/")
                else:
                    self.send_response(200)
                    self.send_header("X-Accel-Redirect", "/index.html")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_HEAD = do_GET

            def _opinion(self, query: str) -> int:
                match = re.search(r"who=([\w-]+)", self.headers.get("Cookie", ""))
                if match is None:
                    return 401
                wanted = parse_qs(query).get("allowed_groups", [match[1]])
                return 202 if match[1] in wanted else 403

            def log_message(self, format: str, *args: object) -> None:
                """Keep the tests' output quiet."""

        return Handler
