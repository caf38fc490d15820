"""Digests: short keys for long content."""

from __future__ import annotations

from hashlib import blake2b


def digest(*parts: str | bytes) -> bytes:
    """16 bytes of BLAKE2b over the parts. Each part goes in with its length, so that `ab, c` and `a, bc` differ."""
    found = blake2b(digest_size=16)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(len(raw).to_bytes(8, "big"))
        found.update(raw)
    return found.digest()
