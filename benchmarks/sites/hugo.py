"""The corpus as a Hugo site that does the work ours does: the same frame and sections, a JSON document beside each page.

The content is that of `hugo_light.py`. The templates are as fast as we could make them: sections are written out for each kind,
what an entry names is looked up by its id, and Hugo keeps links and menus (`partialCached`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sites import hugo_light
from sites.book import FACETS, LICENCE, PLURALS, PUBLISHER, SITE_URL, TITLE, Book, File

TEMPLATE = hugo_light.TEMPLATE


def files(book: Book, edition: str) -> Iterator[File]:
    """The content of the light site with other templates, and the pages and data that only this one has."""
    yield from (
        (path, text) for path, text in hugo_light.files(book, edition) if not path.startswith(("layouts/", "data/named", "hugo.toml", _REFERENCES))
    )
    yield "hugo.toml", _CONFIGURATION
    yield _REFERENCES, _without_documents("References")
    yield "content/standing/_index.md", _without_documents("About")
    for title, path in _standing_pages():
        yield f"content{path.rstrip('/')}.md", _standing(title, book)
    names = {entry.id: {says: [_path(id_, book) for id_ in ids] for says, ids in book.relations(entry)} for entry in book.corpus.entries}
    yield "data/names.json", json.dumps(names)
    yield "data/named.json", json.dumps({id_: _grouped(found, book) for id_, found in book.named_by.items()})
    for name, text in _LAYOUTS.items():
        yield f"layouts/{name}", text.replace("EDITION", f'<i hidden data-edition="{edition}"></i>' if edition else "")


def _path(id_: str, book: Book) -> str:
    return f"/{PLURALS[book.entries[id_].kind]}/{id_}"


def _grouped(named: Sequence[tuple[str, str]], book: Book) -> dict[str, list[str]]:
    """What names an entry, by how it reads there."""
    found: dict[str, list[str]] = {}
    for says, other in named:
        found.setdefault(says, []).append(_path(other, book))
    return found


def _without_documents(title: str) -> str:
    """A section whose pages have no document beside them."""
    return json.dumps({"title": title, "cascade": {"outputs": ["HTML"]}}) + "\n"


def _standing(title: str, book: Book) -> str:
    """A page of prose, as long as our description of the data format and the like are on average."""
    text = "\n\n".join(f"## {word.title}\n\n{word.statement}" for word in book.words.values())
    return f"{json.dumps({'title': title, 'type': 'standing'})}\n\n{text}\n"


# What the pages have


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page and what fills it: the name of a block, or lists of links.

    Each list is of pairs: `names` for what the entry names or `named` for what names it, and how that reads.
    """

    key: str
    title: str
    block: str = ""
    lists: tuple[tuple[tuple[str, str], ...], ...] = ()
    hint: str = ""


def _empty(**titles: str) -> Iterator[Section]:
    """Sections that nothing in the corpus fills."""
    return (Section(key.replace("_", "-"), title) for key, title in titles.items())


_SOURCES = (
    Section("evidence", "Evidence", "evidence", hint="Who is cited says nothing about how common it is."),
    Section("works", "Works it leans on", "works"),
)
_FINDING = (
    Section("detail", "In more detail", "body"),
    *_empty(signs="How it shows", who_feels_it="Who feels it", why_it_matters="Why it matters"),
    Section("where", "Where it was reported, and where the opposite", lists=((("named", "Made worse by"),),)),
    Section(
        "chain",
        "What contributes, what it leads to",
        lists=(
            (("named", "Fed by"),),
            (("names", "Adds to"),),
            (("names", "A closer look at"), ("named", "Looked at more closely in")),
        ),
    ),
    Section("help", "What may help", lists=((("named", "May be helped by"),),)),
    *_empty(questions="Questions to ask this week"),
    *_SOURCES,
    *_empty(limits="Limits and period"),
)
_PATTERN = (
    Section("detail", "In more detail", "body"),
    *_empty(recognise="How to recognize it", context="Where it was seen", responsibilities="Who holds which responsibility"),
    *_empty(say_no="Who can say no", why="Why teams end up here", benefits="Benefits reported"),
    Section("challenges", "Challenges", lists=((("names", "Made worse here"),),), hint="Associations told in interviews, not measured effects."),
    *_empty(warning_signs="Warning signs", tried="What teams here tried", fits_poorly="When it fits poorly"),
    Section("variants", "Variants", lists=((("names", "A form of"),), (("named", "Has the form"),))),
    *_empty(together="Seen together with", uses="Known uses", confusion="Not to be confused with", questions="Five questions to check oneself"),
    *_SOURCES,
)
_RECOMMENDATION = (
    Section("what-to-do", "What to do", "body"),
    Section("who-starts", "Who starts, with whom", "starts"),
    Section("first-step", "First step within a week", "first"),
    *_empty(artefact="What exists afterwards", preconditions="Preconditions and cost", notice="How one would notice that it works"),
    *_empty(caveats="Risks and caveats"),
    Section("support", "Support", "support"),
    Section("addresses", "What it addresses", lists=((("names", "Meant to help with"),),)),
    *_SOURCES,
)
_STUDY = (
    *_empty(question="Question", design="Design", period="Period", sampling="Sampling", sample="Sample", collection="Collection"),
    *_empty(analysis="Analysis", saturation="Saturation", checks="Checks", artefacts="Artefacts", ethics="Ethics and funding"),
    *_empty(limits="Limits", appraisal="Appraisal", overlap="Not independent of"),
    Section("rests", "What rests on it", "resting"),
)
_WORD = (Section("claims", "What the sources say"), Section("entries", "Entries", "tagged"))
_AFTER = (Section("breadth", "How sure"), Section("cite", "Cite this entry"))
"""The end of an entry's page: in its contents, but not sections of its document."""
_ENTRIES = {"finding": _FINDING, "pattern": _PATTERN, "recommendation": _RECOMMENDATION}

