"""The corpus as a tree of finished Markdown for mkdocs-material and Zensical, which read the same configuration.

Only index pages are in the navigation: with every entry in it the theme's template takes time that grows with the square
of their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sites.book import FACETS, LICENCE, PLURALS, SITE_URL, TITLE, Book, File, Reference, cite_this, resolved, tags
from sites.corpus import Entry

TEMPLATE = "overrides/main.html"
SECTIONS = {**{plural: plural.capitalize() for plural in PLURALS.values()}, "references": "References", "studies": "Studies"}


def files(book: Book, edition: str) -> Iterator[File]:
    """Configuration, a template that extends the theme's and carries the edition, and pages."""
    yield "mkdocs.yml", _configuration(book)
    yield TEMPLATE, _OVERRIDE.replace("EDITION", edition)
    for path, text in _pages(book):
        yield f"docs/{path}", text


def _configuration(book: Book) -> str:
    pages = {"Home": "index.md", **{title: f"{section}/index.md" for section, title in SECTIONS.items()}}
    pages |= {title: f"{facet}s/index.md" for facet, title in FACETS.items()}
    return _CONFIGURATION + "".join(f"  - {title}: {page}\n" for title, page in pages.items())


def _pages(book: Book) -> Iterator[File]:
    entries, references = book.corpus.entries, book.references
    for entry in entries:
        yield f"{PLURALS[entry.kind]}/{entry.id}.md", _entry(entry, book)
    for key, reference in references.items():
        yield f"references/{key}.md", _reference(reference)
    for study, resting in book.studies.values():
        source = f"[{references[study.reference].label}](../references/{study.reference}.md)"
        body = f"Study {study.id}\n\n{study.statement}\n\n{source}\n\n## What rests on it\n\n{_list(map(_link, resting))}"
        yield f"studies/{study.id}.md", _page(study.title, body)
    for (facet, slug), tagged in book.tagged.items():
        word = book.words[facet, slug]
        yield f"{facet}s/{slug}.md", _page(word.title, f"{word.statement}\n\n{_list(map(_link, tagged))}")
    yield from _indexes(book)


def _indexes(book: Book) -> Iterator[File]:
    listed: dict[str, list[str]] = {plural: [] for plural in PLURALS.values()}
    for entry in book.corpus.entries:
        listed[PLURALS[entry.kind]].append(_link(entry))
    listed["references"] = [f"[{reference.label}]({key}.md)" for key, reference in book.references.items()]
    listed["studies"] = [f"[{study.title}]({study.id}.md)" for study, _ in book.studies.values()]
    for section, title in SECTIONS.items():
        yield f"{section}/index.md", _page(title, _list(listed[section]))
    for facet, title in FACETS.items():
        words = (book.words[of, slug] for of, slug in book.tagged if of == facet)
        yield f"{facet}s/index.md", _page(title, _list(f"[{word.title}]({word.slug}.md)" for word in words))
    yield "index.md", _page(TITLE, _list(f"[{title}]({section}/index.md)" for section, title in SECTIONS.items()))


def _page(title: str, body: str, description: str = "") -> str:
    about = f"description: {description}\n" if description else ""
    return f"---\ntitle: {title}\n{about}---\n# {title}\n\n{body}\n"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items) or "None."


def _link(entry: Entry) -> str:
    """As seen from any page but the home page: all are one folder deep."""
    return f"[{entry.title} {entry.id}](../{PLURALS[entry.kind]}/{entry.id}.md)"


def _code(text: str) -> str:
    return f"```\n{text.rstrip()}\n```"


def _entry(entry: Entry, book: Book) -> str:
    def cite(key: str) -> str:
        return f"[{book.references[key].label}](../references/{key}.md)"

    def facet(name: str, slug: str) -> str:
        return f"| {FACETS[name]} | [{book.words[name, slug].title}](../{name}s/{slug}.md) |"

    def link(id_: str) -> str:
        return _link(book.entries[id_])

    evidence = entry.evidence
    study, _ = book.studies[evidence.study]
    table = "\n".join(facet(name, slug) for name, slug in tags(entry))
    parts = [f"{entry.kind.capitalize()} {entry.id}", entry.statement, f"| Field | Value |\n| --- | --- |\n{table}"]
    parts += ["## In more detail", resolved(entry.body, link, lambda key: f"({cite(key)})")]
    parts += ["## First step within a week", entry.first_step] if entry.first_step else []
    parts += ["## What it leads to", *(f"### {says}\n\n{_list(map(link, targets))}" for says, targets in book.relations(entry))]
    parts += ["## What leads here", _list(f"{says} {link(other)}" for says, other in book.named_by[entry.id])]
    where = f"{cite(evidence.source)}, {evidence.locator}"
    row = f"| [{study.id}](../studies/{study.id}.md) supports | {evidence.claim} | {where} |"
    parts += ["## Evidence", f"| Study | What it says | Where |\n| --- | --- | --- |\n{row}"]
    parts += ["## Works it leans on", _list(f"{each.point} {cite(each.reference)}, {each.locator}" for each in entry.citations)]
    parts += ["## Cite this entry", *map(_code, cite_this(entry)), f"Text and data: [{LICENCE[0]}]({LICENCE[1]})."]
    return _page(entry.title, "\n\n".join(parts), entry.statement)


def _reference(reference: Reference) -> str:
    line = "".join(f"[{run.text}]({run.href})" if run.href else f"*{run.text}*" if run.italic else run.text for run in reference.runs)
    parts = [line, "## BibTeX", _code(reference.bibtex), _code(reference.plain), "## Cited by", _list(map(_link, reference.cited_by))]
    return _page(reference.label, "\n\n".join(parts))


_OVERRIDE = """{% extends "base.html" %}
{% block extrahead %}<meta name="edition" content="EDITION">{% endblock %}
"""

_CONFIGURATION = f"""site_name: {TITLE}
site_url: {SITE_URL}
theme:
  name: material
  custom_dir: overrides
  font: false
plugins:
  - search
markdown_extensions:
  - tables
  - toc:
      anchorlink: true
  - pymdownx.superfences
validation:
  omitted_files: ignore
nav:
"""
