"""Name lists of a .bib file: `Nahar, Nadia and {World Health Organization} and others`.

Names are cut up by BibTeX's own rules (pybtex); what those rules cannot tell is asked for, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person as TexPerson

from patternbook.bibliography.latex import codec
from patternbook.bibliography.reference import Name, Organisation, Person

_OTHERS = frozenset({"others", "et al", "et al.", "al.", "..."})
_ET_AL = re.compile(r"[\s,]et\.? al\.?$", re.IGNORECASE)
_GROUP_WORD = re.compile(
    r"\b(organi[sz]ation|institute|university|committee|consortium|foundation|association|commission|ministry|agency|"
    r"department|council|corporation|company|inc|ltd|gmbh|society|authority|research group|working group|team)\b",
    re.IGNORECASE,
)
_KEYED = re.compile(r"^\s*\"?(family|given|prefix|suffix)(-i)?\s*=", re.IGNORECASE)
_NOTHING = re.compile(r"^[{}\s,~]*$")
_AND = re.compile(r"^(and\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameFlaw:
    """What is wrong with one name: code of the problem, what is wrong, and what to write instead."""

    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class NameList:
    """A name list read: names in order, whether it ends in "and others", what is wrong with it."""

    names: tuple[Name, ...] = ()
    more: bool = False
    flaws: tuple[NameFlaw, ...] = ()


def parse_names(value: str) -> NameList:
    """Read a BibTeX or biblatex name list. Does not raise; a name that cannot be told apart is kept and reported."""
    names: list[Name] = []
    flaws: list[NameFlaw] = []
    more = False
    for part in split_name_list(f" {value} "):
        whole = str(part).strip()
        source = _ET_AL.sub("", _AND.sub("", whole)).rstrip(", ") if _ET_AL.search(whole) else _AND.sub("", whole)
        more = more or whole.lower() in _OTHERS or bool(_ET_AL.search(whole))
        name = None if whole.lower() in _OTHERS or _NOTHING.match(source) else _name(source)
        if name is not None and name.short:
            names.append(name)
            flaws.extend(_flaws(source, name))
        elif whole.lower() not in _OTHERS:
            flaws.append(NameFlaw("bad-name", "a name is empty", "take out the extra `and`"))
    return NameList(tuple(names), more, tuple(flaws))


def _name(source: str) -> Name:
    if _is_one_group(source):
        return Organisation(codec.latex_to_text(source))
    if _KEYED.match(source):
        return _keyed(source)
    parts = split_tex_string(source, ",")
    if len(parts) > 3:
        return Person(codec.latex_to_text(parts[0]) or codec.latex_to_text(source), codec.latex_to_text(", ".join(parts[1:])))
    # An empty first part (", Nadia") leaves BibTeX without a name to work on.
    person = TexPerson(source if parts[0] else source.strip(" ,"))
    return _person(
        family=_words(person.last_names),
        given=_words(person.bibtex_first_names),
        prefix=_words(person.prelast_names),
        suffix=_words(person.lineage_names),
    )


def _person(family: str, given: str, prefix: str, suffix: str) -> Person:
    if not family:
        # Nothing but a particle or a given name: what there is becomes the name.
        return Person(prefix or given or suffix)
    return Person(family, given, prefix, suffix)


def _words(words: Iterable[str]) -> str:
    return codec.latex_to_text(" ".join(words))


def _is_one_group(source: str) -> bool:
    r"""Whether one pair of braces holds the whole name: {A and B}, not {A} {B} nor {\\'E}."""
    if not (source.startswith("{") and source.endswith("}")) or (source.startswith("{\\") and " " not in source):
        return False
    depth = 0
    for index, character in enumerate(source):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return index == len(source) - 1
    return False


def _keyed(source: str) -> Person:
    """Biblatex's extended format: family=Aalst, given={Wil M. P.}, prefix=van der."""
    fields: dict[str, str] = {}
    for part in split_tex_string(source, ","):
        name, _, value = str(part).partition("=")
        fields[name.strip().strip('"').lower()] = codec.latex_to_text(value.strip().strip('"'))
    family, given = fields.get("family", ""), fields.get("given", "")
    return _person(family, given, fields.get("prefix", ""), fields.get("suffix", ""))


def _flaws(source: str, name: Name) -> Iterable[NameFlaw]:
    if _is_one_group(source) or _KEYED.match(source):
        return
    shown = codec.latex_to_text(source)
    parts = split_tex_string(source, ",")
    commas = len(parts) - 1
    # `R. Michalski, J. Carbonell, T. Mitchell` has the form of `King, Jr., Martin`; a suffix is one word.
    if commas > 2 or (commas == 2 and " " in codec.latex_to_text(parts[1])) or ";" in re.sub(r"\{[^{}]*\}|\\.", "", source):
        yield NameFlaw("bad-name", f"{_cut(shown)!r} is not one name", "separate people with ` and `")
    elif commas == 0 and " " in shown and _GROUP_WORD.search(shown):
        message = f"{shown!r} is read as a person with the family name {name.short!r}"
        yield NameFlaw("unbraced-organisation", message, f"write it in braces of its own: {{{{{shown}}}}}")


def _cut(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."