_MARK = '<svg class="pb-mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{}</svg>'
_MARKS = {
    "finding": '<circle class="pb-fill" cx="8" cy="8" r="3.5"/>',
    "pattern": '<path d="M2 4h5v8H2zM9 4h5v8H9z"/>',
    "recommendation": '<path d="M8 3l6 10H2z"/>',
    "reference": '<path d="M4 2h6l3 3v9H4zM10 2v3h3"/>',
    "study": '<path d="M8 4.5C6 3 4 3 2 3.5v9c2-.5 4-.5 6 1 2-1.5 4-1.5 6-1v-9C12 3 10 3 8 4.5zM8 4.5v9"/>',
    "word": '<path d="M3 3h10v10H3zM3 8h10"/>',
}

_MENU: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Home": ("/", ()),
    "Patterns": ("/patterns/", ("Collaboration points=/points/", "Cases", "Patterns and findings")),
    "Findings": ("/findings/", ("Areas=/areas/", "Themes=/themes/", "Roles=/roles/")),
    "Recommendations": ("/recommendations/", ()),
    "Products": ("/kinds/", ("Indicators", "Stages")),
    "Evidence": ("/studies/", ("References=/references/", "Coverage")),
    "Glossary": ("/standing/", ("Terms",)),
    "About": ("/standing/", ("Catalogue", "Data format", "Checks")),
    "Contribute": ("/standing/", ("Add or correct an entry", "Make a catalogue of your own", "Screen a repository")),
}
"""Title -> address, and what is below it: a title with its address, or the title of a page of prose."""


def _below(pages: Sequence[str]) -> Iterator[tuple[str, str]]:
    for page in pages:
        title, _, path = page.partition("=")
        yield title, path or f"/standing/{title.lower().replace(' ', '-')}/"


def _standing_pages() -> Iterator[tuple[str, str]]:
    return ((title, path) for _, pages in _MENU.values() for title, path in _below(pages) if path.startswith("/standing/"))


# Templates of pages

_REFERENCES = "content/references/_index.md"
_POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self' 'sha256-e8ORm5ghMW8I7gD2Rzf4ererD0B4Zxgnt2mQfW2g+ls='; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
_CREDIT = (
    f'Text and data: <a rel="license" href="{LICENCE[1]}">{LICENCE[0]}</a>. To attribute: <span class="pb-attribution">'
    "“{{ .Title }}” ({{ .Params.eid }}), " + f"{TITLE}, {PUBLISHER}, " + "{{ .Permalink }}, licensed CC0-1.0.</span>"
)
_RESTS_ON = "1 data set (S-001)"
_BREADTH = f"{_RESTS_ON}. 0 items qualify or contradict it."
_HOW_SURE = "Interviews, one data set (S-001); adequacy: no count given; not graded: one study."
_NOTHING = '<p class="pb-none">Not reported</p>'
_LINK = '{{ partialCached "link.html" . . }}'
"""A link to the page at the path that is the context."""


def _filled(template: str, **words: str) -> str:
    """A template with words in capitals put in: templates are full of braces."""
    for word, text in words.items():
        template = template.replace(word, text)
    return template


