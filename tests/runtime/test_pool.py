"""Workers that are still at work when what they work for has failed or is not wanted any more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from patternbook.runtime.pool import AskParent, Task, map_unordered

LONG = 30.0
"""Seconds that the first item takes a worker; the test fails where anybody waits for it."""


class _FailureError(Exception):
    """What goes wrong in the parent."""


@contextmanager
def _initializer(parent: int, _: AskParent) -> Iterator[Callable[[int], int]]:
    def apply(item: int) -> int:
        if os.getpid() == parent:
            raise _FailureError
        time.sleep(LONG if item == 0 else 0)
        return item

    yield apply


def test_workers_end_at_once_when_the_parent_fails() -> None:
    began = time.monotonic()
    with pytest.raises(_FailureError):
        list(map_unordered(range(1000), Task(partial(_initializer, os.getpid()), lambda question: question), 2))
    assert time.monotonic() - began < LONG / 2
