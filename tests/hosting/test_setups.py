"""The shipped files themselves: what can be known of them without the services that read them."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.hosting.serving import DEPLOY, LIBRARY, Answer, Hosting, basic
from tests.making import PROJECT

SETUPS = sorted(file.name for file in (DEPLOY / "nginx").glob("*.conf"))
PAGES = sorted((DEPLOY / "pages").glob("*.yml"))
CONTAINERFILE = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8")


def directives(text: str) -> str:
    """Return the settings of nginx without comments."""
    return re.sub(r"^\s*#.*$", "", text, flags=re.M)


# --- nginx --------------------------------------------------------------------------------------


@pytest.mark.parametrize("setup", [name for name in SETUPS if name != "unknown-hosts.conf"])
def test_nginx_accepts_every_set_up_without_a_warning(nginx, ground, real_site, setup):
    sites = {"public": real_site, "board": real_site, "participants/a-review": real_site}

    said = Hosting(nginx, ground, setup, sites).tested()

    assert "test is successful" in said
    assert "[warn]" not in said
    assert "[emerg]" not in said


@pytest.mark.parametrize("setup", SETUPS)
def test_no_location_loses_the_headers_by_having_some_of_its_own(setup):
    text = directives((DEPLOY / "nginx" / setup).read_text(encoding="utf-8"))

    assert "add_header" not in text  # headers come from files, whole
    for block in re.findall(r"location [^{]*\{[^{}]*\.headers;[^{}]*", text):
        assert "tls-promise.conf" in block


@pytest.mark.parametrize("setup", SETUPS)
def test_no_set_up_has_a_way_past_its_question(setup):
    text = directives((DEPLOY / "nginx" / setup).read_text(encoding="utf-8"))
    text += directives((DEPLOY / "nginx/patternbook/site.conf").read_text(encoding="utf-8"))

    for way in ("satisfy any", "autoindex on", "alias ", "merge_slashes off", "X-Sendfile"):
        assert way not in text
    for exempt in re.findall(r"location ([^{]*)\{[^{}]*(?:auth_request|auth_basic) off;", text):
        assert exempt.strip() in {
            "@sign_in",
            "@refused",
            "@missing",
            "= /oauth2/auth",
            "= /oauth2/start",
            "= /oauth2/callback",
            "= /oauth2/sign_out",
            "= /oauth2/participants/a-review",
        }


# --- oauth2-proxy -------------------------------------------------------------------------------


def test_the_settings_of_oauth2_proxy_leave_out_every_known_way_past_it():
    settings = tomllib.loads((DEPLOY / "oauth2-proxy/oauth2-proxy.cfg").read_text("utf-8"))

    assert settings["http_address"].startswith("127.0.0.1:")
    assert settings["reverse_proxy"] is True
    assert settings["trusted_proxy_ips"] == ["127.0.0.1/32", "::1/128"]
    assert "*" not in settings["email_domains"]
    assert settings["allowed_groups"]
    assert settings["whitelist_domains"] == [LIBRARY]
    assert settings["cookie_name"].startswith("__Host-")
    assert settings["cookie_secure"] is settings["cookie_httponly"] is True
    assert not {name for name in settings if name.startswith(("skip_auth", "skip_jwt", "ping"))}
    assert settings.keys().isdisjoint({"trusted_ips", "gcp_healthchecks", "api_routes"})


def test_both_ask_for_the_same_groups():
    settings = tomllib.loads((DEPLOY / "oauth2-proxy/oauth2-proxy.cfg").read_text("utf-8"))
    nginx = (DEPLOY / "nginx/single-sign-on.conf").read_text("utf-8")

    assert set(re.findall(r"allowed_groups=([\w-]+);", nginx)) == set(settings["allowed_groups"])


# --- Container ----------------------------------------------------------------------------------


def test_everything_that_the_container_copies_is_there():
    copied = re.findall(r"\$LIBRARY/(deploy/[^\s\"]+)", CONTAINERFILE)

    assert len(copied) == 3
    for source in copied:
        for who in ("everybody", "people"):
            assert (PROJECT / source.replace("$who", who)).is_file(), source


def test_the_image_that_serves_holds_no_records():
    served = CONTAINERFILE.rpartition("\nFROM ")[2]

    taken = [
        source
        for line in re.findall(r"^COPY (.*)$", served, flags=re.M)
        for source in shlex.split(line)[1:-1]
    ]
    assert taken == [
        *("/served/nginx.conf", "/served/site.conf", "/served/access.conf"),
        *("/served/site.headers", "/served/site"),
    ]
    assert "\nCOPY --from=build " in served
    assert "\nCOPY . " not in served


@pytest.mark.parametrize(("who", "status"), [("everybody", 200), ("people", 401)])
def test_the_container_s_nginx_serves(nginx, ground, real_site, tmp_path, who, status):
    hosting = _Container(nginx, ground, real_site, tmp_path, who)
    with hosting:
        assert hosting.ask_plainly("/", LIBRARY).status == status
        assert hosting.ask_plainly("/.patternbook/policy.txt", LIBRARY).status != 200
        assert "content-security-policy" in hosting.ask_plainly("/", LIBRARY).headers
        if who == "people":
            assert hosting.ask_as_reader("/").status == 200
            assert hosting.ask_as_reader("/nothing").status == 404


class _Container(Hosting):
    """nginx with the container's settings, as far as they do without a container."""

    def __init__(self, nginx: str, ground: Path, site: Path, folder: Path, who: str) -> None:
        super().__init__(nginx, ground, "", {"site": site})
        (self.settings / "access.conf").write_text(
            (DEPLOY / f"container/{who}.conf").read_text("utf-8")
        )
        self.write_people("people", {"reader": "a long passphrase"})
        self._temporary = folder

    def write_settings(self) -> Path:
        """Write what nginx reads, with other addresses, ports and paths."""
        text = (DEPLOY / "container/nginx.conf").read_text(encoding="utf-8")
        self.plain_port = self.port = self.free_ports(1)[0]
        for old, new in {
            "/tmp/": f"{self._temporary}/",  # first: the other paths may begin so
            "/etc/nginx/mime.types": f"{self._temporary}/mime.types",
            "/etc/nginx/patternbook/": f"{self.settings}/",
            "/srv/patternbook": str(self.sites),
            "/dev/stderr": "stderr",
            "listen 8080": f"listen 127.0.0.1:{self.port}",
        }.items():
            text = text.replace(old, new)
        access = self.settings / "access.conf"
        access.write_text(
            access.read_text("utf-8").replace("/run/secrets/people", f"{self.settings}/people")
        )
        (self._temporary / "mime.types").write_text("types { text/html html; }")
        main = self._temporary / "nginx.conf"
        # In a container nginx stays in the foreground because its image starts it so.
        main.write_text(f"daemon off;\nmaster_process off;\n{text}", encoding="utf-8")
        return main

    def ask_as_reader(self, path: str) -> Answer:
        """Ask with the reader's passphrase."""
        return self.ask_plainly(path, LIBRARY, basic("reader", "a long passphrase"))


