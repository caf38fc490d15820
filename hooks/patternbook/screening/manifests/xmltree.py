"""Untrusted XML as a flat list of elements, each with its path, attributes and text. Entity declarations are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat  # entity declarations are refused, so nothing can grow or be fetched

from patternbook.screening.manifests.model import ManifestError

MAX_XML_DEPTH = 100


@dataclass(slots=True)
class Element:
    """An element."""

    path: tuple[str, ...]
    """Names from the root to the element, without namespaces."""
    attributes: Mapping[str, str]
    line: int
    text: str = ""
    parent: int = -1
    """Index of the enclosing element."""

    @property
    def name(self) -> str:
        return self.path[-1]


@dataclass(slots=True)
class _Builder:
    parser: expat.XMLParserType
    elements: list[Element] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.stack) >= MAX_XML_DEPTH:
            raise ManifestError(f"more than {MAX_XML_DEPTH} elements inside one another", self.parser.CurrentLineNumber)
        parent = self.stack[-1] if self.stack else -1
        above = self.elements[parent].path if self.stack else ()
        self.stack.append(len(self.elements))
        self.elements.append(Element((*above, name.rpartition(":")[2]), attributes, self.parser.CurrentLineNumber, parent=parent))

    def end(self, _name: str) -> None:
        self.stack.pop()

    def data(self, text: str) -> None:
        element = self.elements[self.stack[-1]]
        if len(element.text) < 1000:
            element.text += text[:1000]

    def entity(self, name: str, *_: object) -> None:
        raise ManifestError(f"declares the entity {name!r}, which no manifest needs", self.parser.CurrentLineNumber)


def parse_elements(text: str) -> list[Element]:
    """Return every element, in document order.

    Raises:
        ManifestError: malformed, too deep, or an entity is declared.

    """
    parser = expat.ParserCreate()
    builder = _Builder(parser)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = builder.entity
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:
        raise ManifestError(f"malformed XML: {expat.ErrorString(error.code)}", error.lineno) from error
    except (ValueError, LookupError) as error:  # an unknown encoding
        raise ManifestError(f"malformed XML: {error}", parser.CurrentLineNumber) from error
    return builder.elements


def child_text(found: list[Element], owner: int, name: str) -> str:
    """Return the text of the child `name` of an element; empty if there is none."""
    return next((e.text.strip() for e in found if e.parent == owner and e.name == name), "")
