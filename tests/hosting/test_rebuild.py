"""Putting a fresh site in its place: all of it or nothing, and only for whom it was built."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from patternbook.headers import write_headers
from patternbook.vocabulary import Audience
from tests.hosting.serving import DEPLOY
from tests.making import PROJECT

Publish = Callable[..., subprocess.CompletedProcess[str]]


def build(folder: Path, text: str, audience: Audience = Audience.PUBLIC) -> Path:
    """Make a site of one page; return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(f"<p>{text}</p>")
    write_headers(folder, audience)
    return folder


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Return what puts a site into `served`, with nginx's two commands stood in for."""

    def run(audience: str, built: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(str(DEPLOY / "rebuild/publish.sh"), audience, str(built)),
                *(str(tmp_path / "srv/served"), str(tmp_path / "etc/served.headers")),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "GROUP": str(os.getgid()),
                "TEST": "true",
                "RELOAD": f"touch {tmp_path}/reloaded",
                **variables,
            },
        )

    return run


def state(folder: Path) -> dict[str, str]:
    """Return every file of what is served and of nginx's settings, with its text."""
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for place in ("srv", "etc", "reloaded")
        for file in [folder / place, *(folder / place).rglob("*")]
        if file.is_file()
    }


def test_a_site_is_served_with_its_headers(tmp_path, publish):
    built = build(tmp_path / "built", "New.")

    ran = publish("public", built)

    assert (ran.returncode, ran.stderr) == (0, "")
    now = state(tmp_path)
    assert now["srv/served/index.html"] == "<p>New.</p>"
    assert now["etc/served.headers"] == (built / ".patternbook/nginx.conf").read_text("utf-8")
    assert "reloaded" in now


def test_a_later_site_takes_its_place_whole(tmp_path, publish):
    first = build(tmp_path / "first", "Old.")
    (first / "withdrawn.html").write_text("Withdrawn.")
    publish("public", first)

    assert publish("public", build(tmp_path / "second", "New.")).returncode == 0

    now = state(tmp_path)
    assert now["srv/served/index.html"] == "<p>New.</p>"
    assert "srv/served/withdrawn.html" not in now
    assert [folder.name for folder in (tmp_path / "srv").iterdir()] == ["served"]


def test_what_is_served_is_for_the_web_server_alone(tmp_path, publish):
    built = build(tmp_path / "built", "New.")
    built.chmod(0o777)
    (built / "index.html").chmod(0o666)

    publish("public", built)

    assert (tmp_path / "srv/served").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "srv/served/index.html").stat().st_mode & 0o777 == 0o640


def for_the_board(site: Path) -> None:
    write_headers(site, Audience.BOARD)


def without_a_mark(site: Path) -> None:
    (site / ".patternbook/audience").unlink()


def without_headers(site: Path) -> None:
    (site / ".patternbook/nginx.conf").unlink()


def without_pages(site: Path) -> None:
    (site / "index.html").unlink()


def with_a_link(site: Path) -> None:
    (site / "way-out").symlink_to("/etc")


def with_a_pipe(site: Path) -> None:
    os.mkfifo(site / "pipe")


def with_headers_as_a_link(site: Path) -> None:
    headers = site / ".patternbook/nginx.conf"
    headers.rename(site / "headers.txt")
    headers.symlink_to("../headers.txt")


@pytest.mark.parametrize(
    "spoil",
    [
        for_the_board,
        without_a_mark,
        without_headers,
        without_pages,
        with_a_link,
        with_a_pipe,
        with_headers_as_a_link,
    ],
)
def test_with_any_fault_the_old_site_stands(tmp_path, publish, spoil):
    publish("public", build(tmp_path / "first", "Old."))
    (tmp_path / "reloaded").unlink()
    before = state(tmp_path)
    second = build(tmp_path / "second", "New.")
    spoil(second)

    ran = publish("public", second)

    assert ran.returncode == 1
    assert "Nothing was changed." in ran.stderr
    assert state(tmp_path) == before


@pytest.mark.parametrize(
    "line",
    [
        "access_log /etc/cron.d/patternbook;",
        'add_header A "b" always; access_log /etc/cron.d/patternbook;',
        'add_header A "b" always; location /x { alias /etc/; }',
        "location /x { alias /etc/; }",
        'add_header A "$http_cookie" always;',
        'add_header A "b\\" always; root /;"',
        "include /etc/passwd;",
        " root /;",
        "# A remark\r root /;\r",
    ],
)
def test_nothing_but_headers_gets_into_the_settings(tmp_path, publish, line):
    built = build(tmp_path / "built", "New.")
    headers = built / ".patternbook/nginx.conf"
    headers.write_bytes(headers.read_bytes() + line.encode() + b"\n")

    ran = publish("public", built)

    assert ran.returncode == 1
    assert "something other than headers" in ran.stderr
    assert state(tmp_path) == {}


def test_if_nginx_does_not_accept_the_headers_the_old_ones_stand(tmp_path, publish):
    publish("public", build(tmp_path / "first", "Old."))
    (tmp_path / "reloaded").unlink()
    before = state(tmp_path)

    ran = publish("public", build(tmp_path / "second", "New.", Audience.PUBLIC), TEST="false")

    assert ran.returncode == 1
    assert "nginx does not accept its settings" in ran.stderr
    assert state(tmp_path) == before


def test_a_failed_build_is_not_published():
    service = (DEPLOY / "rebuild/patternbook-rebuild.service").read_text("utf-8")
    cron = (DEPLOY / "rebuild/patternbook.cron").read_text("utf-8").splitlines()[-1]

    # systemd runs ExecStartPost only when ExecStart went well, and a shell what follows &&.
    assert service.index("\nExecStart=") < service.index("\nExecStartPost=+")
    assert "ExecStart=-" not in service
    assert " build " in cron.partition(" && patternbook-publish ")[0].rpartition(" && ")[2]


def test_nginx_sh_says_what_is_wrong_with_what_was_named(tmp_path):
    ran = subprocess.run(
        [PROJECT / "scripts/nginx.sh"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NGINX": str(tmp_path / "no-nginx")},
    )

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "does not start" in ran.stderr


def test_nginx_sh_prints_what_was_named_if_it_starts(nginx):
    ran = subprocess.run(
        [PROJECT / "scripts/nginx.sh"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NGINX": nginx},
    )

    assert (ran.returncode, ran.stdout) == (0, f"{nginx}\n")
