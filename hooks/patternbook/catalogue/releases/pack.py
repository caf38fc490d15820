"""A pack: the texts that are new in a release, one a line, in one solid block of xz.

All texts of a release compress together to a third of what each takes alone. The same texts make the same bytes, so that nothing
but a text can change a pack. The first line holds what all of them share.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from typing import Any, NamedTuple

from patternbook.catalogue.releases.own import canonical_json

PACK_FORMAT = "1"
_PRESET = 1
"""How hard xz tries: 6 makes packs a quarter smaller and takes seven times as long."""
_DICTIONARY = 1 << 26
"""Bytes that a repetition is looked for in: 64 MiB, more than the texts of 10,000 entries."""
MAX_PACK_BYTES = 1 << 30
"""What a pack unfolds to at most; a damaged or hostile one could fill the memory."""


class DamagedPackError(Exception):
    """A pack cannot be read: what is wrong with it."""


class Pack(NamedTuple):
    """What a pack holds."""

    shared: Mapping[str, Any]
    """`kinds`, `names`, `derived`: see freeze.py."""
    texts: Mapping[str, str]
    """Page -> its frozen text."""


def pack_bytes(pack: Pack) -> bytes:
    """The file of a pack."""
    lines = [canonical_json({"format": PACK_FORMAT, **pack.shared}), *(pack.texts[page] for page in sorted(pack.texts))]
    raw = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    filters = [{"id": lzma.FILTER_LZMA2, "preset": _PRESET, "dict_size": min(_DICTIONARY, max(1 << 16, 1 << (len(raw).bit_length())))}]
    return lzma.compress(raw, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=filters)


def read_pack(packed: bytes) -> Pack:
    """What the file of a pack holds.

    Raises:
        DamagedPackError: it is cut short or is no pack.

    """
    decompressor = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=1 << 28)
    try:
        raw = decompressor.decompress(packed, MAX_PACK_BYTES)
        if not decompressor.eof:
            raise DamagedPackError("it ends too early")
        first, *lines = raw.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")
        shared = json.loads(first)
        texts = {json.loads(line)["page"]: line for line in lines}
    except (lzma.LZMAError, EOFError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise DamagedPackError("it is no pack, or was changed") from error
    if not isinstance(shared, dict) or shared.get("format") != PACK_FORMAT:
        raise DamagedPackError(f"its format is {shared.get('format') if isinstance(shared, dict) else 'missing'}, and {PACK_FORMAT} was expected")
    return Pack(shared, texts)
