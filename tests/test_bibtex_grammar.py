"""Entries and names are cut up as pybtex cuts them up, and what cannot be read is told where it stands."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PybtexSyntaxError

from patternbook.bibliography import people
from patternbook.bibliography.grammar import Macros, RawEntry, parse_entry
from patternbook.bibliography.split import chunks

STARTS = ("@book{k, ", "@book(k, ", "@string{", "@preamble{", "@Book { k", "@string( a =", "@book{", "@bo%k{")
TOKENS = (
    *("{A and B}, ", "k", ", ", "title", " = ", "={", "}", "{", '"', " # ", "a", "JAN", "12", " ", "\n", '\\"', "é", ")", "(", "@", "%"),
    *("author={A and B},", "year=2020,", "x=", "=", "title={T {X} y},", 'note="q {"} r"', '"ab"', "={{{a}b}c}", ' = "{}"'),
)


def by_pybtex(text: str) -> tuple[object, dict[str, str]]:
    """What pybtex makes of an entry: its parts, or nothing where it finds fault; and the strings it knows then."""
    macros = {"jan": "January", "a": "Foo"}
    faults: list[PybtexSyntaxError] = []
    lowered = type("Lowered", (dict,), {"__getitem__": lambda self, name: dict.__getitem__(self, name.lower())})(macros)
    command = next(LowLevelParser(text, macros=lowered, handle_error=faults.append).parse_bibliography(), None)
    known = {name.lower(): value for name, value in lowered.items()}
    if command is None or any(type(fault).__name__ != "UndefinedMacro" for fault in faults) or command[0].lower() in {"string", "preamble"}:
        return None, known
    kind, (key, fields) = command
    return (kind.lower(), key, [(name.lower(), " ".join("".join(parts).split())) for name, parts in fields]), known


def as_pybtex(entry: RawEntry | None) -> object:
    return entry and (entry.type, entry.key, [(field.name, field.value) for field in entry.fields])


@settings(deadline=None, max_examples=2_000)
@given(st.sampled_from(STARTS), st.lists(st.sampled_from(TOKENS), max_size=9).map("".join), st.sampled_from(["}", ")", "}}", ",}", ""]))
def test_entries_are_read_as_pybtex_reads_them(start: str, inside: str, end: str) -> None:
    text = start + inside + end
    for chunk in chunks(text):
        if chunk.flaw:
            continue
        macros = Macros()
        macros["a"] = "Foo"
        entry, flaws = parse_entry(text[chunk.start : chunk.end], chunk.start, macros)
        expected, known = by_pybtex(text[chunk.start : chunk.end])
        assert as_pybtex(entry) == expected
        assert macros == Macros() | known
        assert all(chunk.start <= flaw.offset <= chunk.end for flaw in flaws)
        assert all(text[field.offset :].lower().startswith(field.name) for field in (entry.fields if entry else ()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("@book{k title}", ("syntax", 13, "'}' cannot stand here", "'='"), id="no equals sign"),
        pytest.param("@book{k, title=}", ("syntax", 15, "'}' cannot stand here", "field value"), id="no value"),
        pytest.param(
            "@book{k, title={A} year=1}", ("syntax", 19, "'year' cannot stand here", "a comma before the next field, or '}'"), id="no comma"
        ),
        pytest.param("@book(k, title={A} year=1)", ("syntax", 19, "'year' cannot stand here", "a comma before the next field, or ')'"), id="paren"),
        pytest.param("@book{, title={A}}", ("syntax", 6, "the entry has no key", "@type{key, ...}"), id="no key"),
        pytest.param('@book{k, title="a}"}', ("syntax", 18, "'\"' cannot stand here", ""), id="a brace too many"),
        pytest.param('@book{k, title="a{b}}', ("syntax", 21, "the entry ends too early", ""), id="a quote never closed"),
        pytest.param("@book{k, title=x}", ("undefined-string", 15, "the string 'x' is not defined", ""), id="no such string"),
        pytest.param("@string{x}", ("syntax", 9, "'}' cannot stand here", "'='"), id="a string without a value"),
    ],
)
def test_mistakes_are_told_where_they_stand(text: str, found: tuple[str, int, str, str]) -> None:
    _, flaws = parse_entry(text, 100, Macros())
    assert [(flaw.code, flaw.offset - 100, flaw.message, flaw.expected) for flaw in flaws] == [found]


WORDS = (
    *("A", "b", "van", "der", "{", "}", "{A}", '{\\"o}', "{\\O}", "{\\o}", "\\o", "{\\'e}", "{\\relax von}", "{\\relax V}", "{de la}", "É", "é"),
    *(" ", " ", ", ", " and ", " And ", "and", "~", "\\~", "\\ ", "1", '"', ".", "-", "\\", "{a\\b}", "日", "{x{\\y}}"),
)


@settings(deadline=None, max_examples=2_000)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10).map("".join))
@example("{\\relax von} Last")
@example("A and{ }B and C")
def test_names_are_cut_as_pybtex_cuts_them(value: str) -> None:
    assume(_balanced(value))
    assert people.names(f" {value} ") == split_name_list(f" {value} ")
    name = value.strip()
    assume(name.strip(" ,~") and "\\ " not in name[:2])
    cut = split_tex_string(name, ",")
    assert people.by_comma(name) == cut
    if len(cut) <= 3:
        person, parts = Person(name), people.parts(name)
        expected = (person.bibtex_first_names, person.prelast_names, person.last_names, person.lineage_names)
        assert tuple(map(list, (parts.first, parts.von, parts.last, parts.junior))) == expected


def _balanced(value: str) -> bool:
    depth = 0
    for character in value:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0
