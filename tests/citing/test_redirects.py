"""Redirect files: their rules, applied as the programs that read them do, lead from each permanent address to the page of the site."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from conftest import TOY
from patternbook import cli
from patternbook.citing.redirects import REDIRECT_FORMS, Redirection, usual_form

BASE = "https://w3id.org/toy/garden/"
SITES = ("https://garden.test/", "https://garden.test/toy/%2550%20off/$1/", "https://garden.test/b%C3%A4ume/")
ADDRESSES = ("", "findings/F-004/", "releases/2026.12/findings/F-004/", "references/a+b:c~1/", "findings/F-004.json", "areas/b%C3%A4ume/")
"""Below the base, as browsers ask for them."""


def apache_leads_to(htaccess: str, asked: str) -> str:
    """Where mod_rewrite leads an address below the folder of a file with one rule, by its documentation."""
    lines = [line for line in htaccess.splitlines() if not line.startswith("#")]
    assert lines[:-1] == ["Options +FollowSymLinks", "RewriteEngine on"]
    rule = re.fullmatch(r"RewriteRule (\S+) ((?:[^\\\s]|\\.)+) \[R=302,L\]", lines[-1])
    assert rule is not None
    matched = re.search(rule[1], unquote(asked))
    assert matched is not None
    target = re.sub(r"\\(.)|\$(\d)", lambda part: part[1] or matched[int(part[2])], rule[2])
    return quote(target, safe="/:$+~@!*'(),;=&?-._")


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_htaccess(site: str, address: str) -> None:
    text = REDIRECT_FORMS["htaccess"](Redirection(BASE, site))
    assert apache_leads_to(text, address) == site + address
    assert "the folder /toy/garden/" in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_file_of_a_static_host(address: str) -> None:
    source, target, status = REDIRECT_FORMS["_redirects"](Redirection(BASE, SITES[0])).split()
    assert status == "302"
    assert f"/toy/garden/{address}".startswith(source.removesuffix("*"))
    assert target.replace(":splat", f"/toy/garden/{address}".removeprefix(source.removesuffix("*"))) == SITES[0] + address


def test_purl_is_partial() -> None:
    assert REDIRECT_FORMS["purl"](Redirection("https://purl.org/toy/", SITES[0])) == f"PURL: /toy/\nType: partial\nTarget: {SITES[0]}\n"
    assert [usual_form(base) for base in ("https://purl.org/toy/", "https://purl.archive.org/toy/", BASE)] == ["purl", "purl", "htaccess"]


APACHE = shutil.which("apache2") or "/usr/sbin/apache2"


@pytest.mark.skipif(not Path(APACHE).exists(), reason="no Apache")
@pytest.mark.parametrize("site", SITES)
def test_apache_itself(site: str, tmp_path: Path) -> None:
    folder = tmp_path / "root" / "toy" / "garden"
    folder.mkdir(parents=True)
    (folder / ".htaccess").write_text(REDIRECT_FORMS["htaccess"](Redirection(BASE, site)), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in ("mpm_event", "authz_core", "rewrite", "dir"))
    (tmp_path / "conf").write_text(
        f'{modules}ServerName localhost\nListen 127.0.0.1:{port}\nServerRoot "{tmp_path}"\nPidFile "{tmp_path}/pid"\nErrorLog "{tmp_path}/log"\n'
        f'DocumentRoot "{tmp_path}/root"\n<Directory "{tmp_path}/root">\nAllowOverride All\nRequire all granted\n</Directory>\n',
        "utf-8",
    )
    with subprocess.Popen([APACHE, "-f", str(tmp_path / "conf"), "-D", "FOREGROUND"]) as server:
        try:
            for address in ADDRESSES:
                status, location = _location(port, f"/toy/garden/{address}")
                assert (status, re.sub("%..", lambda part: part[0].upper(), location)) == (302, site + address)
        finally:
            server.terminate()


def _location(port: int, path: str) -> tuple[int, str]:
    for _ in range(100):
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                return answer.status, answer.headers["Location"] or ""
            except ConnectionError:
                time.sleep(0.05)
    raise AssertionError("the server does not answer")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TOY, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PATTERNBOOK_SITE_URL", raising=False)
    return tmp_path / "data" / "catalogue.yaml"


def test_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.write_text(project.read_text("utf-8").replace("  language: en", f"  language: en\n  permanent_base: {BASE.rstrip('/')}"), "utf-8")
    assert cli.main(["redirects", "--to", SITES[0].rstrip("/"), "--output", ".htaccess"]) == 0
    assert apache_leads_to((project.parent.parent / ".htaccess").read_text("utf-8"), "findings/F-004/") == f"{SITES[0]}findings/F-004/"
    assert cli.main(["redirects", "--to", SITES[0], "--form", "purl"]) == 0
    assert capsys.readouterr().out == f"Wrote .htaccess\nPURL: /toy/garden/\nType: partial\nTarget: {SITES[0]}\n"


@pytest.mark.parametrize(
    ("base", "to", "says"),
    [
        ("", SITES[0], "the catalogue has no `permanent_base`"),
        (BASE, "https://example.org/", "the site's address is 'https://example.org/'"),
        (BASE, "garden", "the site's address is 'garden'"),
        (BASE, "https://garden.test/?a", "the site's address is"),
        (f"{BASE}#a", SITES[0], "`permanent_base` is"),
        (BASE, BASE.rstrip("/"), "would lead to itself"),
    ],
)
def test_what_leads_nowhere_is_refused(project: Path, base: str, to: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    added = f'\n  permanent_base: "{base}"' if base else ""
    project.write_text(project.read_text("utf-8").replace("  language: en", f"  language: en{added}"), "utf-8")
    assert cli.main(["redirects", "--to", to]) != 0
    assert says in capsys.readouterr().err
