"""Compiled templates, kept in the store of earlier builds, whose checksums notice damage."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from patternbook.digests import digest
from patternbook.incremental.store import Store


class TemplateCache(BytecodeCache):
    """Jinja's interface to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._store.get(self._key(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.put([(self._key(bucket), bucket.bytecode_to_string())])

    def _key(self, bucket: Bucket) -> bytes:
        return digest("compiled", bucket.key, bucket.checksum)