# --- Pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
@pytest.mark.parametrize(
    ("audience", "status"), [("public", 0), ("board", 1), ("participants", 1), ("", 1), (None, 1)]
)
def test_pages_are_published_for_the_public_alone(tmp_path, file, audience, status):
    made = tmp_path / "site/.patternbook"
    made.mkdir(parents=True)
    if audience is not None:
        (made / "audience").write_text(f"{audience}\n")

    ran = subprocess.run(
        ["bash", "-e", "-c", _refusal(yaml.safe_load(file.read_text("utf-8")))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == status
    assert made.exists() is (status != 0)


def _refusal(workflow: dict) -> str:
    """Return the commands between building and publishing."""
    if "jobs" in workflow:
        steps = workflow["jobs"]["build"]["steps"]
        names = [step.get("name", step.get("uses", "")) for step in steps]
        refusal = names.index("Refuse whatever is not public")
        assert names.index("Build") < refusal
        assert names[refusal + 1].startswith("actions/upload-pages-artifact@")
        return str(steps[refusal]["run"])
    script = workflow["pages"]["script"]
    assert (script[0], script[-1]) == ("make site", "mv site public")
    return "\n".join(script[1:-1])


def test_what_others_wrote_is_named_by_its_commit():
    used = re.findall(r"uses: (\S+)", (DEPLOY / "pages/github-pages.yml").read_text("utf-8"))

    assert used
    assert [each for each in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", each)] == []


# --- Guidance -----------------------------------------------------------------------------------


def test_every_shipped_file_is_explained_and_every_file_named_is_there():
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")

    shipped = {
        file.relative_to(DEPLOY).as_posix()
        for file in DEPLOY.rglob("*")
        if file.is_file() and file.name != "README.md" and file.parent.name != "patternbook"
    }
    assert [name for name in sorted(shipped) if f"`{name}`" not in text] == []
    named = set(re.findall(r"`((?:nginx|oauth2-proxy|container|pages|rebuild)/[\w./-]+)`", text))
    assert {name for name in named if not (DEPLOY / name).exists()} == set()
