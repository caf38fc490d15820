"""Mistakes in fields and their values: dropped, misspelt, of the wrong form, not one of the choices, naming what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from in_yaml import Rule, few
from shipped_data import Mistake, ShippedData, Spot, spread

from patternbook.model.components import Relation
from patternbook.model.introspect import fields_of
from patternbook.model.registry import KINDS, LISTS
from patternbook.model.struct import ModelStruct

MISSING, UNKNOWN, FORM, CHOICE, NO_SOURCE, PREFIX, KEY = "PB201", "PB202", "PB203", "PB204", "PB205", "PB206", "PB108"
TWICE, NO_NAME, OTHER_KIND, ITSELF, RELATED_TWICE, NO_LABEL, NO_PLACE = "PB301", "PB302", "PB303", "PB304", "PB305", "PB306", "PB307"
CONSEQUENCES = frozenset(("PB406", "PB350"))
"""What follows from a name that is no longer there: its work is not cited, its number is free."""
PREFIXES = {kind.key: kind.prefix for kind in KINDS}


def _swapped(word: str) -> str:
    """A word with two neighbouring letters in the middle swapped that are not the same."""
    at = next((at for at in range(len(word) // 2 - 1, len(word) - 1) if word[at] != word[at + 1]), 0)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _without_letter(word: str) -> str:
    return word[: len(word) // 2] + word[len(word) // 2 + 1 :]


def _fields(data: ShippedData, *, least: int = 5) -> list[Spot]:
    """Fields of a name that is long enough for a guess."""
    return data.find(lambda spot: spot.info is not None and len(spot.key) >= least)


def misspelt_fields(data: ShippedData) -> Iterator[Mistake]:
    ways: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("letters of a field are swapped", _swapped),
        ("a letter of a field is missing", _without_letter),
        ("a letter of a field is doubled", lambda key: key[:2] + key[1:]),
        ("a field has a capital", str.capitalize),
        ("a field has hyphens", lambda key: key.replace("_", "-")),
    )
    for rule, change in ways:
        for spot in spread((spot for spot in _fields(data) if change(spot.key) != spot.key and change(spot.key) not in spot.holder), 6):
            text = data.rename(spot, change(spot.key))
            besides = CONSEQUENCES | {"PB302", "PB323", "PB601", "PB205", "PB324", "PB306"}
            yield Mistake(rule, {spot.file: text}, spot.file, [spot.key_line], [UNKNOWN], besides, says=spot.key, is_corrected=True)


def unknown_fields(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, (spot for spot in _fields(data) if data.is_alone(spot)), 6):
        line = data.key_line(spot)
        indent = " " * (spot.key_column - 1)
        number = spot.key_line
        text = data.with_line(spot.file, number, line, f"{indent}qqqq: something else")
        yield Mistake("a field that no struct has", {spot.file: text}, spot.file, [number + 1], [UNKNOWN], says="qqqq")


def dropped_fields(data: ShippedData) -> Iterator[Mistake]:
    required = data.find(
        lambda spot: (
            spot.info is not None
            and spot.info.required
            and data.starts_own_line(spot)
            and len(spot.holder) > 2
            and isinstance(spot.path[-2], int)
            and not spot.is_id
        )
    )
    for spot in spread(required, 14):
        before = [key for key in spot.holder if key != spot.key]
        first = min(spot.holder.key_at(key)[0] for key in before)
        yield Mistake(
            "a required field is missing",
            {spot.file: data.without(spot)},
            spot.file,
            [first],
            [MISSING],
            CONSEQUENCES | {"PB205", "PB323", "PB324"},
            says=f"'{spot.key}'",
        )


def dropped_sources(data: ShippedData) -> Iterator[Mistake]:
    for key, other in (("source", "locator"), ("locator", "source")):
        for spot in spread(_sourced(data, key, other), 5):
            first = min(spot.holder.key_at(each)[0] for each in spot.holder)
            text = data.without(spot)
            yield Mistake(f"a claim without its {key}", {spot.file: text}, spot.file, [first], [NO_SOURCE], CONSEQUENCES | {"PB323"}, says=f"`{key}`")


def _sourced(data: ShippedData, key: str, other: str) -> list[Spot]:
    """The sources, or the locators, of claims that are from a source alone."""
    spots = data.find(lambda spot: spot.key == key and data.is_alone(spot) and spot.info is not None and not spot.info.required)
    without = ("editorial", "basis")
    return [spot for spot in spots if spot.beside(other) and _needs_source(spot.model) and not any(map(spot.beside, without))]


def _needs_source(model: type[ModelStruct]) -> bool:
    """Whether it is a claim, which is from a source or editorial, or a relation."""
    return issubclass(model, Relation) or any(info.key == "editorial" for info in fields_of(model))


def misspelt_lists(data: ShippedData) -> Iterator[Mistake]:
    for file in (each for each in data.yaml_files if each != "catalogue.yaml"):
        number, line = next((number, line) for number, line in enumerate(data.lines[file], 1) if line.partition(":")[0] in LISTS)
        key = line.partition(":")[0]
        text = data.with_line(file, number, line.replace(key, _swapped(key), 1))
        yield Mistake("a list is misspelt", {file: text}, file, [number], [KEY], says=key, is_corrected=True)


def wrong_forms(data: ShippedData) -> Iterator[Mistake]:
    texts = data.find(lambda spot: spot.info is not None and spot.info.type_name == "text" and not spot.info.many and data.is_alone(spot))
    free = [spot for spot in texts if spot.info is not None and spot.info.free_text and " " in spot.value]
    for spot in spread(free, 6):
        text = data.put(spot, "[first, second]")
        yield Mistake("a list for a text", {spot.file: text}, spot.file, [spot.line], [FORM], frozenset(("PB323", "PB346")))
    for spot in spread(free, 6):
        text = data.put(spot, "{first: second}")
        yield Mistake("a mapping for a text", {spot.file: text}, spot.file, [spot.line], [FORM], frozenset(("PB323", "PB346")))
    for spot in spread(free, 5):
        text = data.put(spot, "")
        yield Mistake("nothing for a text", {spot.file: text}, spot.file, [spot.line, spot.key_line], [FORM], frozenset(("PB323",)))
    lists = data.find(
        lambda spot: spot.info is not None and spot.info.many and bool(spot.key) and data.starts_own_line(spot) and data.written(spot).startswith("[")
    )
    one_line = [spot for spot in lists if data.written(spot).endswith("]") and spot.value and all(isinstance(each, str) for each in spot.value)]
    for spot in spread(one_line, 8):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, f"{line[: spot.column - 1]}{spot.value[0]}")
        yield Mistake("a text for a list", {spot.file: text}, spot.file, [spot.line], [FORM], CONSEQUENCES | {"PB604"}, says="[")
    structs = data.find(
        lambda spot: (
            spot.info is not None
            and spot.info.part is not None
            and spot.info.many
            and bool(spot.key)
            and len(spot.path) == 3
            and isinstance(spot.value, list)
            and data.starts_own_line(spot)
        )
    )
    for spot in spread(structs, 10):
        lines = data.lines[spot.file]
        text = "\n".join([*lines[: spot.key_line - 1], f"{lines[spot.key_line - 1].partition(':')[0]}: so it is", *lines[data.end(spot) - 1 :]])
        yield Mistake(
            "a text for a list of items", {spot.file: text}, spot.file, [spot.key_line], [FORM], CONSEQUENCES | {"PB323", "PB324", "PB312", "PB302"}
        )


def yaml_1_1(data: ShippedData) -> Iterator[Mistake]:
    """What YAML 1.1 takes for something else than the text it is: here it is text, and a text that stands for none is reported."""
    titles = [spot for spot in data.find(lambda spot: spot.key == "title" and len(spot.path) == 3) if data.is_on_one_line(spot)]
    words = (
        "no",
        "No",
        "NO",
        "off",
        "yes",
        "on",
        "true",
        "False",
        "~",
        "null",
        "Null",
        "n/a",
        "nil",
        ".nan",
        ".inf",
        "TODO",
        "...",
        "-",
        "TBD",
        "xxx",
    )
    for word, spot in zip(words, spread(titles, len(words)), strict=True):
        expected = ["PB330", FORM, "PB103"] if word not in (".inf", ".nan") else ["PB330"]
        yield Mistake(f"{word} for a title", {spot.file: data.put(spot, word)}, spot.file, [spot.line], expected, frozenset(("PB602",)))
    numbers = data.find(lambda spot: spot.info is not None and spot.info.type_name == "whole number" and data.is_on_one_line(spot))
    wrong = (
        "012",
        "0x1F",
        "0o17",
        "1_000",
        "1e3",
        "12:30",
        "1,000",
        "1.0",
        "-1",
        "+5",
        "six",
        "0b11",
        ".5",
        "12 of 19",
        "~",
        "999999999999999999999",
    )
    for number, spot in zip(wrong, spread(numbers, len(wrong)), strict=True):
        text = data.put(spot, number if "," not in number and ":" not in number else f'"{number}"')
        besides = frozenset(("PB323", "PB338", "PB339", "PB330"))
        yield Mistake(f"{number} for a number", {spot.file: text}, spot.file, [spot.line], [FORM], besides)
    flags = data.find(lambda spot: spot.info is not None and spot.info.type_name == "true or false" and data.is_on_one_line(spot))
    for word, spot in zip(("yes", "on", "1", "TRUE", "y", "si"), spread(flags, 6), strict=True):
        text = data.put(spot, word)
        besides = frozenset(("PB205", "PB606", "PB323"))
        yield Mistake(f"{word} for true", {spot.file: text}, spot.file, [spot.line], [FORM, CHOICE], besides, says="true")
    dates = data.find(lambda spot: spot.info is not None and spot.info.notation == "date" and data.is_on_one_line(spot))
    for date, spot in zip(("2026-13-45", "45.13.2026", "2026-2-3", "2026/02/03", "20x9-01-01", "2026-02-30"), spread(dates, 6), strict=False):
        yield Mistake(f"{date} for a date", {spot.file: data.put(spot, date)}, spot.file, [spot.line], [FORM, "PB336"])


def choices(data: ShippedData) -> Iterator[Mistake]:
    spots = data.find(
        lambda spot: (
            spot.info is not None
            and bool(spot.info.choices)
            and data.is_on_one_line(spot)
            and spot.value in spot.info.choices
            and len(spot.value) > 4
        )
    )
    for spot in spread(spots, 10):
        text = data.put(spot, _swapped(spot.value))
        yield Mistake("a choice is misspelt", {spot.file: text}, spot.file, [spot.line], [CHOICE], says=spot.value, is_corrected=True)
    for spot in spread(spots, 6):
        text = data.put(spot, "something-else")
        yield Mistake("a choice that is none", {spot.file: text}, spot.file, [spot.line], [CHOICE])
    for spot in spread(spots, 5):
        text = data.put(spot, spot.value.capitalize())
        yield Mistake("a choice has a capital", {spot.file: text}, spot.file, [spot.line], [CHOICE], says=spot.value, is_corrected=True)


def _names(data: ShippedData) -> list[Spot]:
    return data.find(lambda spot: spot.info is not None and bool(spot.info.reference) and data.is_on_one_line(spot))


def unknown_names(data: ShippedData) -> Iterator[Mistake]:
    ids = [spot for spot in _names(data) if spot.value[1:2] == "-" or spot.value[2:3] == "-"]
    for spot in spread(ids, 8):
        text = data.put(spot, f"{spot.value.partition('-')[0]}-987")
        yield Mistake("an id that nothing has", {spot.file: text}, spot.file, [spot.line], [NO_NAME], CONSEQUENCES | {"PB315", "PB323"})
    for spot in spread(ids, 5):
        text = data.put(spot, spot.value.replace("-", ""))
        yield Mistake("an id without a hyphen", {spot.file: text}, spot.file, [spot.line], [NO_NAME], CONSEQUENCES | {"PB323"}, says=spot.value)
    for spot in spread(ids, 5):
        text = data.put(spot, spot.value.replace("-0", "-", 1))
        yield Mistake("an id without a zero", {spot.file: text}, spot.file, [spot.line], [NO_NAME], CONSEQUENCES | {"PB323"}, says=spot.value)
    words = [spot for spot in _names(data) if len(spot.value) > 8 and spot not in ids]
    for spot in spread(words, 10):
        text = data.put(spot, _swapped(spot.value))
        yield Mistake("a name is misspelt", {spot.file: text}, spot.file, [spot.line], [NO_NAME], CONSEQUENCES | {"PB306", "PB323"}, says=spot.value)


def wrong_kinds(data: ShippedData) -> Iterator[Mistake]:
    findings = [spot for spot in _names(data) if spot.info is not None and spot.info.reference == "finding"]
    for spot in spread(findings, 6):
        text = data.put(spot, "S-001")
        yield Mistake("a study where a finding belongs", {spot.file: text}, spot.file, [spot.line], [OTHER_KIND], says="study")
    studies = [spot for spot in _names(data) if spot.info is not None and spot.info.reference == "study" and spot.key == "study"]
    for spot in spread(studies, 4):
        text = data.put(spot, "F-001")
        yield Mistake("a finding where a study belongs", {spot.file: text}, spot.file, [spot.line], [OTHER_KIND], CONSEQUENCES | {"PB323", "PB306"})


def themselves(data: ShippedData) -> Iterator[Mistake]:
    relations = [
        spot
        for spot in _names(data)
        if issubclass(spot.model, Relation) and spot.key in PREFIXES_OF_KINDS and PREFIXES.get(str(spot.path[0])) == PREFIXES_OF_KINDS[spot.key]
    ]
    ids = {spot.item: spot.value for spot in data.spots if spot.key == "id" and len(spot.path) == 3}
    for spot in spread(relations, 5):
        text = data.put(spot, ids[spot.item])
        yield Mistake(
            "a relation to its own entry", {spot.file: text}, spot.file, [spot.line], [ITSELF], frozenset(("PB348", "PB349", "PB324", "PB342"))
        )


PREFIXES_OF_KINDS = {kind.name: kind.prefix for kind in KINDS}


def ids(data: ShippedData) -> Iterator[Mistake]:
    own = data.find(lambda spot: spot.key == "id" and len(spot.path) == 3 and data.is_on_one_line(spot) and spot.path[0] in PREFIXES)
    besides = frozenset(("PB302", "PB350", "PB304", "PB324", "PB406", "PB305", "PB348", "PB349"))
    later = [spot for spot in own if spot.path[1]]
    for spot in spread(later, 6):
        first = next(each for each in own if each.path[0] == spot.path[0])
        text = data.put(spot, first.value)
        yield Mistake("an id is given twice", {spot.file: text}, spot.file, [spot.line], [TWICE], besides, says=first.value)
    for spot in spread(own, 5):
        text = data.put(spot, f"X-{spot.value.partition('-')[2]}")
        yield Mistake("an id of no kind", {spot.file: text}, spot.file, [spot.line], [FORM, PREFIX], besides)
    for spot in spread(own, 5):
        other = "F" if spot.value[0] != "F" else "P"
        text = data.put(spot, f"{other}-987")
        yield Mistake("an id of another kind", {spot.file: text}, spot.file, [spot.line], [PREFIX, FORM], besides)
    for spot in spread(own, 4):
        text = data.put(spot, spot.value.lower())
        yield Mistake("an id in lower case", {spot.file: text}, spot.file, [spot.line], [FORM], besides, says=spot.value)
    slugs = data.find(lambda spot: spot.key == "slug" and len(spot.path) == 3 and data.is_on_one_line(spot))
    for spot in spread(slugs, 4):
        text = data.put(spot, spot.value.replace("-", " ").capitalize() + " X")
        yield Mistake("a slug with blanks", {spot.file: text}, spot.file, [spot.line], [FORM], besides)
    for spot in spread((spot for spot in slugs if spot.path[1]), 4):
        first = next(each for each in slugs if each.path[0] == spot.path[0])
        yield Mistake("a slug is given twice", {spot.file: data.put(spot, first.value)}, spot.file, [spot.line], [TWICE], besides, says=first.value)
    for spot in spread(own, 3):
        text = data.put(spot, f"{spot.value.partition('-')[0]}-new-one")
        yield Mistake("an id that is a placeholder", {spot.file: text}, spot.file, [spot.line], ["PB319"], besides)
    for spot in spread(own, 3):
        text = data.put(spot, f"{spot.value.partition('-')[0]}-900")
        yield Mistake("an id far from the others", {spot.file: text}, spot.file, [spot.line], ["PB350"], besides | {"PB350"})


def _items(data: ShippedData) -> list[Spot]:
    """Items of lists inside of an entry, from the line of their hyphen on."""
    return data.find(
        lambda spot: (
            isinstance(spot.path[-1], int)
            and isinstance(spot.value, dict)
            and len(spot.path) == 4
            and data.lines[spot.file][spot.line - 1][: spot.column - 1].strip() == "-"
        )
    )


def _lines_of(data: ShippedData, spot: Spot) -> list[str]:
    """The lines of an item of a list, the first with its hyphen."""
    lines, indent = data.lines[spot.file], spot.column - 1
    end = spot.line
    while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) >= indent:
        end += 1
    return lines[spot.line - 1 : end]


def doubled_items(data: ShippedData) -> Iterator[Mistake]:
    items = _items(data)
    related = [spot for spot in items if spot.info is not None and spot.info.part is not None and issubclass(spot.info.part, Relation)]
    for rule, spots, codes in (
        ("a relation is written twice", related, [RELATED_TWICE]),
        ("an item is written twice", [spot for spot in items if spot not in related], ["PB342", "PB313", "PB369"]),
    ):
        for spot in spread(spots, 6):
            lines = _lines_of(data, spot)
            text = data.with_line(spot.file, spot.line, *lines, lines[0])
            number = spot.line + len(lines)
            besides = frozenset(("PB342", "PB326", "PB313", "PB331", "PB369"))
            yield Mistake(rule, {spot.file: text}, spot.file, range(number, number + len(lines)), codes, besides)


def doubled_words(data: ShippedData) -> Iterator[Mistake]:
    lists = data.find(
        lambda spot: (
            bool(spot.key)
            and isinstance(spot.value, list)
            and bool(spot.value)
            and all(isinstance(each, str) for each in spot.value)
            and data.written(spot).startswith("[")
            and "]" in data.written(spot)
        )
    )
    for spot in spread(lists, 6):
        line = data.lines[spot.file][spot.line - 1]
        at = line.index("]", spot.column - 1)
        text = data.with_line(spot.file, spot.line, f'{line[:at]}, "{spot.value[0]}"{line[at:]}')
        yield Mistake(
            "a word is in a list twice", {spot.file: text}, spot.file, [spot.line], ["PB342"], frozenset(("PB338", "PB331", "PB608", "PB346"))
        )


def labels(data: ShippedData) -> Iterator[Mistake]:
    listed = data.find(
        lambda spot: (
            len(spot.path) > 4 and spot.path[-2] in ("participants", "organizations") and "mentions" in spot.path and data.is_on_one_line(spot)
        )
    )
    for spot in spread(listed, 6):
        text = data.put(spot, "P999z")
        yield Mistake("a participant that no sample has", {spot.file: text}, spot.file, [spot.line], [NO_LABEL], frozenset(("PB604",)), says="P999z")


def locators(data: ShippedData) -> Iterator[Mistake]:
    for spot in spread((spot for spot in data.spots if spot.key == "locator" and data.is_on_one_line(spot)), 6):
        text = data.put(spot, "somewhere near the middle")
        yield Mistake("a locator that names no place", {spot.file: text}, spot.file, [spot.line], [NO_PLACE], frozenset(("PB342", "PB305")))


def premises(data: ShippedData) -> Iterator[Mistake]:
    named = data.find(lambda spot: len(spot.path) > 3 and spot.path[-2] == "follows_from" and data.is_on_one_line(spot) and "." in spot.value)
    for spot in spread(named, 4):
        text = data.put(spot, f"{spot.value}9")
        yield Mistake("a premise that is not there", {spot.file: text}, spot.file, [spot.line], ["PB312"])
    evidence = [spot for spot in data.spots if spot.key == "label" and "evidence" in spot.path and spot.path[-2] == 1 and data.is_on_one_line(spot)]
    for spot in spread(evidence, 4):
        first = next(each for each in data.spots if each.path == (*spot.path[:-2], 0, "label") and each.file == spot.file)
        text = data.put(spot, first.value)
        yield Mistake("a label of evidence twice", {spot.file: text}, spot.file, [spot.line], ["PB313"], frozenset(("PB312",)), says=first.value)
    reasons = data.find(lambda spot: len(spot.path) > 3 and spot.path[-2] == "empty" and bool(spot.key) and spot.path[0] in PREFIXES)
    for spot in spread(reasons, 4):
        yield Mistake(
            "a reason for a section that is none",
            {spot.file: data.rename(spot, _swapped(spot.key))},
            spot.file,
            range(spot.key_line, spot.line + 1),
            ["PB314"],
            frozenset(("PB601",)),
            says=spot.key,
        )


RULES: tuple[Rule, ...] = (
    *(misspelt_fields, unknown_fields, dropped_fields, dropped_sources, misspelt_lists, wrong_forms, yaml_1_1, choices, unknown_names),
    *(wrong_kinds, themselves, ids, doubled_items, doubled_words, labels, locators, premises),
)
