"""The corpus as a Hugo site without a theme: its templates resolve relations, citations and facets, and write little around them.

`hugo.py` has the same content and pages like ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape

from sites.book import FACETS, LICENCE, PLURALS, SITE_URL, TITLE, Book, File, Reference, cite_this, resolved, tags
from sites.corpus import Entry

TEMPLATE = "layouts/page.html"
SECTIONS = {**{plural: plural.capitalize() for plural in PLURALS.values()}, "references": "References", "studies": "Studies"}


def files(book: Book, edition: str) -> Iterator[File]:
    """Configuration, templates, data and content; the template of an entry's page carries the edition."""
    yield "hugo.toml", _CONFIGURATION
    yield "static/style.css", "body{font:1rem sans-serif}\n"
    for name, text in LAYOUTS.items():
        yield f"layouts/{name}", text
    yield TEMPLATE, _PAGE.replace("EDITION", f'<i hidden data-edition="{edition}"></i>' if edition else "")
    yield "data/named.json", json.dumps({id_: [_named(says, other, book) for says, other in found] for id_, found in book.named_by.items()})
    yield "data/references.json", json.dumps({key: _reference(reference) for key, reference in book.references.items()})
    yield "data/words.json", json.dumps({f"{facet}-{slug.lower()}": word.title for (facet, slug), word in book.words.items()})
    yield "content/_index.md", _content({"title": TITLE}, "")
    for section, title in SECTIONS.items():
        yield f"content/{section}/_index.md", _content({"title": title}, "")
    for entry in book.corpus.entries:
        yield f"content/{PLURALS[entry.kind]}/{entry.id}.md", _entry(entry, book)
    for key, reference in book.references.items():
        yield f"content/references/{key}.md", _content({"title": reference.label, "type": "reference", "key": key}, "")
    for study, resting in book.studies.values():
        about = {"title": study.title, "type": "study", "eid": study.id, "reference": study.reference, "resting": [_path(entry) for entry in resting]}
        yield f"content/studies/{study.id}.md", _content(about, study.statement)
    for facet, slug in book.tagged:
        word = book.words[facet, slug]
        yield f"content/{facet}s/{slug.lower()}/_index.md", _content({"title": word.title}, word.statement)


def _content(front: Mapping[str, object], body: str) -> str:
    return f"{json.dumps(front, indent=1)}\n\n{body}\n"


def _path(entry: Entry) -> str:
    return f"/{PLURALS[entry.kind]}/{entry.id}"


def _named(says: str, other: str, book: Book) -> dict[str, str]:
    return {"says": says, "id": _path(book.entries[other])}


def _reference(reference: Reference) -> dict[str, object]:
    html = "".join(
        f'<a href="{escape(run.href)}">{escape(run.text)}</a>' if run.href else f"<i>{escape(run.text)}</i>" if run.italic else escape(run.text)
        for run in reference.runs
    )
    cited_by = [_path(entry) for entry in reference.cited_by]
    return {"label": reference.label, "html": html, "plain": reference.plain, "bibtex": reference.bibtex, "cited_by": cited_by}


def _entry(entry: Entry, book: Book) -> str:
    def link(id_: str) -> str:
        other = book.entries[id_]
        return f"[{other.title} {id_}]({_path(other)}/)"

    def cite(key: str) -> str:
        return f"([{book.references[key].label}](/references/{key}/))"

    plain, bibtex = cite_this(entry)
    front: dict[str, object] = {
        "title": entry.title,
        "type": "entry",
        "eid": entry.id,
        "statement": entry.statement,
        **{f"{facet}s": [slug.lower()] for facet, slug in tags(entry)},
        "relations": [{"says": says, "ids": [_path(book.entries[id_]) for id_ in targets]} for says, targets in book.relations(entry)],
        "evidence": {name: getattr(entry.evidence, name) for name in ("study", "source", "locator", "claim")},
        "citations": [{"key": each.reference, "locator": each.locator, "point": each.point} for each in entry.citations],
        "first": entry.first_step,
        "plain": plain,
        "bibtex": bibtex,
    }
    return _content(front, resolved(entry.body, link, cite))


_CONFIGURATION = f"""baseURL = "{SITE_URL}"
title = "{TITLE}"
disableKinds = ["RSS"]
[taxonomies]
{chr(10).join(f' {facet} = "{facet}s"' for facet in FACETS)}
[outputs]
 home = ["HTML", "JSON"]
"""

_LINK = '<a href="{{ .RelPermalink }}">{{ .Title }} {{ .Params.eid }}</a>'
_BY_ID = "{{ with site.GetPage . }}<li>" + _LINK + "</li>{{ end }}"
_FACETS = " ".join(f'"{facet}s"' for facet in FACETS)

