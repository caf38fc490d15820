"""The corpus for Sphinx with sphinx-needs and sphinxcontrib-bibtex: relations and citations are resolved by the extensions.

Pages of entries are orphans: in a table of contents every page would list all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sites.book import FACETS, LICENCE, PLURALS, TITLE, Book, File, Reference, bibliography, cite_this, tags
from sites.corpus import RELATIONS, Entry

TEMPLATE = "_templates/page.html"
SECTIONS = {**{plural: plural.capitalize() for plural in PLURALS.values()}, "references": "References", "studies": "Studies"}


def files(book: Book, edition: str) -> Iterator[File]:
    """Configuration, a template that extends the theme's and carries the edition, the bibliography and pages."""
    yield "conf.py", _CONFIGURATION
    yield TEMPLATE, _OVERRIDE.replace("EDITION", edition)
    yield "references.bib", bibliography(book.corpus.works)
    for entry in book.corpus.entries:
        yield f"{PLURALS[entry.kind]}/{entry.id}.rst", _entry(entry, book)
    for key, reference in book.references.items():
        yield f"references/{key}.rst", _reference(key, reference)
    for study, resting in book.studies.values():
        source = f":doc:`/references/{study.reference}`"
        parts = [f"Study {study.id}", study.statement, source, _title("What rests on it", "-"), _list(map(_link, resting))]
        yield f"studies/{study.id}.rst", _page(study.title, "\n\n".join(parts))
    for facet, slug in book.tagged:
        word = book.words[facet, slug]
        where = f"type == '{slug}'" if facet == "kind" else f"{facet} == '{slug}'"
        yield f"{facet}s/{slug}.rst", _page(word.title, f"{word.statement}\n\n.. needlist::\n   :filter: {where}")
    yield from _indexes(book)


def _indexes(book: Book) -> Iterator[File]:
    listed: dict[str, list[str]] = {plural: [] for plural in PLURALS.values()}
    for entry in book.corpus.entries:
        listed[PLURALS[entry.kind]].append(_link(entry))
    listed["references"] = [f":doc:`{key}`" for key in book.references]
    listed["studies"] = [f":doc:`{id_}`" for id_ in book.studies]
    for section, title in SECTIONS.items():
        yield f"{section}/index.rst", _title(title) + "\n" + _list(listed[section]) + "\n"
    for facet, title in FACETS.items():
        yield f"{facet}s/index.rst", _title(title) + "\n" + _list(f":doc:`{slug}`" for of, slug in book.tagged if of == facet) + "\n"
    pages = [*(f"{section}/index" for section in SECTIONS), *(f"{facet}s/index" for facet in FACETS)]
    yield "index.rst", _title(TITLE) + "\n.. toctree::\n   :maxdepth: 1\n\n" + "".join(f"   {page}\n" for page in pages)


def _title(text: str, mark: str = "=") -> str:
    return f"{text}\n{mark * len(text)}\n"


def _page(title: str, body: str) -> str:
    return f":orphan:\n\n{_title(title)}\n{body}\n"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"* {item}" for item in items) or "None."


def _need(id_: str) -> str:
    return id_.replace("-", "_")


def _link(entry: Entry) -> str:
    return f":need:`{_need(entry.id)}`"


def _code(text: str) -> str:
    return ".. code-block:: none\n\n" + _indented(text.rstrip())


def _indented(text: str) -> str:
    return "\n".join(f"   {line}" if line else "" for line in text.split("\n"))


def _body(markdown: str) -> str:
    """Markdown of the corpus as reStructuredText: emphasis and lists are written alike."""
    text = re.sub(r"\[\[([^\]]+)\]\]", lambda match: f":need:`{_need(match[1])}`", markdown)
    text = re.sub(r"\[([^\]@]+)\]\((http[^)]+)\)", r"`\1 <\2>`__", text)
    text = re.sub(r"\[@([^\]]+)\]", r":footcite:p:`\1`", text)
    return re.sub(r"`(code \d+)`", r"``\1``", text)


def _entry(entry: Entry, book: Book) -> str:
    def cite(key: str) -> str:
        return f":doc:`/references/{key}` :footcite:p:`{key}`"

    evidence = entry.evidence
    options = [f":id: {_need(entry.id)}", *(f":{facet}: {slug}" for facet, slug in entry.tags)]
    for type_ in RELATIONS:
        targets = [_need(target) for of, target in entry.relations if of == type_]
        options += [f":{type_}: {', '.join(targets)}"] if targets else []
    need = [f".. {entry.kind}:: {entry.title}", *(f"   {option}" for option in options), "", _indented(f"{entry.statement}\n\n{_body(entry.body)}")]
    facets = _list(f"{FACETS[facet]}: :doc:`/{facet}s/{slug}`" for facet, slug in tags(entry))
    parts = ["\n".join(need), facets]
    parts += [_title("First step within a week", "-"), entry.first_step] if entry.first_step else []
    where = f"{cite(evidence.source)}, {evidence.locator}"
    parts += [_title("Evidence", "-"), f":doc:`/studies/{evidence.study}` supports: {evidence.claim} {where}"]
    parts += [_title("Works it leans on", "-"), _list(f"{each.point} {cite(each.reference)}, {each.locator}" for each in entry.citations)]
    parts += [".. footbibliography::", _title("Cite this entry", "-"), *map(_code, cite_this(entry))]
    parts += [f"Text and data: `{LICENCE[0]} <{LICENCE[1]}>`__."]
    return _page(entry.title, "\n\n".join(parts))


def _reference(key: str, reference: Reference) -> str:
    parts = [f":footcite:p:`{key}`", ".. footbibliography::", _title("BibTeX", "-"), _code(reference.bibtex), _code(reference.plain)]
    parts += [_title("Cited by", "-"), _list(map(_link, reference.cited_by))]
    return _page(reference.label, "\n\n".join(parts))


_OVERRIDE = """{% extends "!page.html" %}
{% block extrahead %}{{ super() }}<meta name="edition" content="EDITION">{% endblock %}
"""

_LINKS = {type_: {"outgoing": says, "incoming": inverse} for type_, (says, inverse) in RELATIONS.items()}
_TYPES = [{"directive": kind, "title": kind.capitalize(), "prefix": f"{kind[0].upper()}_"} for kind in PLURALS]

_CONFIGURATION = f"""project = "{TITLE}"
extensions = ["sphinx_needs", "sphinxcontrib.bibtex"]
html_theme = "furo"
templates_path = ["_templates"]
bibtex_bibfiles = ["references.bib"]
needs_role_need_max_title_length = -1
needs_show_link_title = True
needs_id_regex = "^[A-Z0-9_]+"
needs_types = {_TYPES!r}
needs_fields = {{facet: {{"nullable": True}} for facet in {[facet for facet in FACETS if facet != "kind"]!r}}}
needs_links = {_LINKS!r}
"""
