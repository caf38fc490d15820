"""Mistakes in whole files: lost, empty, in another encoding, of another form; the bibliography, and pages of prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from in_yaml import Rule
from shipped_data import BIBLIOGRAPHY, Mistake, ShippedData, spread

NOT_UTF8, EMPTY, MALFORMED, UNKNOWN, UNREAD = "PB102", "PB106", "PB103", "PB108", "PB351"


def encodings(data: ShippedData) -> Iterator[Mistake]:
    for file in data.yaml_files[3:7]:
        text = data.texts[file]
        yield Mistake("UTF-16", {file: text.encode("utf-16")}, file, [1], [NOT_UTF8], frozenset(("PB302", "PB406")), says="UTF-16")
        at = len(text) // 2
        number = text.count("\n", 0, at) + 1
        wrong = text[:at].encode() + b"\xe9" + text[at:].encode()
        yield Mistake("a letter of Latin-1", {file: wrong}, file, [number], [NOT_UTF8], frozenset(("PB302", "PB406")), says="é")
    file = data.yaml_files[4]
    text = data.texts[file]
    wrong = text.rstrip().encode() + "é".encode()[:1]
    yield Mistake("half a character at the end", {file: wrong}, file, [text.rstrip().count("\n") + 1], [NOT_UTF8], frozenset(("PB302", "PB406")))
    at = text.index("\n", len(text) // 2)
    number = text.count("\n", 0, at) + 1
    for name, odd in (("a byte order mark", "\ufeff"), ("NUL", "\x00")):
        yield Mistake(f"{name} amid a file", {file: f"{text[:at]}{odd}{text[at:]}"}, file, [number], [MALFORMED, "PB335", "PB110"])


def empty(data: ShippedData) -> Iterator[Mistake]:
    for held in ("", "\n\n", "# nothing but this\n", "---\n"):
        file = data.yaml_files[0]
        yield Mistake("nothing in a file", {file: held}, file, [1], [EMPTY], frozenset(("PB302", "PB406")))
    for file in data.yaml_files[2:6]:
        lines = data.lines[file]
        first = next(number for number, line in enumerate(lines) if re.match(r"[a-z_]+:$", line))
        text = "\n".join([*lines[:first], *(line[2:] for line in lines[first + 1 :])])
        if not any(re.match(r"[a-z_]+:", line) for line in lines[first + 1 :]):
            besides = frozenset(("PB302", "PB406"))
            yield Mistake("a list without its key", {file: text}, file, range(1, first + 4), [EMPTY, MALFORMED, UNKNOWN], besides)
    yield Mistake("plain text in a file", {"notes.yaml": "Only some words.\n"}, "notes.yaml", [1], [EMPTY, MALFORMED])


def unread(data: ShippedData) -> Iterator[Mistake]:
    for file in ("findings.YAML", "more.bib", "notes.txt", "findings.yaml~", "studies.json", "references.bib.bak", "pages/more.markdown"):
        yield Mistake(f"{file} beside the data", {file: "findings: []\n"}, file, [1], [UNREAD])


def pages(data: ShippedData) -> Iterator[Mistake]:
    names = [file for file in data.texts if file.startswith("pages/")]
    for file in spread(names, 3):
        lines = data.lines[file]
        yield Mistake("a page without a title", {file: "\n".join(lines[1:])}, file, [1], ["PB203"])
        besides = frozenset(("PB326",))
        for rule, mark, code in (
            *(("HTML in a page", "<div>so</div>", "PB310"), ("a link of a page to nothing", "[[F-987]]", "PB302")),
            *(("half a link in a page", "[[F-001]", "PB308"), ("a link of a page to a script", "[a](javascript:x)", "PB311")),
        ):
            text = "\n".join([*lines[:2], mark, "", *lines[2:]])
            yield Mistake(rule, {file: text}, file, [3], [code], besides | {code})
    yield Mistake("a page whose name cannot be an address", {"pages/a?b.md": "# A page\n\nSo.\n"}, "pages/a?b.md", [1], ["PB316"])
    yield Mistake("a page of a name that is taken", {"pages/findings.md": "# A page\n\nSo.\n"}, "pages/findings.md", [1], ["PB301"])


_ENTRY = re.compile(r"(?m)^@(?P<type>\w+)\{(?P<key>[^,]+),\n(?P<fields>(?:.*\n)*?)\}\n")


def _works(data: ShippedData, field: str = "title") -> list[re.Match[str]]:
    return [match for match in _ENTRY.finditer(data.texts[BIBLIOGRAPHY]) if re.search(rf"(?m)^\s*{field}\s*=", match["fields"])]


def bibliography(data: ShippedData) -> Iterator[Mistake]:  # noqa: C901 - a list, in the order of the fields
    text = data.texts[BIBLIOGRAPHY]

    def at(offset: int) -> int:
        return text.count("\n", 0, offset) + 1

    def changed(rule: str, match: re.Match[str], change: Callable[[str], str], codes: list[str], besides: frozenset[str] = frozenset()) -> Mistake:
        new = change(match[0])
        assert new != match[0], rule
        lines = range(at(match.start()), at(match.end()) + 1)
        return Mistake(rule, {BIBLIOGRAPHY: text[: match.start()] + new + text[match.end() :]}, BIBLIOGRAPHY, lines, codes, besides)

    def line(field: str) -> str:
        return rf"(?m)^\s*{field}\s*=.*\n"

    lost = frozenset(("PB302", "PB406", "PB401"))
    for match in spread(_works(data), 1):
        yield changed("a work without a title", match, lambda entry: re.sub(line("title"), "", entry, count=1), ["PB403"])
        yield changed("an unknown type of work", match, lambda entry: re.sub(r"^@\w+", "@pamphlett", entry), ["PB405"], frozenset(("PB408",)))
        yield changed("a brace is never closed", match, lambda entry: entry.replace("},", ",", 1), ["PB401"], lost)
        yield changed("a work given twice", match, lambda entry: entry * 2, ["PB402"], frozenset(("PB414",)))
        yield changed("a comma is missing", match, lambda entry: entry.replace("},\n", "}\n", 1), ["PB401"], lost)
        yield changed("an equals sign is missing", match, lambda entry: entry.replace(" = ", " ", 1), ["PB401"], lost)
    authors = _works(data, "author")
    for match in spread(authors, 1):
        yield changed(
            "a misspelt field of a work",
            match,
            lambda entry: re.sub(r"(?m)^(\s*)author", r"\1auhtor", entry),
            ["PB412"],
            frozenset(("PB403", "PB408")),
        )
        yield changed("a key in two words", match, lambda entry: entry.replace(",", " more,", 1), ["PB401"], lost)
    years = _works(data, "year")
    for match in spread(years, 1):
        for year, codes in (("20x9", ["PB408", "PB410", "PB401"]), ("2999", ["PB411"])):
            new = re.sub(r"(?m)^(\s*)year\s*=.*$", rf"\1year = {{{year}}},", match[0])
            yield changed(f"{year} for a year", match, lambda _, new=new: new, codes)  # type: ignore[misc]
        yield changed("month 13", match, lambda entry: entry.replace("\n", "\n  month = {13},\n", 1), ["PB410"], frozenset(("PB408",)))
        yield changed("a year is missing", match, lambda entry: re.sub(line("year"), "", entry, count=1), ["PB407"])
        yield changed("an ISBN that is none", match, lambda entry: entry.replace("\n", "\n  isbn = {9780306406158},\n", 1), ["PB413"])
        yield changed("an ISSN that is none", match, lambda entry: entry.replace("\n", "\n  issn = {0378-5954},\n", 1), ["PB413"])
        yield changed(
            "an address that is none", match, lambda entry: entry.replace("\n", "\n  url = {javascript:x},\n", 1), ["PB404"], frozenset(("PB408",))
        )
        yield changed("a field given twice", match, lambda entry: entry.replace("\n", "\n  year = {1999},\n", 1), ["PB408"])
    dois = _works(data, "doi")
    for match in spread(dois, 1):
        yield changed("a DOI that is none", match, lambda entry: re.sub(r"(?m)^(\s*)doi\s*=.*$", r"\1doi = {nothing},", entry), ["PB404"])
    first = re.search(r"doi\s*=\s*\{([^}]*)\}", dois[0][0])
    assert first is not None
    for match in spread(dois[1:], 2):
        yield changed(
            "the DOI of another work",
            match,
            lambda entry: re.sub(r"(doi\s*=\s*)\{[^}]*\}", rf"\1{{{first[1]}}}", entry),
            ["PB414"],
            frozenset(("PB406",)),
        )
    added = "\n@misc{nobody2020, author = {Nobody}, title = {Nothing}, year = {2020}}\n"
    yield Mistake("a work that nothing cites", {BIBLIOGRAPHY: text + added}, BIBLIOGRAPHY, [text.count("\n") + 2], ["PB406"])
    for match in spread(_works(data), 1):  # said where it is cited first, with the key that is rather meant
        key = match["key"]
        wrong = text[: match.start("key")] + f"{key}z" + text[match.end("key") :]
        yield Mistake("a key is misspelt", {BIBLIOGRAPHY: wrong}, "", (), ["PB302"], says=f"{key}z")


def lost(data: ShippedData) -> Iterator[Mistake]:
    """A file is lost: whatever it held is named elsewhere, which is one message."""
    for file in ("studies.yaml", "vocabulary.yaml", "findings.yaml", "contributors.yaml", "catalogue.yaml", "products.yaml", "patterns.yaml"):
        yield Mistake(f"{file} is lost", {file: None}, "", (), ["PB302", "PB201"], frozenset(("PB407",)), says="no file holds")
    yield Mistake("the bibliography is lost", {BIBLIOGRAPHY: None}, BIBLIOGRAPHY, [1], ["PB101"], frozenset(("PB302",)))


RULES: tuple[Rule, ...] = (encodings, empty, unread, pages, bibliography, lost)