_PAGE = """{{ define "main" }}{{ $p := . }}<p>{{ index .Params.kinds 0 }} {{ .Params.eid }}</p><h1>{{ .Title }}</h1><p>{{ .Params.statement }}</p>
<dl>{{ range $f := slice FACETS }}{{ range index $p.Params $f }}{{ with site.GetPage (printf "/%s/%s" $f .) }}
<dt>{{ $f }}</dt><dd><a href="{{ .RelPermalink }}">{{ .Title }}</a></dd>{{ end }}{{ end }}{{ end }}</dl>
<h2 id="detail">In more detail</h2>{{ .Content }}
{{ with .Params.first }}<h2 id="first">First step within a week</h2><p>{{ . }}</p>{{ end }}
<h2 id="relations">What it leads to</h2>{{ range .Params.relations }}<h3>{{ .says }}</h3><ul>{{ range .ids }}
{{ with site.GetPage . }}<li>LINK</li>{{ end }}{{ end }}</ul>{{ end }}
<h2 id="named">What leads here</h2><ul>{{ range index hugo.Data.named .Params.eid }}{{ $says := .says }}
{{ with site.GetPage .id }}<li>{{ $says }} LINK</li>{{ end }}{{ end }}</ul>
<h2 id="evidence">Evidence</h2>{{ with .Params.evidence }}<table><tr><td>{{ with site.GetPage (printf "/studies/%s" .study) }}
<a href="{{ .RelPermalink }}" title="{{ .Title }}">{{ .Params.eid }}</a>{{ end }} supports</td><td>{{ .claim }}</td>
<td><a href="{{ printf "/references/%s/" .source | relURL }}">{{ (index hugo.Data.references .source).label }}</a>, {{ .locator }}</td></tr>
</table>{{ end }}
<h2 id="works">Works it leans on</h2><ul>{{ range .Params.citations }}
<li>{{ .point }}
<a href="{{ printf "/references/%s/" .key | relURL }}">{{ (index hugo.Data.references .key).label }}</a>, {{ .locator }}</li>{{ end }}</ul>
<h2 id="cite">Cite this entry</h2><pre><code>{{ .Params.plain }}</code></pre><pre><code>{{ .Params.bibtex }}</code></pre>EDITION
{{ end }}""".replace("FACETS", _FACETS).replace("LINK", _LINK)

LAYOUTS: Mapping[str, str] = {
    "baseof.html": """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ .Title }} - {{ site.Title }}</title><meta name="description" content="{{ .Params.statement }}">
<link rel="canonical" href="{{ .Permalink }}"><link rel="stylesheet" href="{{ "style.css" | relURL }}"></head>
<body><header><a href="{{ "/" | relURL }}">{{ site.Title }}</a><input type="search"></header>
<nav>{{ partialCached "nav.html" . }}</nav><aside>{{ .TableOfContents }}</aside><main>{{ block "main" . }}{{ end }}</main>
<footer>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
<p>Text and data: <a rel="license" href="ADDRESS">LICENCE</a>.</p></footer></body></html>
""".replace("ADDRESS", LICENCE[1]).replace("LICENCE", LICENCE[0]),
    "_partials/nav.html": """<ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
{{ range $name, $terms := site.Taxonomies }}<li><a href="{{ printf "/%s/" $name | relURL }}">{{ $name }}</a></li>{{ end }}</ul>
""",
    "reference/page.html": """{{ define "main" }}{{ with index hugo.Data.references .Params.key }}<h1>{{ .label }}</h1><p>{{ .html | safeHTML }}</p>
<h2 id="bibtex">BibTeX</h2><pre><code>{{ .bibtex }}</code></pre><pre><code>{{ .plain }}</code></pre>
<h2 id="cited-by">Cited by</h2><ul>{{ range .cited_by }}BY_ID{{ end }}</ul>{{ end }}{{ end }}
""".replace("BY_ID", _BY_ID),
    "study/page.html": """{{ define "main" }}<p>Study {{ .Params.eid }}</p><h1>{{ .Title }}</h1>{{ .Content }}
<p><a href="{{ printf "/references/%s/" .Params.reference | relURL }}">{{ (index hugo.Data.references .Params.reference).label }}</a></p>
<h2 id="rests">What rests on it</h2><ul>{{ range .Params.resting }}BY_ID{{ end }}</ul>{{ end }}
""".replace("BY_ID", _BY_ID),
    "list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Pages }}<li>LINK</li>{{ end }}</ul>{{ end }}
""".replace("LINK", _LINK),
    "index.json": """[{{ range $i, $p := site.RegularPages }}{{ if $i }},{{ end }}
{{ dict "title" .Title "location" .RelPermalink "text" (printf "%s %s" (.Params.statement | default "") .Plain) | jsonify }}{{ end }}]
""",
}
