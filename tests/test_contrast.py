"""Contrast of the colour tokens, by WCAG 2's formula: text at 4.5:1, marks at 3:1, in both schemes, chosen or the system's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = (Path(__file__).parent.parent / "hooks" / "patternbook" / "theme" / "assets" / "patternbook.css").read_text("utf-8")

LIGHT, DARK, DARK_BY_SYSTEM = (
    ":root {\n  color-scheme: light;",
    '  :root[data-scheme="dark"] {',
    '  :root:not([data-scheme="light"]) {',
)
SCHEMES = {"light": LIGHT, "dark": DARK, "dark-by-system": DARK_BY_SYSTEM}


def tokens(scheme: str) -> dict[str, str]:
    """Name -> colour of the one block that starts so."""
    assert STYLES.count(scheme) == 1
    start = STYLES.index(scheme)
    block = STYLES[start : STYLES.index("}", start)]
    return dict(re.findall(r"--pb-(\w+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance ."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio ."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#abcdef", "#abcdef", 1.0)])
def test_the_formula(one: str, other: str, ratio: float) -> None:
    """Known values, so that a mistake in the formula can't pass everything below."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", ["ink", "soft", "accent", "open", "gone", "keyword", "string"])
@pytest.mark.parametrize("ground", ["paper", "raised", "tint"])
def test_text(scheme: str, text: str, ground: str) -> None:
    found = tokens(SCHEMES[scheme])
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_marks(scheme: str, ground: str) -> None:
    """Strokes of drawings, borders of buttons. Hairlines (`line`) only separate what is apart anyway."""
    found = tokens(SCHEMES[scheme])
    assert contrast(found["mark"], found[ground]) >= 3


def test_dark_is_the_same_chosen_and_by_system() -> None:
    assert tokens(DARK_BY_SYSTEM) == tokens(DARK)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_has_every_token(scheme: str) -> None:
    assert tokens(SCHEMES[scheme]).keys() == set(re.findall(r"var\(--pb-(\w+)\)", STYLES)) - {"serif", "icon"}
