"""How a value is written, shown by an example that is derived from the declaration of its field.

`{count: 17, of: 50, unit: papers}`, or "`- finding: F-053`, with `source` and `locator` below it". What somebody wrote in
another form is put where it fits, so that the example is about their own data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from patternbook.check.advice.quoting import as_yaml
from patternbook.diagnostics.diagnostic import join_names
from patternbook.model.components import DATE_EXAMPLE, DATE_PATTERN, Date
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.kind import Kind
from patternbook.model.registry import KIND_BY_NAME, KINDS, kind_of_id
from patternbook.model.struct import ModelStruct, declared_fields
from patternbook.source.parse import YamlValue

_KIND_BY_MODEL: Mapping[type[ModelStruct], Kind] = {kind.model: kind for kind in KINDS}
_EXAMPLE = re.compile(r': ("[^"]+"|\[[^\]]+\]|\{.+\}|[^\s,;.]+(?:\.[^\s,;.]+)*)(?=[.,;]| or |$)')
"""The example at the end of a field's description: `What was counted: papers, organizations.`"""
_PERSON = "contributor"
ANY = "..."
"""Stands for any text in an example."""
_REFERRED: Mapping[str, str] = {"reference": "KEY", "contributor": "NAME"}
"""What stands for a name in an example, where it is no id: an example of one could be taken for the value itself."""


def written_form(owner: type[ModelStruct], info: FieldInfo, given: YamlValue = "") -> str:
    """How the value of a field is written.

    Args:
        owner: The model that has the field.
        info: The field.
        given: What was written instead, which the example uses where it fits.

    """
    if info.part is not None:
        pairs = _pairs(info.part, _first_text(given))
        if info.is_ours:
            return _as_ours(pairs, is_item=info.many)
        return _as_item(pairs) if info.many else f"`{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}`"
    if info.type_name == "mapping":
        return f"`{{label: {info.choices[0] if info.choices else ANY}}}`"
    several = re.split(r",\s*|;\s*|\s+and\s+", _first_text(given))
    if info.many and info.reference and len(several) > 1 and all(fits(info, each) for each in several):
        return f"`[{', '.join(several)}]`"
    example = as_yaml(_first_text(given)) if fits(info, _first_text(given)) else example_of(owner, info)
    if info.many:
        return f"`[{_listed(info, _first_text(given)) or example.strip('[]')}]`"
    return f"`{example}`"


def _listed(info: FieldInfo, given: str) -> str:
    """A text with commas as the items of a list; empty where it has none, or where its parts are too long for names and labels."""
    parts = [part.strip() for part in given.strip("[]").split(",")]
    is_list = len(parts) > 1 and all(fits(info, part) and len(part.split()) <= MAX_WORDS for part in parts)
    return ", ".join(map(as_yaml, parts)) if is_list else ""


MAX_WORDS = 4
"""The most words of a name, so that a comma after it separates it from the next."""


def named_shape(owner: type[ModelStruct], info: FieldInfo, given: YamlValue = "") -> str:
    """The same with the key of the field: `themes: [communication]`."""
    shape = written_form(owner, info, given)
    if info.part is not None and info.many:
        return f"`{info.key}:` with {shape}"
    return f"`{info.key}: {shape[1:-1]}`"


def wanted_field(owner: type[ModelStruct], info: FieldInfo) -> str:
    """A field that is to be added, with what it holds in words where an example could be wrong in a catalogue."""
    if info.choices and info.type_name != "mapping":
        return f"`{info.key}:` with {join_names(info.choices)}"
    if info.reference:
        kind = KIND_BY_NAME.get(info.reference)
        name = "the key of a work in the bibliography" if info.reference == "reference" else f"the slug of {_article(info.reference)}"
        name = f"the id of {_article(info.reference.replace('-', ' '))} ({kind.prefix}-...)" if kind else name
        return f"`{info.key}: [{ANY}]`, each {name}" if info.many else f"`{info.key}: {ANY}`, {name}"
    return named_shape(owner, info)


def _article(thing: str) -> str:
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"


def _as_item(pairs: list[tuple[str, str]]) -> str:
    (key, value), *rest = pairs
    below = f", with {join_keys(key for key, _ in rest)} below it" if rest else ""
    return f"`- {key}: {value}`{below}"


