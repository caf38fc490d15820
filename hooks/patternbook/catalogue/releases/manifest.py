"""The manifest of a release: every page that it freezes, the digest of its text, and the release whose pack holds that text.

It is JSON with one page a line, so that people can read it and git shows what changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Literal

import msgspec
from msgspec import Struct, field

RELEASE_NAME = re.compile(r"[0-9]{4}\.(?:0[1-9]|1[0-2])(?:\.[1-9][0-9]?)?")
"""Year and month, and a number where a month has several: 2026.12, 2026.12.2."""


class ManifestRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A page in a release."""

    text: str
    """SHA-256 of its frozen text; empty where the text was withdrawn."""
    held: str = field(name="in")
    """The release whose pack holds the text: this one, or an earlier one with the same text."""
    reworded: str = ""
    """Why the text is another one than before."""
    corrected: str = ""
    """Why it was corrected, where it misreported its source."""
    retired: str = ""
    """The day it was retired; or that it is planned to be."""
    successors: tuple[str, ...] = ()


class ReleaseManifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A release."""

    format: Literal["1"] = "1"
    name: str
    date: str
    title: str
    """Of the catalogue."""
    publisher: str
    licence: str
    editor: str = ""
    draft: bool = False
    doi: str = ""
    pack: str
    """SHA-256 of its pack."""
    pages: dict[str, ManifestRow]


_ENCODER = msgspec.json.Encoder()


def manifest_text(manifest: ReleaseManifest) -> str:
    """The file of a manifest: one field a line, then one page a line."""
    fields = json.loads(_ENCODER.encode(msgspec.structs.replace(manifest, pages={})))
    del fields["pages"]
    head = "".join(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n" for key, value in {"format": manifest.format, **fields}.items())
    rows = ",\n".join(f"    {json.dumps(page, ensure_ascii=False)}: {_ENCODER.encode(row).decode()}" for page, row in sorted(manifest.pages.items()))
    return f'{{\n{head}  "pages": {{\n{rows}\n  }}\n}}\n'


def read_manifest_text(raw: bytes) -> ReleaseManifest:
    """A manifest from its file.

    Raises:
        msgspec.DecodeError: it is no manifest, or is cut short.

    """
    return _DECODER.decode(raw)


_DECODER = msgspec.json.Decoder(ReleaseManifest)


def file_digest(raw: bytes) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def release_order(name: str) -> tuple[int, ...]:
    """Sort key of the name of a release."""
    return tuple(map(int, name.split(".")))
