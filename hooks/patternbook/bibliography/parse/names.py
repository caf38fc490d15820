"""Name lists of a .bib file: `Nahar, Nadia and {World Health Organization} and others`.

Names are split by BibTeX's own rules (pybtex). Where those rules cannot tell people from groups, or one name from
several, the name is reported rather than guessed.
"""

from __future__ import annotations

import re
from itertools import accumulate

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person as TexPerson

from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import EntryFields
from patternbook.bibliography.problems import shortened
from patternbook.bibliography.reference import Name, Organisation, Person

_OTHERS = frozenset({"others", "et al", "et al.", "al.", "..."})
_ET_AL = re.compile(r"[\s,]\{?et\.?[\s~]+al\.?\}?$", re.IGNORECASE)
_GROUP_WORD = re.compile(
    r"\b(organi[sz]ation|institute|university|committee|consortium|foundation|association|commission|ministry|agency|"
    r"department|council|corporation|company|inc|ltd|gmbh|society|authority|research group|working group|team)\b",
    re.IGNORECASE,
)
_KEYED = re.compile(r"^\s*\"?[a-z]+(?:-i)?\s*=.*\bfamily\s*=|^\s*\"?(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
"""The start of a name in biblatex's extended format: family=Aalst, given={Wil M. P.}, prefix=van der."""

_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr|Esq|Ph\.?\s?D|M\.?D)\.?|I{2,3}|I?V|VI{1,3}")
"""What follows a family name. A single I or V may be the initial of a given name, which the form of a name must tell."""

_NOTHING = re.compile(r"^[{}\s,~]*$")
_AND = re.compile(r"^(and\s+)+", re.IGNORECASE)


def parse_names(fields: EntryFields, field: str) -> tuple[tuple[Name, ...], bool]:
    """Read a BibTeX or biblatex name list. Does not raise; a name that cannot be told apart is kept and reported.

    Returns:
        The names in order, and whether the list ends in "and others".

    """
    if field not in fields.raw:
        return (), False
    names: list[Name] = []
    more = False
    for part in split_name_list(f" {codec.compose_accents(fields.source(field))} "):
        whole = str(part).strip()
        ends_in_et_al = bool(_ET_AL.search(whole))
        is_others = whole.lower() in _OTHERS
        more = more or is_others or ends_in_et_al
        if is_others:
            continue
        source = _AND.sub("", whole)
        if ends_in_et_al:
            source = _ET_AL.sub("", source).rstrip(", ")
        name = None if _NOTHING.match(source) else _parse_name(source)
        if name is None or not name.short:
            _report(fields, field, "bad-name", "a name is empty", "take out the extra `and`")
        elif meant := _with_suffix_apart(name):
            names.append(meant)
            message = f"{codec.latex_to_text(source)!r}: {meant.suffix!r} is a suffix, which BibTeX expects after the family name"
            _report(fields, field, "misplaced-suffix", message, f"write `{family_first(meant)}`")
        else:
            names.append(name)
            _check_name(fields, field, source, name)
    return tuple(names), more


def _report(fields: EntryFields, field: str, code: str, message: str, fix: str) -> None:
    fields.report(field, code, f"{field}: {message}", "names separated by ` and `", fix)


def _parse_name(source: str) -> Name:
    if _is_one_group(source):
        return Organisation(codec.latex_to_text(source))
    parts = split_tex_string(source, ",")
    if _KEYED.match(source):
        pairs = (str(part).partition("=") for part in parts)
        values = {key.strip().strip('"').lower(): codec.latex_to_text(value.strip().strip('"')) for key, _, value in pairs}
        family, given, prefix, suffix = (values.get(key, "") for key in ("family", "given", "prefix", "suffix"))
        given = f"{given} {values.get('middle', '')}".strip()
    elif len(parts) > 3:
        # pybtex would report more than two commas through its global state.
        return Person(codec.latex_to_text(parts[0]) or codec.latex_to_text(source), codec.latex_to_text(", ".join(parts[1:])))
    else:
        # An empty first part (", Nadia") leaves BibTeX without a name to work on.
        person = TexPerson(source if parts[0] else source.strip(" ,"))
        words = (person.last_names, person.bibtex_first_names, person.prelast_names, person.lineage_names)
        family, given, prefix, suffix = (codec.latex_to_text(" ".join(part)) for part in words)
    if not suffix and (inside := re.fullmatch(rf"(.+?),\s+({_SUFFIX.pattern})", family)):
        family, suffix = inside[1], inside[2]  # {Baldwin, Jr.}, Harry
    # A particle or a given name alone becomes the name.
    return Person(family, given, prefix, suffix) if family else Person(prefix or given or suffix)


def _with_suffix_apart(name: Name) -> Person | None:
    """The name as it is meant where a suffix stands in another place than BibTeX's `Family, Jr., Given`; else None.

    BibTeX takes `Fulton, James E., Jr.` for a person whose given name is Jr., and `Hal Daumé III` for a family III.
    """
    if isinstance(name, Organisation):
        return None
    family, given, suffix = name.family, name.given, name.suffix
    if suffix and _SUFFIX.fullmatch(given) and not _SUFFIX.fullmatch(suffix):
        return Person(family, suffix, name.prefix, given)
    if not suffix and _SUFFIX.fullmatch(given) and given not in _ALSO_INITIALS:
        rest, _, last = family.rpartition(" ")
        return Person(last, rest, "", given) if not name.prefix else Person(family, "", name.prefix, given)
    first, _, last = given.rpartition(" ")
    if not suffix and first and _SUFFIX.fullmatch(last) and last not in _ALSO_INITIALS:
        return Person(family, first.rstrip(","), name.prefix, last)
    if not suffix and _SUFFIX.fullmatch(family) and family not in _ALSO_INITIALS and given:
        return Person(last, first, name.prefix, family)
    return None


_ALSO_INITIALS = frozenset({"V", "MD"})
"""Suffixes that may as well be initials."""


def family_first(name: Name) -> str:
    """`van der Aalst, Jr., Wil`: a name as BibTeX has it."""
    return ", ".join(filter(None, (name.short, name.suffix, name.given)))


def _is_one_group(source: str) -> bool:
    """Whether one pair of braces encloses the whole name: {A and B}, not {A} {B}."""
    if not (source.startswith("{") and source.endswith("}")):
        return False
    depths = list(accumulate((character == "{") - (character == "}") for character in source))
    return depths[-1] == 0 and 0 not in depths[:-1]


def _check_name(fields: EntryFields, field: str, source: str, name: Name) -> None:
    """Report a name that looks like several people, or like a group."""
    if isinstance(name, Organisation) or _KEYED.match(source):
        return
    shown = codec.latex_to_text(source)
    parts = split_tex_string(source, ",")
    commas = len(parts) - 1
    # `R. Michalski, J. Carbonell, T. Mitchell` has the form of `King, Jr., Martin`; a suffix is one word.
    if commas > 2 or (commas == 2 and " " in codec.latex_to_text(parts[1])) or ";" in re.sub(r"\{[^{}]*\}|\\.", "", source):
        _report(fields, field, "bad-name", f"{shortened(shown)!r} is not one name", "separate people with ` and `")
    elif (commas == 0 and " " in shown and _GROUP_WORD.search(shown)) or " & " in shown:
        message = f"{shown!r} is read as a person with the family name {name.short!r}"
        people = "separate people with ` and `; " if " & " in shown else ""
        _report(fields, field, "unbraced-organisation", message, f"{people}write it in braces of its own: {{{{{shown}}}}}")
