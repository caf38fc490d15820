"""What the environment and mkdocs.yml say, read as MkDocs reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.config import load_config

from patternbook.settings import DEFAULT_SITE_URL, read_settings


@pytest.mark.parametrize(
    ("configuration", "environment", "strict"),
    [
        (None, {}, False),
        ("", {}, False),
        ("strict: true", {}, True),
        ("strict: false", {}, False),
        ("strict: !ENV STRICT", {"STRICT": "true"}, True),
        ("strict: !ENV [STRICT, true]", {}, True),
        ("strict: !ENV [STRICT, true]", {"STRICT": "false"}, False),
        ("strict: !ENV [ONE, STRICT, false]", {"STRICT": "true"}, True),
        ("INHERIT: parent.yml", {}, True),
        ("INHERIT: parent.yml\nstrict: false", {}, False),
        ("strict: [", {}, False),
    ],
)
def test_strict_is_what_mkdocs_takes_it_for(
    tmp_path: Path, configuration: str | None, environment: Mapping[str, str], strict: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "parent.yml").write_text("site_name: x\nstrict: true\n")
    if configuration is not None:
        (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{configuration}\n")
    assert read_settings(tmp_path, environment).strict == strict
    if configuration and configuration != "strict: [":
        for name, value in environment.items():
            monkeypatch.setitem(os.environ, name, value)
        assert load_config(str(tmp_path / "mkdocs.yml")).strict == strict


@pytest.mark.parametrize(
    ("configuration", "environment", "site"),
    [
        ("", {}, "site"),
        ("site_dir: public", {}, "public"),
        ("site_dir: !ENV [PATTERNBOOK_SITE_DIR, public]", {}, "public"),
        ("site_dir: public", {"PATTERNBOOK_SITE_DIR": "elsewhere"}, "elsewhere"),
        ("", {"PATTERNBOOK_SITE_DIR": ""}, "site"),
    ],
)
def test_folder_of_the_site(tmp_path: Path, configuration: str, environment: Mapping[str, str], site: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(configuration)
    assert read_settings(tmp_path, environment).site == tmp_path / site


@pytest.mark.parametrize(
    ("configuration", "environment", "address"),
    [
        ("site_url: https://garden.example/", {}, "https://garden.example/"),
        ("site_url: https://garden.example/", {"PATTERNBOOK_SITE_URL": "https://shed.example/"}, "https://shed.example/"),
        ("site_url: !ENV PATTERNBOOK_SITE_URL", {}, DEFAULT_SITE_URL),
        ("site_url: !ENV [PATTERNBOOK_SITE_URL]", {}, DEFAULT_SITE_URL),
        ("site_url: !ENV [ADDRESS]", {"ADDRESS": "https://shed.example/"}, "https://shed.example/"),
        ("site_url: [https://garden.example/]", {}, DEFAULT_SITE_URL),
    ],
)
def test_address_of_the_site(tmp_path: Path, configuration: str, environment: Mapping[str, str], address: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(configuration)
    assert read_settings(tmp_path, environment).site_url == address


def test_defaults(tmp_path: Path) -> None:
    here = read_settings(tmp_path, {})
    assert (here.base, here.data, here.site, here.site_url) == (tmp_path, tmp_path / "data", tmp_path / "site", DEFAULT_SITE_URL)
    assert read_settings(tmp_path, {"PATTERNBOOK_DATA": "/elsewhere"}).data == Path("/elsewhere")
