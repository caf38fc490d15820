"""Characters that no output can carry. Readers refuse them, so no text of a catalogue holds any, and the engine's own marks are made of them."""

from __future__ import annotations

import re

UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of characters, non-characters: no HTML, XML or UTF-8 file can carry them."""

LINE_MARK = "\x02"
"""Stands for the line an entry is written on. Being ASCII, it widens no string."""


def slot_mark(name: str) -> str:
    """The mark of a place in a page that is filled later."""
    return f"\x01{name}\x03"


def describe_uncarried(text: str) -> str:
    """The first character of a text that no output can carry, by its number; empty where there is none."""
    found = UNCARRIED.search(text)
    return f"the character U+{ord(found[0]):04X}, which no page can carry" if found else ""


def without_uncarried(text: str) -> str:
    """A text with U+FFFD for every such character, so that everything else in it is checked, too, and stays where it is."""
    return UNCARRIED.sub("\ufffd", text)
