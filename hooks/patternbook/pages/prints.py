"""The costly part of a page: what follows from its document alone, made once and found again by content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from patternbook.cache import Store
from patternbook.documents.resolve import Bound
from patternbook.edition import Edition
from patternbook.pages.entries import LINE, body, description, template
from patternbook.pages.render import Press
from patternbook.search import Card, card, record


class Print(Struct, frozen=True):
    """Body, description and search card of a page, without its late parts: neighbours, and the line it is written on."""

    description: str
    body: str
    card: Card

    def at(self, line: int) -> str:
        """The body of an entry that is written on this line."""
        return self.body.replace(LINE, str(line))


@dataclass(frozen=True, slots=True)
class Standing:
    """Recalls the bodies of standing pages, and notes which it had to make."""

    edition: Edition
    store: Store
    rendered: list[str] = field(default_factory=list)

    def __call__(self, template: str, here: str, given: str, make: Callable[[], str]) -> str:
        own = self.edition.key(template, here, given)
        kept = self.store.get(own)
        if kept is not None:
            return kept.decode("utf-8", "surrogatepass")
        html = make()
        self.store.put([(own, html.encode("utf-8", "surrogatepass"))])
        self.rendered.append(here)
        return html


def key(document: Bound, settled: str, edition: Edition) -> bytes:
    """What the print of a document depends on; `settled` is the document without its late fields."""
    return edition.key(template(document), settled, document.origin.file)


def made(document: Bound, press: Press) -> Print:
    """Make the print of a document."""
    return Print(description(document, press), body(document, press), card(record(document)))


def packed(print_: Print) -> bytes:
    """A print as bytes for the cache; JSON, so that nothing is run when it is read."""
    return _ENCODER.encode(print_)


def unpacked(value: bytes) -> Print:
    """The print that these bytes hold."""
    return _DECODER.decode(value)


_ENCODER, _DECODER = Encoder(), Decoder(Print)
