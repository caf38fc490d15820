"""The fonts of the theme, cut down to what pages need: benchmarks/fonts.py PACKAGES, the folder of @fontsource-variable's packages.

    npm install --prefix FOLDER @fontsource-variable/source-sans-3@5.3.1 @fontsource-variable/source-serif-4@5.3.1
    make fonts PACKAGES=FOLDER/node_modules/@fontsource-variable

Two files of each family. The first holds what nearly every page of a catalogue in a European language is written with (ASCII, Latin-1,
the usual punctuation) and is loaded with every page; the second, letters of European names beyond that (Latin Extended-A), is loaded
where a page holds one of them, which `unicode-range` in patternbook.css says. All other characters are shown in the system's font.
Kept are weights from 400 to 600, kerning, ligatures and tabular figures; hinting is not, as no system of today uses it at these sizes.

It also prints how the fallbacks have to be scaled to run as wide as these fonts do, for the `@font-face` rules with `local()`: ratios of
the widths of English text, given a folder with the fallbacks' files (`--fallbacks`, such as the fonts of Liberation).
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

THEME = Path(__file__).parents[1] / "hooks" / "patternbook" / "theme" / "assets" / "fonts"
FAMILIES = {"source-sans-3": ("Patternbook Sans", "LiberationSans"), "source-serif-4": ("Patternbook Serif", "LiberationSerif")}
"""Each family with the name of what is cut out of it, as its licence reserves the name "Source" for the whole, and with the font that
stands for it where it is not there: as wide as Arial and Times New Roman.
"""
WEIGHTS = (400, 600)
FEATURES = ["kern", "liga", "tnum"]

LATIN_1 = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
PUNCTUATION = [0x131, 0x152, 0x153, *range(0x2009, 0x2028), 0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2191, 0x2193, 0x2212]
EXTENDED_A = [code for code in range(0x100, 0x180) if code not in PUNCTUATION]
FILES = {"latin": [*LATIN_1, *PUNCTUATION], "latin-ext": EXTENDED_A}

TEXT = "Data scientists and software engineers on one product: how they share the work, what gets in the way, and what people suggest."


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--fallbacks", type=Path, help="folder with LiberationSans-Regular.ttf and its like: print how to scale them")
    asked = parser.parse_args(arguments)
    for family, (own, fallback) in FAMILIES.items():
        for name, characters in FILES.items():
            content = cut(asked.packages / family / "files" / f"{family}-{name}-wght-normal.woff2", characters, own)
            path = THEME / f"{_file(own)}-{name}.woff2"
            path.write_bytes(content)
            print(f"{path.name}: {len(content):,} bytes")
        if asked.fallbacks:
            for weight, style in zip(WEIGHTS, ("Regular", "Bold"), strict=True):
                print(fallback, style, scaled(THEME / f"{_file(own)}-latin.woff2", weight, asked.fallbacks / f"{fallback}-{style}.ttf"))


def _file(name: str) -> str:
    return name.lower().replace(" ", "-")


def cut(path: Path, characters: Iterable[int], name: str) -> bytes:
    """A variable font with these characters, features and weights alone, under another name, as woff2."""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]  # with copyright and licence, without trade marks and other names
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    font = TTFont(path, recalcTimestamp=False)
    subsetter.subset(font)
    for number, text in {1: name, 2: "Regular", 3: name, 4: name, 6: name.replace(" ", "")}.items():  # family, style, unique, full, PostScript
        font["name"].setName(text, number, 3, 1, 0x409)
    return _saved(instantiateVariableFont(_reread(font), {"wght": WEIGHTS}), "woff2")


def _saved(font: TTFont, flavor: str | None) -> bytes:
    font.flavor = flavor
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()


def _reread(font: TTFont) -> TTFont:
    """Read anew what was cut, as the next step expects tables of the remaining glyphs."""
    return TTFont(io.BytesIO(_saved(font, None)), recalcTimestamp=False)


def scaled(path: Path, weight: int, fallback: Path) -> dict[str, str]:
    """What `@font-face` of a fallback has to say, in percent, to be as wide and as high as a font."""
    font, other = instantiateVariableFont(TTFont(path), {"wght": weight}), TTFont(fallback)
    size = _width(font) / _width(other)
    heights = {"ascent": font["hhea"].ascender, "descent": -font["hhea"].descender, "line-gap": font["hhea"].lineGap}
    overrides = {f"{name}-override": height / font["head"].unitsPerEm / size for name, height in heights.items()}
    return {name: f"{100 * value:.1f}%" for name, value in {"size-adjust": size, **overrides}.items()}


def _width(font: TTFont) -> float:
    """Of a sentence, in em."""
    widths, characters = font["hmtx"].metrics, font.getBestCmap()
    return float(sum(widths[characters[ord(each)]][0] for each in TEXT) / font["head"].unitsPerEm)


if __name__ == "__main__":
    main()
