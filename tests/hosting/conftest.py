"""The real nginx with the shipped set-ups, on loopback only, for as long as the tests run.

Nothing in the shipped files is changed but addresses, ports and paths. oauth2-proxy is not there:
a small server stands in for it, which speaks as much of its language as nginx listens to.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosting.serving import Hosting, SignInService, certificate

_ENVIRONMENT = Path(sys.prefix)


@pytest.fixture(scope="session")
def nginx() -> str:
    """Return the nginx that NGINX names, or one that can be found."""
    found = os.environ.get("NGINX") or next(
        filter(
            None,
            map(shutil.which, ("nginx", "/usr/sbin/nginx", f"{_ENVIRONMENT}/nginx/usr/sbin/nginx")),
        ),
        None,
    )
    if found is None:
        pytest.fail("No nginx found: set NGINX to its path, or run scripts/nginx.sh.")
    return found


@pytest.fixture(scope="session")
def board_site(board_copy: Path) -> Path:
    """Return the folder of what the board reads."""
    return board_copy / "site-board"


@pytest.fixture(scope="session")
def participants_site(board_copy: Path) -> Path:
    """Return the folder of what the participants of one review read."""
    return board_copy / "site-a-letter"


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with a certificate that the tests trust."""
    folder = tmp_path_factory.mktemp("hosting")
    certificate(folder)
    return folder


@pytest.fixture(scope="session")
def public_host(nginx: str, ground: Path, real_site: Path) -> Iterator[Hosting]:
    """Host this very library with public.conf."""
    with Hosting(nginx, ground, "public.conf", {"public": real_site}) as hosting:
        yield hosting


@pytest.fixture(scope="session")
def locked_host(nginx: str, ground: Path, board_site: Path) -> Iterator[Hosting]:
    """Host a board's copy with basic-auth.conf."""
    hosting = Hosting(nginx, ground, "basic-auth.conf", {"board": board_site})
    hosting.write_people("board.people", {"reader": "a long passphrase"})
    with hosting:
        yield hosting


@pytest.fixture(scope="session")
def drafts_host(nginx: str, ground: Path, participants_site: Path) -> Iterator[Hosting]:
    """Host the draft of one review with participants.conf, and keep another one beside it."""
    hosting = Hosting(
        nginx,
        ground,
        "participants.conf",
        {"participants/a-review": participants_site, "participants/not-hosted": participants_site},
    )
    hosting.write_people("participants/nobody.people", {})
    hosting.write_people("participants/a-review.people", {"midwife": "a long passphrase"})
    with hosting:
        yield hosting


@pytest.fixture
def sign_in_service() -> Iterator[SignInService]:
    """Run the stand-in for oauth2-proxy."""
    with SignInService() as service:
        yield service


@pytest.fixture
def single_sign_on_host(
    nginx: str,
    ground: Path,
    board_site: Path,
    participants_site: Path,
    sign_in_service: SignInService,
) -> Iterator[Hosting]:
    """Host a board's copy, and the draft of one review, with single-sign-on.conf."""
    hosting = Hosting(
        nginx,
        ground,
        "single-sign-on.conf",
        {"board": board_site, "participants/a-review": participants_site},
        sign_in_service.port,
    )
    with hosting:
        yield hosting
