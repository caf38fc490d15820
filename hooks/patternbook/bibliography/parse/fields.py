"""The fields of one entry, read by any of the names BibTeX and biblatex give them."""

from __future__ import annotations

from collections.abc import Mapping

from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.grammar import RawField


class EntryFields:
    """The fields of one entry, read as plain text by any of several names."""

    def __init__(self, fields: Mapping[str, RawField]) -> None:
        self.raw = fields
        self._decoded: dict[str, codec.DecodedLatex] = {}

    def source(self, *names: str) -> str:
        """LaTeX source of the first of these fields that is given."""
        return next((self.raw[name].value for name in names if name in self.raw and self.raw[name].value), "")

    def decoded(self, source: str) -> codec.DecodedLatex:
        """LaTeX source read, once."""
        if source not in self._decoded:
            self._decoded[source] = codec.decode_latex(source)
        return self._decoded[source]

    def text(self, *names: str) -> str:
        """Plain text of the first of these fields that is given; most are not."""
        source = self.source(*names)
        return self.decoded(source).text if source else ""

    def titled(self, name: str, subtitle: str) -> str:
        """A title with its subtitle after a colon, where it has one."""
        return joined_title(self.text(name), self.text(subtitle))

    def offset(self, name: str, otherwise: int) -> int:
        return self.raw[name].offset if name in self.raw else otherwise


def joined_title(title: str, subtitle: str) -> str:
    """`Title: Subtitle`; no colon after a mark that ends a title by itself."""
    if not (title and subtitle):
        return title or subtitle
    return f"{title}{' ' if title[-1] in '?!:.' else ': '}{subtitle}"
