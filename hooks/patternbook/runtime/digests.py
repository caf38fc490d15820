"""Digests: short keys for long content."""

from __future__ import annotations

from hashlib import blake2b


def digest(*parts: str | bytes) -> bytes:
    """16 bytes of BLAKE2b over the parts, each with its length, so that `ab, c` and `a, bc` differ."""
    hasher = blake2b(digest_size=16)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hasher.update(len(raw).to_bytes(8, "big"))
        hasher.update(raw)
    return hasher.digest()