def _heading(key: str, title: str) -> str:
    return f'<h2 id="{key}"><a href="#{key}">{title}</a></h2>'


def _contents(sections: Sequence[Section]) -> str:
    items = "\n".join(f'<li><a href="#{section.key}">{section.title}</a></li>' for section in sections)
    return (
        '<nav class="pb-contents" aria-label="Table of contents">\n<details><summary>Table of contents</summary>\n'
        f"<ul>\n{items}\n</ul>\n</details>\n</nav>\n"
    )


def _sections(sections: Sequence[Section]) -> str:
    return "\n".join(_section(section) for section in sections)


def _section(section: Section) -> str:
    hint = f'<p class="pb-hint">{section.hint}</p>\n' if section.hint else ""
    body = _lists(section) if section.lists else _BLOCKS.get(section.block, _NOTHING)
    start = f'<section class="pb-section pb-section--{section.key}" aria-labelledby="{section.key}">'
    return f"{start}\n{_heading(section.key, section.title)}\n{hint}{body}\n</section>"


def _any(sources: Sequence[tuple[str, str]]) -> str:
    """Whether one of these is there: what `if` and `with` test."""
    found = [f'index ${source} "{says}"' for source, says in sources]
    return found[0] if len(found) == 1 else "or " + " ".join(f"({each})" for each in found)


def _lists(section: Section) -> str:
    """Lists of links, or that there are none."""
    if len(section.lists) == 1:
        return _list(section.lists[0], _NOTHING)
    return _filled(
        "{{ if ANY }}LISTS{{ else }}NOTHING{{ end }}",
        ANY=_any([source for sources in section.lists for source in sources]),
        LISTS="".join(map(_list, section.lists)),
        NOTHING=_NOTHING,
    )


def _list(sources: Sequence[tuple[str, str]], otherwise: str = "") -> str:
    item = '{{ range index $SOURCE "SAYS" }}<li><span class="pb-says">SAYS</span> LINK <span class="pb-tag">inferred</span></li>\n{{ end }}'
    items = "".join(_filled(item, SOURCE=source, SAYS=says, LINK=_LINK) for source, says in sources)
    return _filled('{{ if ANY }}<ul class="pb-links">\nITEMS</ul>\n{{ else }}OTHERWISE{{ end }}', ANY=_any(sources), ITEMS=items, OTHERWISE=otherwise)


def _by_kind(pages: str, path: str) -> str:
    """At most a hundred links for each kind of entry; `pages` are those of a PLURAL."""
    links = """{{ with first 100 (PAGES) }}<h3>TITLE</h3>
<ul class="pb-links pb-plain">
{{ range . }}<li>{{ partialCached "link.html" PATH PATH }}</li>
{{ end }}</ul>
{{ end }}"""
    return "".join(_filled(links, PAGES=pages, PATH=path, PLURAL=plural, TITLE=plural.capitalize()) for plural in sorted(PLURALS.values()))


_BLOCKS = {
    "body": "{{ .Content }}",
    "support": "<p>Suggested by this catalogue; effect not measured.</p>",
    "starts": """<h3>Starts (our reading)</h3>
<ul class="pb-links pb-plain">
{{- range .Params.roles }}{{ with printf "/roles/%s" . }}<li>{{ partialCached "link.html" . . }}</li>{{ end }}{{ end }}</ul>""",
    "first": """<ul class="pb-list pb-editorial"><li>{{ .Params.first }}</li></ul>
<p class="pb-aside"><span class="pb-tag">ours, editorial</span> Follows from the facts cited on this page.</p>""",
    "evidence": """{{ with .Params.evidence }}<div class="pb-scroll"><table class="pb-evidence pb-cards">
<caption class="pb-hidden">Evidence, one row per item</caption>
<thead><tr><th scope="col">Study</th><th scope="col">What it says</th><th scope="col">Counted</th><th scope="col">Where</th></tr></thead>
<tbody>
<tr class="pb-supports">
<td data-label="Study">{{ with site.GetPage (printf "/studies/%s" .study) -}}
<a href="{{ .RelPermalink }}" title="{{ .Title }}">{{ .Params.eid }}</a>{{ end }}
<span class="pb-stance">supports</span></td>
<td data-label="What it says">{{ .claim }}</td>
<td data-label="Counted"><span class="pb-none">no number</span></td>
<td data-label="Where"><a href="/references/{{ .source }}/">{{ (index $works .source).label }}</a>, {{ .locator }}</td>
</tr>
</tbody></table></div>{{ end }}""",
    "works": """<ul class="pb-list">
{{ range .Params.citations }}<li>{{ .point }} <div class="pb-note"><a href="/references/{{ .key }}/">
{{- (index $works .key).label }}</a> · {{ .locator }}</div></li>
{{ end }}</ul>""",
    "resting": _by_kind('where .Params.resting "=~" "^/PLURAL/"', "."),
    "tagged": _by_kind('where .Pages "Section" "PLURAL"', ".Path"),
}

