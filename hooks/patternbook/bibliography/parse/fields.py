"""The fields of one entry, read by any of the names BibTeX and biblatex give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.grammar import RawField
from patternbook.bibliography.problems import Flaw


@dataclass(slots=True)
class EntryFields:
    """The fields of one entry by name, read as plain text; collects the flaws that are found in them."""

    raw: Mapping[str, RawField]
    flaws: list[Flaw] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    """Names of the fields that were read, so that what nothing reads can be kept as it is."""
    _decoded: dict[str, codec.DecodedLatex] = field(default_factory=dict)

    def source(self, *names: str) -> str:
        """LaTeX source of the first of these fields that is not empty."""
        found = next((name for name in names if name in self.raw and self.raw[name].value), "")
        self.read.add(found)
        return self.raw[found].value if found else ""

    def skip(self, *names: str) -> None:
        """Take fields for read, which say nothing that others do not."""
        self.read.update(names)

    def decoded(self, source: str) -> codec.DecodedLatex:
        """Decoded LaTeX source. Kept, as a field is read for its text and again for its unknown commands."""
        if source not in self._decoded:
            self._decoded[source] = codec.decode_latex(source)
        return self._decoded[source]

    def text(self, *names: str) -> str:
        """Plain text of the first of these fields that is not empty."""
        source = self.source(*names)
        return self.decoded(source).text if source else ""  # most fields are not given

    def report(self, name: str, code: str, message: str, expected: str, fix: str = "") -> None:
        """Add a flaw at the start of a field that the entry has."""
        self.flaws.append(Flaw(self.raw[name].offset, code, message, expected, fix))


def joined_title(title: str, subtitle: str) -> str:
    """`Title: Subtitle`; no colon after a mark that ends a title by itself."""
    if not (title and subtitle):
        return title or subtitle
    return f"{title}{' ' if title[-1] in '?!:.' else ': '}{subtitle}"
