"""Mistakes in texts, numbers and addresses: marks, HTML, what nobody sees, what can hardly be meant, how a catalogue wants to be written."""

from __future__ import annotations

from collections.abc import Iterator

from in_yaml import Rule
from shipped_data import Mistake, ShippedData, Spot, spread

from patternbook.model.components import Relation

STYLE = frozenset(("PB606", "PB331", "PB321", "PB323", "PB602", "PB346", "PB326", "PB332", "PB322"))
"""What a text may be wrong in besides, once other words are in it."""


def _texts(data: ShippedData) -> list[Spot]:
    """Texts in anybody's words, on one line, with nothing in them that quotes would change."""
    return data.find(
        lambda spot: (
            isinstance(spot.value, str)
            and spot.info is not None
            and spot.info.free_text
            and data.is_plain(spot)
            and " " in spot.value
            and not set("\"'\\:#[]<>`@") & set(spot.value)
            and spot.key in ("text", "statement", "source_claim", "why", "caution", "title")
        )
    )


def marks(data: ShippedData) -> Iterator[Mistake]:
    spots = [spot for spot in _texts(data) if spot.key != "title"]
    forms = (
        *(("half a link", "[[F-001]", ["PB308"]), ("half a link", "[F-001]]", ["PB308"]), ("an open link", "[[F-001", ["PB308"])),
        *(("a link without brackets of its own", "[[ F-001 ]", ["PB308"]), ("a link to nothing", "[[F-987]]", ["PB302"])),
        *(("a link to a title", "[[Not an id]]", ["PB302", "PB308"]), ("an open citation", "[@nahar2022collaboration, p. 4", ["PB308"])),
        *(("a citation of nothing", "[@nobody1999nothing, p. 4]", ["PB302"]), ("two @", "[@@nahar2022collaboration]", ["PB308"])),
        *(("bold in HTML", "<b>so</b>", ["PB310"]), ("a script", "<script>alert(1)</script>", ["PB310"]), ("a comment", "<!-- so -->", ["PB310"])),
        *(("a link to a script", "[so](javascript:alert%281%29)", ["PB311"]), ("a link to a file", "[so](../notes.md)", ["PB311"])),
        *(("a link of data", "[so](data:text/html,x)", ["PB311"]), ("a link without a host", "[so](https://)", ["PB345"])),
        ("a half link at the end", "F-001]]", ["PB308"]),
    )
    for number, (rule, mark, codes) in enumerate(forms):
        for spot in spread(spots[number:], 2):
            text = data.put(spot, f'"{spot.value} {mark}"')
            besides = STYLE | {"PB324", "PB406"} | ({"PB310"} if codes == ["PB310"] else set())  # the tag that closes it
            yield Mistake(rule, {spot.file: text}, spot.file, [spot.line], codes, frozenset(besides))


def unseen(data: ShippedData) -> Iterator[Mistake]:
    spots = _texts(data)
    characters = (
        *(("\u202e", "PB334"), ("\u2066", "PB334"), ("\u202a", "PB334"), ("\u2067", "PB334"), ("\u202d", "PB334")),
        *(("\u200b", "PB335"), ("\ufeff", "PB335"), ("\u00ad", "PB335"), ("\u2060", "PB335"), ("\u200e", "PB335")),
    )
    for number, (character, code) in enumerate(characters):
        for spot in spread(spots[number:], 2):
            text = data.put(spot, spot.value.replace(" ", f" {character}", 1))
            yield Mistake(f"U+{ord(character):04X} in a text", {spot.file: text}, spot.file, [spot.line], [code], STYLE)


def unfinished(data: ShippedData) -> Iterator[Mistake]:
    spots = _texts(data)
    for word, spot in zip(
        ("TODO: write this", "Lorem ipsum dolor", "TBD", "FIXME", "...", "To be written", "XXX", "n/a"), spread(spots, 8), strict=True
    ):
        text = data.put(spot, f'"{word}"' if ":" in word else word)
        yield Mistake(f"{word} for a text", {spot.file: text}, spot.file, [spot.line], ["PB330"], STYLE)