_BASE = _filled(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="POLICY">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ .Title }}{{ with .Params.eid }} ({{ . }}){{ end }} - {{ site.Title }}</title>
{{ with .Params.statement }}<meta name="description" content="{{ . }}">{{ end }}
<link rel="canonical" href="{{ .Permalink }}">
{{ with .PrevInSection }}<link rel="prev" href="{{ .RelPermalink }}">{{ end }}
{{ with .NextInSection }}<link rel="next" href="{{ .RelPermalink }}">{{ end }}
<link rel="icon" href="/assets/favicon.svg">
<link rel="stylesheet" href="/assets/stylesheets/main.57a0d79d.min.css">
<link rel="stylesheet" href="/style.css">
<script>try{document.documentElement.dataset.scheme=localStorage.getItem("patternbook.scheme")||""}catch(e){}</script>
<meta property="og:title" content="{{ .Title }}{{ with .Params.eid }} ({{ . }}){{ end }}">
<meta property="og:site_name" content="{{ site.Title }}">
<meta property="og:type" content="article">
{{ with .Params.statement }}<meta property="og:description" content="{{ . }}">{{ end }}
{{ with .OutputFormats.Get "json" }}<link rel="describedby" type="application/json" href="{{ .RelPermalink }}">{{ end }}
</head>
<body dir="ltr">
<a class="md-skip" href="#main">Skip to content</a>
<header class="md-header">
<div class="pb-top md-grid">
<input type="checkbox" class="pb-button pb-menu-open" id="menu" aria-label="All pages">
<a class="pb-site" href="/"><svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"
 stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true">
<path d="M9 7.5V5H2v14h7v-2.5M15 7.5V5h7v14h-7v-2.5"/><circle cx="12" cy="12" r="4"/></svg>
<span>{{ site.Title }}</span></a>
<button type="button" class="pb-button pb-scheme" hidden></button>
<div class="pb-search"><a class="pb-search-instead" href="/standing/catalogue/">Catalogue</a></div>
</div>
</header>
{{ partialCached "menu.html" . .Section }}
<main class="pb-main md-grid">
<div class="md-content" id="main" tabindex="-1">
<nav class="md-path" aria-label="Breadcrumbs">
<ol>
{{ with .Parent }}{{ if not .IsHome }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}{{ end }}
</ol>
</nav>
<div class="md-content__inner md-typeset">
{{ block "main" . }}{{ end }}
</div>
</div>
<div class="pb-side">
{{ block "contents" . }}{{ end }}
</div>
</main>
<footer class="md-footer">
<nav class="pb-neighbours md-grid" aria-label="Footer">
{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}"><small>Previous</small> {{ .Title }} ({{ .Params.eid }})</a>{{ end }}
{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}"><small>Next</small> {{ .Title }} ({{ .Params.eid }})</a>{{ end }}
</nav>
<p class="md-copyright md-grid">PUBLISHER. Text and data CC0-1.0, code MIT</p>
</footer>
<script src="/assets/patternbook.js"></script><script src="/assets/search.js"></script>
</body>
</html>
""",
    POLICY=_POLICY,
    PUBLISHER=PUBLISHER,
)


def _menu() -> str:
    """The menu, the section that is open marked: Hugo keeps one for each section."""
    item = """<li{{ if eq .Section "SECTION" }} class="pb-here"{{ end }}><a href="PATH">TITLE</a>BELOW</li>\n"""
    items = ""
    for title, (path, pages) in _MENU.items():
        below = "".join(f'<li><a href="{address}">{name}</a></li>' for name, address in _below(pages))
        items += _filled(item, SECTION=path.strip("/"), PATH=path, TITLE=title, BELOW=f"<ul>{below}</ul>" if below else "")
    return f'<nav class="pb-menu md-tabs" aria-label="Navigation">\n<ul class="md-grid">\n{items}</ul>\n</nav>\n'


def _link() -> str:
    """A link to the page at a path, with the mark of its kind."""
    mark = '{{ else if eq .Section "PLURAL" }}MARK'
    return _filled(
        """{{ with site.GetPage . }}<a class="pb-link" href="{{ .RelPermalink }}">
{{- if not .Section }}MARKS{{ else }}OTHER{{ end -}}
<span class="pb-title">{{ .Title }}</span> <span class="pb-id">{{ .Params.eid }}</span></a>{{ end }}""",
        MARKS="".join(_filled(mark, PLURAL=plural, MARK=_MARK.format(_MARKS[kind])) for kind, plural in PLURALS.items()),
        OTHER=_MARK.format(_MARKS["word"]),
    )


def _copyable(caption: str, what: str) -> str:
    return _filled(
        '<figure class="pb-copy"><figcaption>CAPTION</figcaption><pre tabindex="0"><code>{{ .WHAT }}</code></pre></figure>',
        CAPTION=caption,
        WHAT=what,
    )


def _by_entry(part: Mapping[str, str]) -> str:
    """What differs by the kind of an entry."""
    tests = [_filled('if eq $kind "NAME" }}PART', NAME=kind, PART=text) for kind, text in part.items()]
    return "{{ " + "{{ else ".join(tests) + "{{ end }}"


_FACTS = "".join(
    _filled(
        """{{ range .Params.FACETs }}{{ with site.GetPage (printf "/FACETs/%s" .) -}}
