"""Pictures of the data folder: of what type a file is by its content, how large the picture is, and whether a drawing would run anything."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple
from xml.etree import ElementTree as ET

IMAGE_FOLDER = "images"
"""Folder of the data folder, and of the site, with the pictures that texts show."""
MAX_PICTURE_BYTES = 1_000_000
MAX_PICTURE_SIDE = 8_000
"""Pixels of the longer side, which a browser needs memory for however few bytes the file has."""
_SIGNATURES = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "svg": re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?svg[\s>]", re.DOTALL),
}
"""Suffix -> how such a file starts."""
PICTURE_SUFFIXES = frozenset({*_SIGNATURES, "jpeg"})
_RUNNING_TAGS = frozenset({"script", "handler", "foreignobject", "iframe", "embed", "object", "set", "animate"})
_STYLE_ADDRESS = re.compile(r"(?i)\\|@import|image\(|image-set\(|url\(\s*[\"']?(?!#|data:image/(?:png|jpeg)|[\"')\s])")
"""What a style loads from elsewhere, or an escape that may hide it."""
_STYLED = frozenset(("style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start", "marker-mid", "marker-end", "src"))
"""Attributes that are read as styles."""
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")


class PictureContent(NamedTuple):
    """What is known of a picture that can be published."""

    width: int
    """In pixels."""
    height: int
    digest: str
    """SHA-256 of the file, in hexadecimal."""


class PictureFault(NamedTuple):
    """Why a picture cannot be published."""

    message: str
    expected: str
    fix: str
    line: int = 1
    column: int = 1


def read_picture(file: str, raw: bytes) -> PictureContent | PictureFault:
    """What is known of a picture, or why it cannot be published.

    Args:
        file: Its name.
        raw: Its content.

    """
    if len(raw) > MAX_PICTURE_BYTES:
        return PictureFault(
            f"the picture has more than {MAX_PICTURE_BYTES:,} bytes", "a smaller file", "Save it with fewer pixels, or as WebP or SVG."
        )
    named = PurePath(file).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    actual = next((suffix for suffix, start in _SIGNATURES.items() if start.match(raw)), "")
    if actual != named:
        what = f"is {actual.upper()}" if actual else "is no picture that can be published"
        fix = f"Rename it to {PurePath(file).stem}.{actual}." if actual else "Save it as PNG, JPEG, GIF, WebP or SVG."
        return PictureFault(f"the name ends in .{named}, and the content {what}", f"{named.upper()}", fix)
    if actual == "svg":
        return _drawing(raw)
    import imagesize  # only here, as few catalogues hold pictures

    return _within_limits(raw, *map(float, imagesize.get(io.BytesIO(raw))))


def _drawing(raw: bytes) -> PictureContent | PictureFault:
    text = raw.decode("utf-8", "replace")
    if fault := drawing_fault(text):
        return fault
    root = ET.fromstring(text)  # noqa: S314 - no entities
    sides = [match[1] if (match := _LENGTH.fullmatch(root.get(side, ""))) else "" for side in ("width", "height")]
    if not all(sides):
        sides = re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:]
    try:
        width, height = map(float, sides)
    except ValueError:
        fix = 'Give <svg> a `viewBox`, such as viewBox="0 0 640 360".'
        return PictureFault("the drawing has no size", "`width` and `height` in pixels, or `viewBox`", fix)
    return _within_limits(raw, width, height)


def _within_limits(raw: bytes, width: float, height: float) -> PictureContent | PictureFault:
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        return PictureFault("the picture has no size that can be read", "a whole picture", "Save it again; a part of it may be lost.")
    if max(width, height) > MAX_PICTURE_SIDE:
        message = f"the picture is {width:,.0f} by {height:,.0f} pixels"
        return PictureFault(message, f"at most {MAX_PICTURE_SIDE:,} on a side", "Save it with fewer pixels.")
    return PictureContent(max(round(width), 1), max(round(height), 1), hashlib.sha256(raw).hexdigest())


def drawing_fault(text: str) -> PictureFault | None:
    """What is wrong with a drawing in SVG, which is a page where somebody opens it alone: then its scripts run."""
    try:
        found = "a declaration" if "<!" in text.replace("<!--", "") or "<?xml-" in text else next(_running(ET.fromstring(text)), "")  # noqa: S314 - no entities
    except ET.ParseError as error:
        line, column = error.position
        return PictureFault(f"the drawing is not well-formed: {error}", "", "Save it as SVG again.", line, column + 1)
    return PictureFault(f"the drawing holds {found}", "", "Save it without scripts, links and declarations.") if found else None


def _running(drawing: ET.Element) -> Iterator[str]:
    """What a drawing could run something with, or load from elsewhere."""
    for element in drawing.iter():
        tag = element.tag.rpartition("}")[2]
        if tag.lower() in _RUNNING_TAGS:
            yield f"<{tag}>"
        if tag.lower() == "style" and _STYLE_ADDRESS.search(element.text or ""):
            yield "a style with an address"
        for name, value in element.attrib.items():
            own = name.rpartition("}")[2].lower()
            leads_out = own == "href" and not value.startswith(("#", "data:image/png", "data:image/jpeg"))
            if own.startswith("on") or own == "base" or leads_out or (own in _STYLED and _STYLE_ADDRESS.search(value)):
                yield f"{own}={value[:40]!r}"
