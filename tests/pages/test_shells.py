"""Pages filled into shells are, byte for byte, what the theme gives page by page; a lost slot is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from conftest import ROOT, SITE_URL
from patternbook.pages.frame.shells import HEADINGS, ContentsItem, LostSlotError, compile_shell, hidden_parts, placeholder_page, shape_of, slots_of
from patternbook.pages.page import Alternate, Heading, Neighbour, Outline

STARTER = ROOT / "hooks" / "patternbook" / "commands" / "starter"


def _compare(tmp_path: Path, data: Path, *, directories: bool, jobs: str) -> list[str]:
    """Build with the oracle beside the hooks and return what it says."""
    name = f"oracle-{os.getpid()}-{tmp_path.name}.yml"
    configuration = ROOT / f".{name}"
    hooks = "hooks: [hooks/mkdocs_hooks.py, tests/oracle_hook.py]"
    configuration.write_text(f"INHERIT: mkdocs.yml\nuse_directory_urls: {str(directories).lower()}\n{hooks}\n", encoding="utf-8")
    environment = os.environ | {
        "PATTERNBOOK_CACHE": "off",
        "PATTERNBOOK_DATA": str(data),
        "PATTERNBOOK_JOBS": jobs,
        "PATTERNBOOK_ORACLE": str(tmp_path / "oracle.txt"),
        "PATTERNBOOK_REPO_URL": "https://github.com/example/patterns",
        "PATTERNBOOK_SITE_URL": SITE_URL,
        "NO_MKDOCS_2_WARNING": "1",
    }
    try:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(configuration), "-d", str(tmp_path / "site")]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    finally:
        configuration.unlink()
    assert done.returncode == 0, done.stderr
    return (tmp_path / "oracle.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("data", "directories", "jobs", "least"),
    [
        pytest.param("data", True, "1", 425, id="shipped-directories", marks=pytest.mark.shipped),
        pytest.param("data", False, "2", 425, id="shipped-plain-two-workers"),
        pytest.param("tests/toy", True, "2", 6, id="toy-directories-two-workers"),
        pytest.param("tests/toy", False, "1", 6, id="toy-plain"),
        pytest.param(STARTER, True, "1", 6, id="starter-directories"),
        pytest.param(STARTER, False, "1", 6, id="starter-plain"),
    ],
)
def test_a_filled_shell_is_what_the_theme_gives(tmp_path: Path, data: str | Path, directories: bool, jobs: str, least: int) -> None:
    *different, compared = _compare(tmp_path, ROOT / data, directories=directories, jobs=jobs)
    assert different == []
    assert int(compared.removeprefix("compared ")) >= least  # a catalogue grows


OUTLINE = Outline(
    page="findings/F-002",
    title="A & B (F-002)",
    headings=(Heading(2, "one", "One"), Heading(2, "two", "Two & three"), Heading(2, "cite", "Cite")),
    parent="findings",
    previous=Neighbour("findings/F-001", "First"),
    next=Neighbour("findings/F-003", "Third"),
    kind="finding",
    alternates=(Alternate("json", "application/json", "findings/F-002.json", "JSON"),),
)


def _made_up(outline: Outline) -> str:
    """What a theme might give: every slot, contents with a separator, the first heading as a skip link."""
    items = "\n".join(f'<li><a href="#{heading.anchor}">{heading.title}</a></li>' for heading in outline.headings)
    marks = "|".join(slots_of(shape_of(outline)).values())
    return f'<a href="#{outline.headings[0].anchor}">skip</a><ul>{items}\n</ul>{marks}'


def test_slots_and_contents_are_filled() -> None:
    shell = compile_shell(_made_up(placeholder_page(shape_of(OUTLINE))), shape_of(OUTLINE))
    values = {name: f"<{name}>" for name in slots_of(shape_of(OUTLINE))}
    page = shell.fill(values, OUTLINE.headings)
    assert page.startswith('<a href="#one">skip</a><ul><li><a href="#one">One</a></li>\n<li><a href="#two">Two &amp; three</a></li>\n<li>')
    assert page.endswith("</li>\n</ul>" + "|".join(f"<{name}>" for name in slots_of(shape_of(OUTLINE))))
    assert "\x01" not in page


@pytest.mark.parametrize("name", slots_of(shape_of(OUTLINE)))
def test_a_lost_slot_is_named(name: str) -> None:
    html = _made_up(placeholder_page(shape_of(OUTLINE))).replace(slots_of(shape_of(OUTLINE))[name], "")
    with pytest.raises(LostSlotError, match=name):
        compile_shell(html, shape_of(OUTLINE))


@pytest.mark.parametrize("lost", [HEADINGS[0].anchor, HEADINGS[1].title], ids=["anchor", "title"])
def test_lost_contents_are_named(lost: str) -> None:
    with pytest.raises(LostSlotError, match="contents"):
        compile_shell(_made_up(placeholder_page(shape_of(OUTLINE))).replace(lost, ""), shape_of(OUTLINE))


def test_contents_are_cut_out_item_by_item() -> None:
    shell = compile_shell(_made_up(placeholder_page(shape_of(OUTLINE))), shape_of(OUTLINE))
    assert shell.item == ContentsItem('<li><a href="#', '">', "</a></li>", "\n")
    assert "contents" in shell.pieces


_ONE, _TWO = (f'<li><a href="#{heading.anchor}">{heading.title}</a></li>' for heading in HEADINGS)
_ITEMS = ((_ONE, HEADINGS[0]), (_TWO, HEADINGS[1]))
OTHER_CONTENTS = {
    "none": "",
    "the first heading alone": _ONE,
    "the second heading alone": _TWO,
    "in another order": f"{_TWO}\n{_ONE}",
    "in one item": f"{_ONE.removesuffix('</li>')}{_TWO.removeprefix('<li>')}",
    "no items": f"{_ONE}{_TWO}".replace("li>", "p>"),
    "items that differ": f"{_ONE}\n{_TWO.replace('<li>', '<li class=last>')}",
    "two links an item": "\n".join(
        item.replace("<li>", f'<li><a href="#{heading.anchor}">') for item, heading in zip((_ONE, _TWO), HEADINGS, strict=True)
    ),
    "two titles an item": "\n".join(
        item.replace("<li>", f"<li title={heading.title}>") for item, heading in zip((_ONE, _TWO), HEADINGS, strict=True)
    ),
}


@pytest.mark.parametrize("contents", OTHER_CONTENTS.values(), ids=OTHER_CONTENTS)
def test_contents_that_are_not_one_item_per_heading_are_named(contents: str) -> None:
    html = _made_up(placeholder_page(shape_of(OUTLINE)))
    assert f"{_ONE}\n{_TWO}" in html
    with pytest.raises(LostSlotError, match="contents no longer list one item per heading"):
        compile_shell(html.replace(f"{_ONE}\n{_TWO}", contents), shape_of(OUTLINE))


def test_pages_of_one_shape_share_a_shell() -> None:
    assert shape_of(replace(OUTLINE, page="findings/F-009", title="Other", previous=None)) == shape_of(OUTLINE)
    assert shape_of(replace(OUTLINE, page="findings/F-010", next=None)) != shape_of(OUTLINE)
    assert hidden_parts(OUTLINE) == ("navigation",)
    assert hidden_parts(Outline(page="x", title="X")) == ("toc",)


@pytest.mark.parametrize("page", ["releases/2026.12", "releases/2026.12/findings/F-001"])
def test_links_of_the_theme_lead_up_as_many_folders_as_the_page_is_deep(page: str) -> None:
    outline = Outline(page=page, title="F-001", parent="releases", kind="release")
    assert placeholder_page(shape_of(outline)).page.count("/") == page.count("/")