<div><dt>TITLE</dt><dd><a href="{{ .RelPermalink }}">{{ .Title }}</a></dd></div>
{{ end }}{{ end }}""",
        FACET=facet,
        TITLE=title,
    )
    for facet, title in FACETS.items()
    if facet != "kind"
)
_BANNER = (
    '<p class="pb-banner"><strong>Described, not recommended.</strong> This structure was observed. Nothing here says that it is good or bad.</p>\n'
)
_RAIL_END = "<div><dt>Release</dt><dd>unreleased</dd></div>\n<div><dt>Licence</dt><dd>CC0-1.0</dd></div>\n"
_KIND = "{{ $kind := index .Params.kinds 0 }}"
_LOOKED_UP = "{{ $names := index hugo.Data.names .Params.eid }}{{ $named := index hugo.Data.named .Params.eid }}"
_WORKS = "{{ $works := hugo.Data.references }}"

_ENTRY = _filled(
    """{{ define "contents" }}KINDCONTENTS{{ end }}
{{ define "main" }}KINDLOOKED<article class="pb-entry pb-entry--{{ $kind }}">
<header class="pb-header">
<p class="pb-kicker">MARK <span class="pb-id">{{ .Params.eid }}</span></p>
<h1>{{ .Title }}</h1>
{{ if eq $kind "pattern" }}BANNER{{ end }}<div class="pb-statement"><p>{{ .Params.statement }}</p></div>
</header>
<div class="pb-columns">
<aside class="pb-rail" aria-label="At a glance">
<dl>
FACTS<div><dt>Rests on</dt><dd>RESTS_ON</dd></div>
RAIL</dl>
</aside>
<div class="pb-text">
SECTIONS
<section class="pb-section" aria-labelledby="breadth">
ABOUT
<p>HOW_SURE</p>
<p>Breadth, which is not how common something is: BREADTH Contexts: made up.</p>
<p class="pb-hint">Verified by a second person: none of 1 item of evidence.</p>
</section>
<section class="pb-section pb-cite" aria-labelledby="cite" data-search-exclude>
CITE
<p class="pb-hint">This text is <span class="pb-open">unreleased</span>: it may still change. A release will freeze it.</p>PLAIN
BIBTEX
</section>
<footer class="pb-foot" data-search-exclude>
<p>Written by PUBLISHER. Authors of the studies are cited as evidence.</p><p>CREDIT</p>
<p class="pb-note">Written in content/{{ .File.Path }}, line 1.</p>
</footer>
</div>
</div>
</article>EDITION{{ end }}
""",
    KINDCONTENTS=_KIND + _by_entry({kind: _contents((*sections, *_AFTER)) for kind, sections in _ENTRIES.items()}),
    KINDLOOKED=_KIND + _LOOKED_UP + _WORKS,
    MARK=_by_entry({kind: f"{_MARK.format(_MARKS[kind])} {kind.capitalize()}" for kind in _ENTRIES}),
    BANNER=_BANNER,
    FACTS=_FACTS,
    BREADTH=_BREADTH,
    RESTS_ON=_RESTS_ON,
    HOW_SURE=_HOW_SURE,
    RAIL=_RAIL_END,
    SECTIONS=_by_entry({kind: _sections(sections) for kind, sections in _ENTRIES.items()}),
    ABOUT=_heading("breadth", "How sure"),
    CITE=_heading("cite", "Cite this entry"),
    PLAIN=_copyable("Plain text", "Params.plain"),
    BIBTEX=_copyable("BibTeX", "Params.bibtex"),
    PUBLISHER=PUBLISHER,
    CREDIT=_CREDIT,
)


def _other(sections: Sequence[Section], mark: str) -> str:
    """The page of a study or of a word."""
    return _filled(
        """{{ define "contents" }}CONTENTS{{ end }}
{{ define "main" }}WORKS<article class="pb-entry">
<header class="pb-header">
<p class="pb-kicker">MARK <span class="pb-id">{{ .Params.eid }}</span></p>
<h1>{{ .Title }}</h1>
<div class="pb-statement">{{ .Content }}</div>
</header>
<div class="pb-columns">
<aside class="pb-rail" aria-label="At a glance">
<dl>
{{ with .Params.reference }}<div><dt>Publication</dt><dd><a href="/references/{{ . }}/">{{ (index $works .).label }}</a></dd></div>{{ end }}
RAIL</dl>
</aside>
<div class="pb-text">
SECTIONS
<footer class="pb-foot" data-search-exclude>
<p>CREDIT</p>
</footer>
</div>
</div>
</article>{{ end }}
""",
        CONTENTS=_contents(sections),
        WORKS=_WORKS,
        MARK=_MARK.format(_MARKS[mark]),
        RAIL=_RAIL_END,
        SECTIONS=_sections(sections),
        CREDIT=_CREDIT,
    )


_REFERENCE = _filled(
    """{{ define "main" }}{{ with index hugo.Data.references .Params.key }}<article class="pb-entry pb-entry--reference">