def sizes(data: ShippedData) -> Iterator[Mistake]:
    titles = data.find(lambda spot: spot.key == "title" and len(spot.path) == 3 and data.is_plain(spot) and '"' not in spot.value)
    besides = STYLE | {"PB603", "PB331"}
    for spot in spread(titles, 4):
        text = data.put(spot, " ".join([spot.value, *["again"] * 900]))
        yield Mistake("5,000 characters in a title", {spot.file: text}, spot.file, [spot.line], ["PB331"], besides)
    for spot in spread((spot for spot in titles if spot.info is not None and spot.info.one_line), 4):
        text = data.put(spot, f'"{spot.value}\\nand more"')
        yield Mistake("a line break in a title", {spot.file: text}, spot.file, [spot.line], ["PB332"], besides)
    for spot in spread((spot for spot in titles if spot.path[0] in ("findings", "patterns", "recommendations", "studies")), 4):
        text = data.put(spot, f'"{spot.value}."')
        yield Mistake("a full stop after a title", {spot.file: text}, spot.file, [spot.line], ["PB603"], STYLE, is_corrected=True)
    for spot in spread((spot for spot in titles if spot.path[0] == "findings"), 3):
        first = next(each for each in titles if each.path[0] == "findings" and each.path[1] != spot.path[1])
        text = data.put(spot, first.value)
        yield Mistake("the title of another entry", {spot.file: text}, spot.file, [spot.line, first.line], ["PB346"], STYLE)


def writing(data: ShippedData) -> Iterator[Mistake]:
    spots = [spot for spot in _texts(data) if spot.key in ("text", "source_claim", "caution")]
    words = ("behavior", "organization labeled so", "center", "catalog", "defense", "modeling", "Color")
    for word, spot in zip(words, spread(spots, len(words)), strict=True):
        if word.startswith("organization"):
            word = "labeled"
        text = data.put(spot, f"{spot.value.rstrip('.')} {word.lower()}.")
        yield Mistake(f"{word} in a text", {spot.file: text}, spot.file, [spot.line], ["PB607"], STYLE, is_corrected=True)
    for words_, spot in zip(("as our notes say", "see the fact sheet", "work in progress"), spread(spots, 3), strict=True):
        text = data.put(spot, f"{spot.value} So it is, {words_}.")
        yield Mistake("a word of the workshop", {spot.file: text}, spot.file, [spot.line], ["PB325"], STYLE)
    long = [spot for spot in spots if len(spot.value.split()) > 8 and spot.value.endswith(".")]
    for spot in spread(long[1:], 4):
        other = long[0] if long[0].item != spot.item else long[-1]
        text = data.put(spot, f"{spot.value} {other.value}")
        yield Mistake("a sentence of another page", {spot.file: text}, max(spot.file, other.file), [spot.line, other.line], ["PB326"], STYLE)
    bodies = data.find(lambda spot: spot.key == "body" and len(spot.path) == 3 and data.written(spot) == "|")
    for spot in spread(bodies, 4):
        number = data.end(spot) - 1
        lines = data.lines[spot.file]
        while not lines[number - 1].strip():
            number -= 1
        indent = " " * (len(lines[number - 1]) - len(lines[number - 1].lstrip()))
        text = data.with_line(spot.file, number, lines[number - 1], "", f"{indent}So it is with everybody else, too, it seems.")
        yield Mistake("a paragraph without a source", {spot.file: text}, spot.file, [number + 2], ["PB321"], frozenset(("PB324",)))
    for spot in spread(bodies, 3):
        number = spot.key_line + 1
        line = data.lines[spot.file][number - 1]
        indent = line[: len(line) - len(line.lstrip())]
        text = data.with_line(spot.file, number, f"{indent}Of 987654 people some say so. {line.lstrip()}")
        yield Mistake("a number that nothing gives", {spot.file: text}, spot.file, [number], ["PB323"], STYLE)
    for spot in spread(bodies, 3):
        number = spot.key_line + 1
        line = data.lines[spot.file][number - 1]
        indent = line[: len(line) - len(line.lstrip())]
        text = data.with_line(spot.file, number, f"{indent}P3a said so. {line.lstrip()}")
        yield Mistake("a participant is named in a text", {spot.file: text}, spot.file, [number], ["PB605"], STYLE)


def pages(data: ShippedData) -> Iterator[Mistake]:
    spots = data.find(lambda spot: spot.key == "locator" and spot.beside("source") == "nahar2022collaboration" and data.is_on_one_line(spot))
    for locator, spot in zip(("p. 811", "p 8", "pp. 412-413", "p. 14"), spread(spots, 4), strict=True):
        text = data.put(spot, f'"section 4.2, {locator}"')
        yield Mistake(f"{locator} for a page", {spot.file: text}, spot.file, [spot.line], ["PB368"], frozenset(("PB305",)))


