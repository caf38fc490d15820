"""Mistakes in how YAML is written: indentation, quotes, colons, hyphens, keys given twice, what is not part of the format, characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from shipped_data import Mistake, ShippedData, Spot, spread

from patternbook.source.parse import MAX_YAML_DEPTH

Rule = Callable[[ShippedData], Iterator[Mistake]]

LARGE = 100_000
"""Characters from which on a file takes long to be read as a whole, as it is where it is malformed."""
MALFORMED, KEY_TWICE, UNSUPPORTED, EMPTY, TOO_DEEP = "PB103", "PB104", "PB105", "PB106", "PB107"


def few(data: ShippedData, spots: Iterable[Spot], count: int) -> list[Spot]:
    """So many spots in files that are read fast, and one in a large one."""
    found = list(spots)
    small = [spot for spot in found if len(data.texts[spot.file]) < LARGE]
    large = [spot for spot in found if len(data.texts[spot.file]) >= LARGE]
    return [*spread(small, count - 1), *spread(large[len(large) // 2 :], 1)]


def _texts(data: ShippedData) -> list[Spot]:
    """Texts of some words, without quotes, on the line of their key."""
    return data.find(lambda spot: isinstance(spot.value, str) and data.is_alone(spot) and " " in spot.value and not spot.is_id)


def _fields(data: ShippedData) -> list[Spot]:
    """Fields in lines of their own, none the first of its struct."""
    return data.find(lambda spot: data.starts_own_line(spot) and next(iter(spot.holder)) != spot.key)


def tab(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, _fields(data), 6):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, "\t" * ((spot.key_column - 1) // 2) + line.lstrip())
        yield Mistake("tabs indent a field", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says="tab", is_corrected=True)


def no_break_space(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, _fields(data), 4):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, f"\u00a0{line[1:]}")
        yield Mistake(
            "a no-break space indents a field", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says="U+00A0", is_corrected=True
        )


def colon(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, _texts(data), 8):
        text = data.put(spot, spot.value.replace(" ", ": ", 1))
        yield Mistake("a colon in a text", {spot.file: text}, spot.file, [spot.line], [MALFORMED], says="quotes")


def comment(data: ShippedData) -> Iterator[Mistake]:
    for spot in spread(_texts(data), 8):
        text = data.put(spot, spot.value.replace(" ", " #", 1))
        yield Mistake("a hash in a text", {spot.file: text}, spot.file, [spot.line], ["PB333"], _OF_OTHER_WORDS, says="comment")


_OF_OTHER_WORDS = frozenset(("PB330", "PB340", "PB323", "PB326", "PB346", "PB602", "PB307", "PB322"))
"""What a text may be wrong in besides, once its words are others: too short, the same as another, a place that is none."""


def wrong_start(data: ShippedData) -> Iterator[Mistake]:
    signs = ("@", "`", "%", "*", "&", "!", "|", ">", "[", "{", "[[F-001]] ", '"')
    spots = [spot for spot in _texts(data) if len(data.texts[spot.file]) < LARGE and ":" not in spot.value and '"' not in spot.value]
    for sign, spot in zip(signs, spread(spots, len(signs)), strict=True):
        codes = [MALFORMED, UNSUPPORTED]
        yield Mistake(f"a text starts with {sign.strip()}", {spot.file: data.put(spot, f"{sign}{spot.value}")}, spot.file, [spot.line], codes)


def quote_open(data: ShippedData) -> Iterator[Mistake]:
    spots = few(data, (spot for spot in _texts(data) if '"' not in spot.value and "'" not in spot.value), 8)
    for quote, spot in zip("\"'" * 4, spots, strict=True):
        yield Mistake("a quote is never closed", {spot.file: data.put(spot, quote + spot.value)}, spot.file, [spot.line], [MALFORMED], says="closed")


def quote_within(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, _texts(data), 4):
        first, rest = spot.value.split(" ", 1)
        text = data.put(spot, f"'{first}'s {rest.replace(chr(39), '')}'")
        yield Mistake("an apostrophe in single quotes", {spot.file: text}, spot.file, [spot.line], [MALFORMED], says="''")


def blank_after_colon(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, (spot for spot in _texts(data) if next(iter(spot.holder)) != spot.key), 6):
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot).replace(": ", ":", 1))
        yield Mistake("no blank after a colon", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says=f"`{spot.key}:`")


def colon_missing(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, (spot for spot in _texts(data) if next(iter(spot.holder)) != spot.key), 4):
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot).replace(": ", " ", 1))
        yield Mistake("a colon is missing", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED])


def wide_colon(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, (spot for spot in _texts(data) if next(iter(spot.holder)) != spot.key), 3):
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot).replace(": ", "\uff1a ", 1))
        yield Mistake("a wide colon", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED])


def blank_too_many(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, (spot for spot in _fields(data) if data.is_plain(spot)), 8):
        text = data.with_line(spot.file, spot.key_line, f" {data.key_line(spot)}")
        yield Mistake("a blank too many", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says="blank")


def blank_too_few(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, (spot for spot in _fields(data) if data.is_plain(spot) and spot.key_column > 2), 8):
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot)[1:])
        yield Mistake("a blank too few", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says="blank")


def _first_fields(data: ShippedData) -> list[Spot]:
    """Fields on the line of a hyphen."""
    return data.find(lambda spot: bool(spot.key) and data.key_line(spot)[: spot.key_column - 1].strip() == "-")


def hyphen_missing(data: ShippedData) -> Iterator[Mistake]:
    further = [spot for spot in _first_fields(data) if isinstance(spot.path[-2], int) and spot.path[-2] > 0]
    for spot in few(data, further, 8):
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot).replace("- ", "  ", 1))
        # Read on, the item is part of the one before: its fields are given twice, and a claim may be both ours and a source's.
        yield Mistake("a hyphen is missing", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED, KEY_TWICE], frozenset(("PB203",)))


def hyphen_lost_with_its_blanks(data: ShippedData) -> Iterator[Mistake]:
    further = [spot for spot in _first_fields(data) if isinstance(spot.path[-2], int) and spot.path[-2] > 0]
    for spot in few(data, further, 6):
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot).replace("- ", "", 1))
        yield Mistake("a hyphen and its blank are missing", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED])


def hyphen_glued(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, _first_fields(data), 5):
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot).replace("- ", "-", 1))
        yield Mistake("no blank after a hyphen", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED, "PB202", "PB203"])


def item_indented(data: ShippedData) -> Iterator[Mistake]:
    further = [spot for spot in _first_fields(data) if isinstance(spot.path[-2], int) and spot.path[-2] > 0]
    for spot in few(data, further, 6):
        text = data.with_line(spot.file, spot.key_line, f" {data.key_line(spot)}")
        yield Mistake("an item is indented too far", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED])


def brackets(data: ShippedData) -> Iterator[Mistake]:
    lists = data.find(lambda spot: data.starts_own_line(spot) and isinstance(spot.value, list | dict) and data.written(spot)[:1] in ("[", "{"))
    closed = [spot for spot in lists if data.written(spot).endswith(("]", "}"))]
    for spot in few(data, closed, 6):
        line = data.key_line(spot)
        yield Mistake(
            "a bracket is never closed", {spot.file: data.with_line(spot.file, spot.key_line, line[:-1])}, spot.file, [spot.key_line], [MALFORMED]
        )
    for spot in few(data, closed, 4):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, f"{line[:-1]}{'}' if line[-1] == ']' else ']'}")
        yield Mistake("a bracket is closed by another", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says="closed by")
    for spot in few(data, closed, 3):
        text = data.with_line(spot.file, spot.key_line, f"{data.key_line(spot)}]")
        yield Mistake("a bracket closes nothing", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED])


def key_twice(data: ShippedData) -> Iterator[Mistake]:
    alone = [spot for spot in _fields(data) if data.is_alone(spot)]
    for spot in few(data, alone, 6):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, line, line)
        yield Mistake("a line is doubled", {spot.file: text}, spot.file, [spot.key_line + 1], [KEY_TWICE], says=str(spot.key_line), is_corrected=True)
    for spot in few(data, alone, 6):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, line, f"{line} again")
        yield Mistake("a field is given twice", {spot.file: text}, spot.file, [spot.key_line + 1], [KEY_TWICE])


def anchors(data: ShippedData) -> Iterator[Mistake]:
    spots = few(data, _texts(data), 8)
    forms = ("&a {}", "*a", "!!str {}", "!py/object:os.system {}", "!!binary {}", "!!python/name:print {}", "&a {}", "!!null {}")
    for form, spot in zip(forms, spots, strict=True):
        text = data.put(spot, form.format(spot.value))
        yield Mistake(f"{form.split(' ')[0]} before a text", {spot.file: text}, spot.file, [spot.line], [UNSUPPORTED, MALFORMED], says="quotes")


def merge_key(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, (spot for spot in _fields(data) if data.is_alone(spot)), 3):
        indent = " " * (spot.key_column - 1)
        text = data.with_line(spot.file, spot.key_line, data.key_line(spot), f"{indent}<<: *other")
        yield Mistake("a merge key", {spot.file: text}, spot.file, [spot.key_line + 1], [UNSUPPORTED], frozenset(("PB202",)))


def bomb(data: ShippedData) -> Iterator[Mistake]:
    for file in data.yaml_files[:2]:
        rows = [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 30)]
        text = "\n".join([data.texts[file].rstrip("\n"), "a0: &a0 [x]", *rows, ""])
        first = len(data.texts[file].rstrip("\n").split("\n")) + 1
        yield Mistake("lists of aliases of lists", {file: text}, file, [first], [UNSUPPORTED], frozenset(("PB108", UNSUPPORTED)))


def deep(data: ShippedData) -> Iterator[Mistake]:
    for depth in (MAX_YAML_DEPTH + 1, 100_000):
        spot = _texts(data)[0]
        text = data.put(spot, f"{'[' * depth}{']' * depth}")
        yield Mistake(f"{depth} brackets", {spot.file: text}, spot.file, [spot.line], [TOO_DEEP])
    spot = _texts(data)[0]
    indent = spot.key_column + 1
    rows = [f"{' ' * (indent + number)}a:" for number in range(MAX_YAML_DEPTH)]
    text = data.with_line(spot.file, spot.key_line, f"{data.key_line(spot)[: spot.column - 1]}", *rows)
    yield Mistake("fields within fields", {spot.file: text}, spot.file, range(spot.key_line, spot.key_line + MAX_YAML_DEPTH + 1), [TOO_DEEP])


def characters(data: ShippedData) -> Iterator[Mistake]:
    odd = ("\x00", "\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufffe", "\uffff")
    spots = [spot for spot in _texts(data) if len(data.texts[spot.file]) < LARGE]
    for character, spot in zip(odd, spread(spots, len(odd)), strict=True):
        text = data.put(spot, spot.value.replace(" ", f" {character}", 1))
        yield Mistake(
            f"U+{ord(character):04X} in a text", {spot.file: text}, spot.file, [spot.line], [MALFORMED, "PB110"], says=f"U+{ord(character):04X}"
        )
    spots = [spot for spot in spots if '"' not in spot.value and "\\" not in spot.value]
    for escape, spot in zip((r"\0", r"\x07", r"\uFFFF", r"\uD800"), spread(spots, 4), strict=True):
        text = data.put(spot, f'"{spot.value}{escape}"')
        yield Mistake(f"{escape} in quotes", {spot.file: text}, spot.file, [spot.line], [MALFORMED, "PB110"])
    spot = spots[0]
    text = data.put(spot, f'"{spot.value} C:\\path"')
    yield Mistake("a backslash in quotes", {spot.file: text}, spot.file, [spot.line], [MALFORMED], says="\\\\")


def documents(data: ShippedData) -> Iterator[Mistake]:
    for sign in ("---", "...", "%YAML 1.1"):
        for spot in few(data, data.find(lambda spot: spot.is_id and spot.path[1] == 1 and len(spot.path) == 3), 3):
            text = data.with_line(spot.file, spot.key_line, sign, data.key_line(spot))
            yield Mistake(f"{sign} amid a file", {spot.file: text}, spot.file, [spot.key_line, spot.key_line + 1], [MALFORMED])


def conflicts(data: ShippedData) -> Iterator[Mistake]:
    for spot in few(data, _texts(data), 4):
        line = data.key_line(spot)
        text = data.with_line(spot.file, spot.key_line, "<<<<<<< HEAD", line, "=======", f"{line} so", ">>>>>>> theirs")
        yield Mistake("a merge's conflict", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says="conflict")


def cut(data: ShippedData) -> Iterator[Mistake]:
    """A file that ends amid a field. What follows is lost, and with it whatever names it; the last line is named, or what lacks its end."""
    for file in data.yaml_files[-9:-3]:
        spot = [each for each in data.spots if each.file == file and data.is_alone(each) and " " in each.value and len(each.path) == 3][-1]
        text = "\n".join([*data.lines[file][: spot.key_line - 1], data.key_line(spot)[: spot.key_column + 1]])
        first = next(each for each in data.spots if each.file == file and each.item == spot.item)
        yield Mistake(
            "a file is cut",
            {file: text},
            file,
            range(first.key_line, spot.key_line + 1),
            [MALFORMED, "PB201", "PB203"],
            frozenset(("PB302", "PB406")),
        )


def block_texts(data: ShippedData) -> Iterator[Mistake]:
    blocks = data.find(lambda spot: data.starts_own_line(spot) and isinstance(spot.value, str) and data.written(spot) in ("|", ">-", ">", "|-"))
    for spot in few(data, blocks, 4):
        number = spot.key_line + 1
        text = data.with_line(spot.file, number, data.lines[spot.file][number - 1].lstrip())
        yield Mistake("the first line of a block is not indented", {spot.file: text}, spot.file, [number], [MALFORMED])
    longer = [spot for spot in blocks if data.end(spot) - spot.key_line > 2]
    for spot in few(data, longer, 4):
        number = spot.key_line + 2
        text = data.with_line(spot.file, number, data.lines[spot.file][number - 1].lstrip())
        yield Mistake("a further line of a block is not indented", {spot.file: text}, spot.file, [number], [MALFORMED])
    for spot in few(data, blocks, 3):
        following = data.lines[spot.file][spot.key_line].strip()
        text = data.with_line(spot.file, spot.key_line, f"{data.key_line(spot)} {following}")
        yield Mistake("text follows the sign of a block", {spot.file: text}, spot.file, [spot.key_line], [MALFORMED], says="on its line")


def flow_commas(data: ShippedData) -> Iterator[Mistake]:
    """A comma, a colon or a hash in a text between braces."""
    inside = data.find(
        lambda spot: (
            isinstance(spot.value, str)
            and " " in spot.value
            and bool(spot.key)
            and not data.starts_own_line(spot)
            and data.written(spot).startswith(spot.value)
            and re.search(r"\{[^{}]*\Z", data.key_line(spot)[: spot.key_column - 1]) is not None
        )
    )
    for spot in few(data, inside, 5):
        text = data.put(spot, spot.value.replace(" ", ", ", 1))
        yield Mistake("a comma in a text between braces", {spot.file: text}, spot.file, [spot.line], ["PB202"], _OF_OTHER_WORDS, says="quotes")
    for spot in few(data, inside, 4):
        text = data.put(spot, spot.value.replace(" ", ": ", 1))
        yield Mistake("a colon in a text between braces", {spot.file: text}, spot.file, [spot.line], [MALFORMED, "PB203"], says="quotes")
    for spot in few(data, inside, 3):
        text = data.put(spot, spot.value.replace(" ", " #", 1))
        yield Mistake("a hash in a text between braces", {spot.file: text}, spot.file, [spot.line], [MALFORMED], says="comment")


RULES: tuple[Rule, ...] = (
    *(tab, no_break_space, colon, comment, wrong_start, quote_open, quote_within, blank_after_colon, colon_missing, wide_colon),
    *(blank_too_many, blank_too_few, hyphen_missing, hyphen_lost_with_its_blanks, hyphen_glued, item_indented, brackets, key_twice, anchors),
    *(merge_key, bomb, deep, characters, documents, conflicts, cut, block_texts, flow_commas),
)