<header class="pb-header">
<p class="pb-kicker">MARK Reference <span class="pb-id">{{ $.Params.key }}</span></p>
<h1>{{ .label }}</h1>
<p class="pb-statement">{{ .html | safeHTML }}</p>
</header>
<section class="pb-section pb-cite" aria-labelledby="bibtex" data-search-exclude>
BIBTEX
PLAIN
</section>
<section class="pb-section" aria-labelledby="cited-by">
CITED
<ul class="pb-links pb-plain">{{ range .cited_by }}<li>LINK</li>{{ end }}</ul>
</section>
<footer class="pb-foot" data-search-exclude><p class="pb-note">Written in {{ $.File.Path }}, line 1.</p>
</footer>
</article>{{ end }}{{ end }}
""",
    MARK=_MARK.format(_MARKS["reference"]),
    BIBTEX=f"{_heading('bibtex', 'BibTeX')}\n{_copyable('BibTeX', 'bibtex')}",
    PLAIN=_copyable("Plain text", "plain"),
    CITED=_heading("cited-by", "Cited by"),
    LINK=_LINK,
)

# Templates of documents

_NOTE = '{"label":LABEL,"key":KEY,"locator":LOCATOR,"traceability":"","basis":"BASIS","counted":"","labels":"","caution":"","editorial":false,'
_NOTE += '"follows_items":[],"follows_entries":[]}'
_COMMA = "{{ if $list }},{{ end }}{{ $list = true }}"
_TARGET = '{{ partialCached "target.json" . . }}'


def _note(label: str = '""', key: str = '""', locator: str = '""', basis: str = "") -> str:
    return _filled(_NOTE, LABEL=label, KEY=key, LOCATOR=locator, BASIS=basis)


def _document_sections(sections: Sequence[Section]) -> str:
    return ",\n".join(map(_document_section, sections))


def _document_section(section: Section) -> str:
    head = f'"key":"{section.key}","title":"{section.title}","hint":"{section.hint}"'
    if section.lists:
        return f'{{{head},"blocks":[{_document_lists(section)}],"empty":""}}'
    return f'{{{head},"blocks":[{_DOCUMENT_BLOCKS.get(section.block, "")}],"empty":"{"" if section.block else "Not reported"}"}}'


def _document_lists(section: Section) -> str:
    """Lists of links, with commas between those that are there."""
    item = '{{ range index $SOURCE "SAYS" }}{{ if $more }},{{ end }}{{ $more = true }}LINK{{ end }}'
    lists = ""
    for sources in section.lists:
        items = (_filled(item, SOURCE=source, SAYS=says, LINK=_document_link(says, _note(basis="inferred"))) for source, says in sources)
        lists += _filled("{{ if ANY }}COMMA{{ $more := false }}BLOCK{{ end }}", ANY=_any(sources), COMMA=_COMMA, BLOCK=_links_block("".join(items)))
    return "{{ $list := false }}" + lists


def _links_block(items: str, title: str = "") -> str:
    return f'{{"type":"links","title":"{title}","items":[{items}],"rest":0,"everything":null}}'


def _document_link(says: str, note: str, target: str = _TARGET) -> str:
    return f'{{"says":"{says}","target":{target},"aspect":"","condition":"","via":"","why":"","status":"","roles":[],"note":{note}}}'


def _document_by_kind(pages: str, path: str) -> str:
    """At most a hundred links for each kind of entry; `pages` are those of a PLURAL."""
    target = _filled('{{ partialCached "target.json" PATH PATH }}', PATH=path)
    items = "{{ range $place, $page := . }}{{ if $place }},{{ end }}" + _document_link("", "null", target) + "{{ end }}"
    lists = (
        _filled(
            "{{ with first 100 (PAGES) }}COMMABLOCK{{ end }}",
            PAGES=pages,
            COMMA=_COMMA,
            BLOCK=_links_block(items, plural.capitalize()),
            PLURAL=plural,
        )
        for plural in sorted(PLURALS.values())
    )
    return "{{ $list := false }}" + "".join(lists)


_DOCUMENT_BLOCKS = {
    "body": '{"type":"prose","text":{{ .RawContent | jsonify }}}',
    "support": '{"type":"prose","text":"Suggested by this catalogue; effect not measured."}',
    "starts": _links_block(
        '{{ range $place, $role := .Params.roles }}{{ if $place }},{{ end }}{{ with printf "/roles/%s" . }}'
        + _document_link("", "null")
        + "{{ end }}{{ end }}",
        "Starts (our reading)",
    ),
    "first": '{"type":"list","title":"","items":[{"text":{{ .Params.first | jsonify }},"note":' + _note() + "}]}",
    "evidence": '{{ with .Params.evidence }}{"type":"evidence","title":"","items":[{"number":1,"anchor":"evidence-{{ .study }}",'
    '"study":{{ with printf "/studies/%s" .study }}'
    + _TARGET
    + '{{ end }},"line":{"name":{{ .study | jsonify }},"about":"interviews","sample":"sample"},'
    '"stance":"supports","apart":"","text":{{ .claim | jsonify }},"wording":"","context":"","note":'
    + _note("{{ (index $works .source).label | jsonify }}", "{{ .source | jsonify }}", "{{ .locator | jsonify }}")
    + "}]}{{ end }}",
    "works": '{"type":"works","points":[{{ range $place, $work := .Params.citations }}{{ if $place }},{{ end }}'
    '{"text":{{ .point | jsonify }},"places":[{"works":[{{ with printf "/references/%s" .key }}'
    + _TARGET
    + '{{ end }}],"locator":{{ .locator | jsonify }}}]}{{ end }}]}',
    "resting": _document_by_kind('where .Params.resting "=~" "^/PLURAL/"', "."),
    "tagged": _document_by_kind('where .Pages "Section" "PLURAL"', ".Path"),
}

_REFERENCE_OF = (
    '{{ range $place, $key := KEYS }}{{ if $place }},{{ end }}{{ with index $works . }}{{ $key | jsonify }}:{"key":{{ $key | jsonify }},'
    '"label":{{ .label | jsonify }},"suffix":"","year":{{ index (last 1 (split .label " ")) 0 | jsonify }},'
    '"text":{{ .plain | jsonify }},"href":""}{{ end }}{{ end }}'
)


def _document(kind: str, sections: str, references: str, cite: str) -> str:
    """The JSON beside a page, with the fields that ours has, in their order."""
    fact = '{{ range .Params.FACETs }}{{ with printf "/FACETs/%s" . }}{"label":"TITLE","targets":[TARGET],"text":""},{{ end }}{{ end }}'
    facts = "".join(_filled(fact, FACET=facet, TITLE=title, TARGET=_TARGET) for facet, title in FACETS.items() if facet != "kind")
    return _filled(
        """{"format":"1","id":{{ .Params.eid | jsonify }},"kind":"KIND","kind_label":"KIND","page":{{ .RelPermalink | jsonify }},
"title":{{ .Title | jsonify }},"statement":{{ .Params.statement | default .RawContent | jsonify }},"source_label":"",
"in_source":"","retired":"","successor":null,"take_away":[],
"trail":[{"kind":"index","id":"{{ .Section }}","title":"{{ .Section }}","page":"{{ .Section }}","retired":false}],
"facts":[FACTS{"label":"Rests on","targets":[],"text":"RESTS_ON"}],
"sections":[SECTIONS],
"breadth":{"data_sets":1,"groups":1,"studies":["S-001"],"reviews":[],"apart":[],"methods":["interviews"],"contexts":["made up"],"contradicting":0,
"short":"RESTS_ON","sentence":"BREADTH","items":1,"verified":0,"how_sure":"HOW_SURE"},
"confidence":[],"references":{ REFERENCES},"credits":[{"name":"PUBLISHER","orcid":"","roles":[]}],"cite":CITE,"disclaimer":"",
"licence":{"spdx":"CC0-1.0","title":"LICENCE","url":"ADDRESS",
"attribution":{{ printf "“%s” (%s), TITLE, PUBLISHER, %s, licensed CC0-1.0." .Title .Params.eid .Permalink | jsonify }}},
"previous":{{ with .PrevInSection }}{{ partialCached "target.json" .Path .Path }}{{ else }}null{{ end }},
"next":{{ with .NextInSection }}{{ partialCached "target.json" .Path .Path }}{{ else }}null{{ end }},
"origin":{"file":{{ .File.Path | jsonify }},"line":1}}
""",
        SECTIONS=sections,
        KIND=kind,
        FACTS=facts,
        BREADTH=_BREADTH,
        RESTS_ON=_RESTS_ON,
        HOW_SURE=_HOW_SURE,
        REFERENCES=references,
        CITE=cite,
        LICENCE=LICENCE[0],
        ADDRESS=LICENCE[1],
        TITLE=TITLE,
        PUBLISHER=PUBLISHER,
    )


_ENTRY_DOCUMENT = (
    _KIND
    + _LOOKED_UP
    + _WORKS
    + "{{ $keys := slice .Params.evidence.source }}{{ range .Params.citations }}{{ $keys = $keys | append .key }}{{ end }}"
    + _document(
        "{{ $kind }}",
        _by_entry({kind: _document_sections(sections) for kind, sections in _ENTRIES.items()}),
        _REFERENCE_OF.replace("KEYS", "uniq $keys"),
        '{"bibtex":{{ .Params.bibtex | jsonify }},"plain":{{ .Params.plain | jsonify }},"release":"unreleased",'
        '"key":{{ printf "patternbook:%s" .Params.eid | jsonify }},"url":"","works":[{{ with .Params.evidence }}{'
        '"label":{{ (index $works .source).label | jsonify }},"place":{{ .locator | jsonify }},"key":{{ .source | jsonify }},'
        '"page":{{ printf "references/%s" .source | jsonify }}}{{ end }}],'
        '"text":{{ printf "%s, %s, as restated in %s" (index $works .Params.evidence.source).label .Params.evidence.locator .Params.eid | jsonify }},'
        '"latex":{{ printf "\\\\cite[%s]{patternbook}" .Params.eid | jsonify }}}',
    )
)
_STUDY_DOCUMENT = _WORKS + _document("study", _document_sections(_STUDY), _REFERENCE_OF.replace("KEYS", "slice .Params.reference"), "null")
_WORD_DOCUMENT = _document("word", _document_sections(_WORD), "", "null")

_TARGET_OF = (
    '{{ with site.GetPage . }}{"kind":"{{ .Section }}","id":{{ .Params.eid | default .Params.key | jsonify }},"title":{{ .Title | jsonify }},'
    '"page":{{ .RelPermalink | jsonify }},"retired":false}{{ end }}'
)

_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}
<ul class="pb-links">{{ range first 200 .Pages }}<li>{{ partialCached "link.html" .Path .Path }}</li>
{{ end }}</ul>{{ end }}
"""

_LAYOUTS = {
    "baseof.html": _BASE,
    "_partials/menu.html": _menu(),
    "_partials/link.html": _link(),
    "_partials/target.json": _TARGET_OF,
    "page.html": _ENTRY,
    "page.json": _ENTRY_DOCUMENT,
    "study/page.html": _other(_STUDY, "study"),
    "study/page.json": _STUDY_DOCUMENT,
    "term.html": _other(_WORD, "word"),
    "term.json": _WORD_DOCUMENT,
    "reference/page.html": _REFERENCE,
    "standing/page.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}\n',
    "list.html": _LIST,
    "index.json": hugo_light.LAYOUTS["index.json"],
}

_CONFIGURATION = f"""baseURL = "{SITE_URL}"
title = "{TITLE}"
disableKinds = ["RSS"]
[taxonomies]
{chr(10).join(f' {facet} = "{facet}s"' for facet in FACETS)}
[outputs]
 home = ["HTML", "JSON"]
 page = ["HTML", "JSON"]
 term = ["HTML", "JSON"]
"""
