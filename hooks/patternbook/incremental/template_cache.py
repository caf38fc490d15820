"""Compiled templates, cached in the store, whose checksums detect damage."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from patternbook.incremental.store import Store
from patternbook.runtime.digests import digest


class TemplateCache(BytecodeCache):
    """Jinja's interface to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        if (compiled := self._store.get(_key(bucket))) is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.put([(_key(bucket), bucket.bytecode_to_string())])


def _key(bucket: Bucket) -> bytes:
    return digest("compiled", bucket.key, bucket.checksum)
