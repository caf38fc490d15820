"""The files below `api/v1/`: each one object, with what the catalogue is at its head, and one thing a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname, relpath
from typing import Any

from msgspec.json import encode
from msgspec.structs import replace

from patternbook.exports.dataset import Dataset
from patternbook.exports.files import ExportFile
from patternbook.exports.forms import FileItem, Head, KindItem, RelationType, RelationVariant, VocabularyItem
from patternbook.model.registry import KINDS, RELATIONS, VOCABULARIES

API = "api/v1"
SCHEMAS = f"{API}/schema"


def head(data: Dataset, file: str, schema: str) -> Head:
    """What every file begins with.

    Args:
        data: What is exported.
        file: Where the file is.
        schema: Name of its schema.

    """
    return replace(data.about, schema=relpath(f"{SCHEMAS}/{schema}.json", dirname(file)))


def _file(first: Head, lists: Mapping[str, Iterable[bytes]]) -> bytes:
    """An object that begins with some fields and holds lists, one item of them a line, so that two releases compare line by line."""
    parts = [encode(first)[:-1]]
    for name, rows in lists.items():
        parts += [b",\n", encode(name), b": [\n", b",\n".join(rows), b"\n]"]
    return b"".join((*parts, b"}\n"))


def _lines(rows: Iterable[Any]) -> Iterator[bytes]:
    return map(encode, rows)


def entries_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """Every entry."""
    yield ExportFile(file, _file(head(data, file, "entries"), {"entries": data.encoded.values()}))


def kind_file(kind: str, data: Dataset, file: str) -> Iterator[ExportFile]:
    """The entries of one kind."""
    plural = next(each.plural for each in KINDS if each.name == kind)
    yield ExportFile(file, _file(head(data, file, plural), {"entries": map(data.encoded.__getitem__, data.of_kind(kind))}))


def entry_files(data: Dataset, file: str) -> Iterator[ExportFile]:
    """Each entry by itself."""
    first = encode(head(data, file, "entry"))[:-1] + b',\n"entry": '
    for id_, row in data.encoded.items():
        yield ExportFile(file.format(id=id_), b"".join((first, row, b"}\n")))


def relations_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """Every relation, and the words for each sort of it from both ends."""
    yield ExportFile(file, _file(head(data, file, "relations"), {"types": _lines(relation_types()), "relations": _lines(data.relations)}))


def relation_types() -> Iterator[RelationType]:
    """Every sort of relation that is declared, with its words from both ends."""
    for each in RELATIONS:
        variants = tuple(RelationVariant(variant=name, says=says, inverse=inverse) for name, says, inverse in each.words)
        ends = {"subject_kind": each.source, "object_kind": each.target, "says": each.says, "inverse": each.inverse}
        yield RelationType(relation=each.field, **ends, variant_field=each.variant, variants=variants)


def evidence_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """Every item of evidence."""
    yield ExportFile(file, _file(head(data, file, "evidence"), {"evidence": _lines(data.evidence)}))


def references_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """The bibliography: a list of CSL-JSON and nothing else, as citation processors read it."""
    yield ExportFile(file, b"".join((b"[\n", b",\n".join(_lines(data.references)), b"\n]\n")))


def vocabulary_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """The words of every vocabulary."""
    words = [word for each in VOCABULARIES for word in data.words[each.name]]
    yield ExportFile(file, _file(head(data, file, "vocabulary"), {"words": _lines(words)}))


def changes_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """Releases, and what each changed."""
    yield ExportFile(file, _file(head(data, file, "changes"), {"releases": _lines(data.releases), "changes": _lines(data.changes)}))


def index_file(made: Iterable[FileItem], data: Dataset, file: str) -> Iterator[ExportFile]:
    """What there is: kinds, vocabularies, and every file with its size; `made` lists these."""
    label = data.context.catalogue.label
    kinds = [
        KindItem(
            kind=kind.name,
            label=label(kind.name).many,
            about=kind.about,
            prefix=kind.prefix,
            count=len(data.of_kind(kind.name)),
            file=f"{API}/{kind.plural}.json",
        )
        for kind in KINDS
    ]
    words = [
        VocabularyItem(vocabulary=each.name, label=label(each.name).many, about=each.about, count=len(data.words[each.name])) for each in VOCABULARIES
    ]
    lists = {"kinds": _lines(kinds), "vocabularies": _lines(words), "releases": _lines(data.releases), "files": _lines(made)}
    yield ExportFile(file, _file(head(data, file, "index"), lists))
