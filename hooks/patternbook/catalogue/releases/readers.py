"""A reader for every format of frozen texts that there ever was; none is ever removed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from patternbook.catalogue.releases.format1 import FrozenReader

READERS: Mapping[str, type[FrozenReader]] = {"1": FrozenReader}
"""Format -> what shows it."""


def reader_of(text: str) -> type[FrozenReader]:
    """What shows a frozen text."""
    return READERS[json.loads(text)["format"]]