def numbers(data: ShippedData) -> Iterator[Mistake]:
    parts = data.find(
        lambda spot: spot.info is not None and bool(spot.info.whole) and bool(spot.beside(spot.info.whole)) and data.is_on_one_line(spot)
    )
    for spot in spread(parts, 6):
        text = data.put(spot, "98765")
        besides = frozenset(("PB323", "PB339"))
        yield Mistake("a part over its whole", {spot.file: text}, spot.file, range(spot.line - 2, spot.line + 3), ["PB338"], besides)
    dates = data.find(lambda spot: spot.info is not None and spot.info.notation == "date" and data.is_on_one_line(spot))
    for date, code, spot in zip(
        ("2109-01-01", "2023-02-29", "2024-13-01", "3000-12-31"), ("PB337", "PB336", "PB336", "PB337"), spread(dates, 4), strict=False
    ):
        yield Mistake(f"{date} for a date", {spot.file: data.put(spot, date)}, spot.file, [spot.line], [code], frozenset(("PB337", "PB203")))
    years = data.find(lambda spot: spot.info is not None and spot.info.notation == "year" and data.is_on_one_line(spot))
    for spot in spread(years, 2):
        yield Mistake("a year to come", {spot.file: data.put(spot, "2999")}, spot.file, [spot.line], ["PB337"], frozenset(("PB323",)))


def addresses(data: ShippedData) -> Iterator[Mistake]:
    spots = data.find(lambda spot: spot.info is not None and spot.info.is_address and data.is_on_one_line(spot))
    for address, codes in (("https://", ["PB345", "PB203"]), ("http:///x", ["PB345", "PB203"]), ("example", ["PB203"]), ("javascript:x", ["PB203"])):
        for spot in spread(spots, 2):
            text = data.put(spot, f'"{address}"')
            yield Mistake(f"{address} for an address", {spot.file: text}, spot.file, [spot.line], codes, frozenset(("PB345",)))
    unique = [spot for spot in spots if spot.info is not None and spot.info.unique]
    for spot in spread(unique[1:], 3):
        text = data.put(spot, unique[0].value)
        yield Mistake("the address of another item", {spot.file: text}, spot.file, [spot.line], ["PB346"])


def people(data: ShippedData) -> Iterator[Mistake]:
    for file in ("contributors.yaml",):
        number = len(data.lines[file])
        for orcid, codes in (("0000-0002-1825-0098", ["PB343"]), ("https://orcid.org/0000-0002-1825-0097", ["PB203"]), ("0000", ["PB203"])):
            text = f"{data.texts[file].rstrip()}\n  - id: ada\n    name: Ada Ono\n    orcid: {orcid}\n"
            yield Mistake(f"{orcid} for an ORCID", {file: text}, file, [number + 2], codes)
    credit = data.find(lambda spot: len(spot.path) > 3 and spot.path[-2] == "credit" and data.is_on_one_line(spot))
    for spot in spread(credit, 2):
        yield Mistake("a role that nothing knows", {spot.file: data.put(spot, "baking")}, spot.file, [spot.line], ["PB344"])


def sketches(data: ShippedData) -> Iterator[Mistake]:
    ends = data.find(lambda spot: spot.key in ("from", "to") and "flows" in spot.path and data.is_on_one_line(spot))
    for spot in spread(ends, 4):
        yield Mistake("a team that no sketch has", {spot.file: data.put(spot, "Nobody")}, spot.file, [spot.line], ["PB340"])


def circles(data: ShippedData) -> Iterator[Mistake]:
    """Of two entries of which one refines the other, the other refines the first, too."""
    refined = data.find(
        lambda spot: (
            len(spot.path) == 5
            and spot.path[2] == "refines"
            and issubclass(spot.model, Relation)
            and bool(spot.info and spot.info.reference)
            and data.is_on_one_line(spot)
            and spot.value[1] == "-"
        )
    )
    ids = {spot.item: spot for spot in data.spots if spot.key == "id" and len(spot.path) == 3}
    by_id = {spot.value: spot for spot in ids.values()}
    for spot in spread((spot for spot in refined if spot.value in by_id), 3):
        other, own = by_id[spot.value], ids[spot.item]
        if any(each.item == other.item and len(each.path) == 3 and each.key == "refines" and each.file == other.file for each in data.spots):
            continue
        indent = " " * (other.key_column - 1)
        text = data.with_line(other.file, other.key_line, data.key_line(other), f"{indent}refines: [{{{spot.key}: {own.value}, basis: inferred}}]")
        lines = [other.key_line + 1, spot.line, spot.line + 1]
        yield Mistake("two entries refine one another", {other.file: text}, spot.file, lines, ["PB348"], frozenset(("PB305", "PB349")))


def confidence(data: ShippedData) -> Iterator[Mistake]:
    own = data.find(lambda spot: spot.key == "title" and len(spot.path) == 3 and spot.path[0] == "findings" and data.is_alone(spot))
    for spot in spread(own, 2):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, line, "    confidence: {level: high}")
        numbers = [spot.key_line + 1]
        yield Mistake("a level of confidence alone", {spot.file: text}, spot.file, numbers, ["PB315", "PB201"], frozenset(("PB315",)))


RULES: tuple[Rule, ...] = (marks, unseen, unfinished, sizes, writing, pages, numbers, addresses, people, sketches, circles, confidence)