def _as_ours(pairs: list[tuple[str, str]], *, is_item: bool) -> str:
    """A claim that is usually ours: whoever follows the advice must not have to invent where it was read."""
    (key, value), *rest = pairs
    cited = join_keys(key for key, _ in rest)
    if is_item:
        return f"`- {key}: {value}`, with `editorial: true` below it where it is ours, or {cited} where a source says it"
    return f"`{{{key}: {value}, editorial: true}}` where it is ours, or with {cited} in place of `editorial` where a source says it"


def join_keys(keys: Iterable[str]) -> str:
    """`a`, `b` and `c`, in backticks."""
    quoted = [f"`{key}`" for key in keys]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def _pairs(model: type[ModelStruct], given: str) -> list[tuple[str, str]]:
    """The fields that an example of a model shows, each with a value; what was given is the value of the first field that it fits."""
    shown = [info for info in fields_of(model) if info.required or info.name in model._also_shown]
    shown = shown or list(fields_of(model)[:1])
    counts = any(info.type_name == "whole number" for info in shown) and not given.isdecimal()
    given = "" if counts and re.search(r"[\d%]", given) else given  # a number and its unit in one text
    taker = next((info for info in sorted(shown, key=lambda info: (_takes_last(info), not info.required)) if given and fits(info, given)), None)
    ordered = sorted(shown, key=lambda info: (info is not taker, not info.required, info.reference not in KIND_BY_NAME))
    return [(info.key, _inner(model, info, given if info is taker else "")) for info in ordered]


def _inner(model: type[ModelStruct], info: FieldInfo, given: str) -> str:
    """The example of a field inside that of a model: not in full, where it is a model again."""
    if info.part is not None:
        return f"[{{{ANY}}}]" if info.many else f"{{{ANY}}}"
    if given or info.choices:
        return written_form(model, info, given)[1:-1]
    word = "NUMBER" if info.type_name == "whole number" else _REFERRED.get(info.reference, "ID") if info.reference else "WORDS"
    return (
        example_of(model, info)
        if _is_date(model, info)
        else f"[{word}]"
        if info.many
        else f"{{WORDS: {word}}}"
        if info.type_name == "mapping"
        else word
    )


def _takes_last(info: FieldInfo) -> int:
    """Fields that take anything come last."""
    return (
        0
        if info.reference in KIND_BY_NAME or info.reference == _PERSON
        else 1
        if info.type_name != "text" or info.choices
        else 3
        if info.reference
        else 2
    )


def fits(info: FieldInfo, given: str) -> bool:
    """Whether a text that was written elsewhere could be the value of a field."""
    if not given or info.part is not None or info.type_name == "mapping":
        return False
    if info.choices:
        return given in info.choices
    if info.type_name == "whole number":
        return given.isdecimal()
    if info.type_name == "true or false":
        return given in ("true", "false")
    if info.notation == "date":
        return re.fullmatch(DATE_PATTERN, given) is not None
    if info.reference == _PERSON:  # whose name the message about an unknown one replaces by the id
        return re.fullmatch(r"[^\W\d_][\w .'-]*", given) is not None
    kind = kind_of_id(given)
    if info.reference in KIND_BY_NAME:
        return kind is not None and kind.name == info.reference
    if info.reference:
        return re.fullmatch(r"[\w:.+-]+", given) is not None and (kind is None) != (info.reference == "entry")
    return True


def example_of(owner: type[ModelStruct], info: FieldInfo) -> str:
    """A value that a field may have: the example in its description, else one by its type."""
    if info.choices:
        return info.default or info.choices[0]
    if (kind := _KIND_BY_MODEL.get(owner)) is not None and info.key == "id":
        return f"{kind.prefix}-new-anything"
    found = _EXAMPLE.search(descriptions(owner).get(info.name, "").partition("\n")[0])
    if found:
        return found[1]
    if info.reference:
        kind = KIND_BY_NAME.get(info.reference)
        return f"{kind.prefix}-001" if kind else "key2026" if info.reference == "reference" else f"one-{info.reference}"
    if _is_date(owner, info):
        return DATE_EXAMPLE
    return {"whole number": "1", "true or false": "true"}.get(info.type_name, ANY)


def _is_date(owner: type[ModelStruct], info: FieldInfo) -> bool:
    annotation = declared_fields(owner)[info.name].annotation
    return annotation in (Date, Date | None)


def _first_text(given: YamlValue) -> str:
    """A text that was given, or the first of a list of them."""
    first = given[0] if isinstance(given, list) and given else given
    return first.strip() if isinstance(first, str) else ""
