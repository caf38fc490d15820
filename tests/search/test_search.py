"""The search index: which words lead where, which files say so, how little changes, how little a reader loads."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from conftest import ROOT
from patternbook.catalogue.tokenize import _WORD, _parted, fold_text, tokenize
from patternbook.documents.model import Document, document_json
from patternbook.pages.page import Asset, Heading, Page
from patternbook.search import Card, Meanings, Record, entry_record, guide_record, make_card, make_search_files, page_record, page_records
from patternbook.search.languages import SearchLanguage
from patternbook.search.languages.english import ENGLISH
from patternbook.search.languages.german import GERMAN
from patternbook.search.postings import DIGITS
from patternbook.search.shards import SHARD_BYTES, shard_name, synonym_groups
from patternbook.urls import SiteUrls

WHERE = SiteUrls(directories=True, indexes=frozenset({"findings"}))

WORDS = {
    "Differing vocabularies": ["differing", "vocabularies"],
    "data-driven, F-012!": ["data", "driven", "f-012"],
    "CP-001 and P-010.": ["cp-001", "and", "p-010"],
    "covid-019": ["covid", "019"],  # four letters make no id
    "F-01 is no id": ["01", "is", "no", "id"],
    "F-012th": ["012th"],
    "C++ or C#, c and R": ["c++", "or", "c#", "and"],
    "Q&A, R & D; A/B tests and/or AT&T": ["q&a", "r&d", "a/b", "tests", "and", "or", "at"],
    "data & AI, x&yz": ["data", "ai", "yz"],
    "CI/CD v2 3.14": ["ci", "cd", "v2", "14"],
    "snake_case": ["snake", "case"],
    "it's the team’s": ["its", "the", "teams"],
    "Café naïve Škoda ÅNGSTRÖM": ["cafe", "naive", "skoda", "angstrom"],
    "cafe\u0301": ["cafe"],
    "Straße Œuvre Łódź Ærø": ["strasse", "oeuvre", "lodz", "aero"],
    "İstanbul ISTANBUL ıstanbul": ["istanbul", "istanbul", "istanbul"],
    "ΟΔΟΣ οδός": ["οδοσ", "οδοσ"],
    "Модель й": ["модель"],
    "ﬁnding ½ ②": ["finding"],
    "AI倫理 の": ["ai", "倫理", "理", "の"],
    "倫理学": ["倫理", "理学", "学"],
    "สวัสดี": ["สว", "วส", "สด", "ด"],
    "データ ﾃﾞｰﾀ": ["テー", "ータ", "タ", "テー", "ータ", "タ"],
    "한국": ["\u1112\u1161\u11ab\u1100\u116e\u11a8"],
    "हिन्दी": ["हनद"],
    "price – worth…it": ["price", "worth", "it"],
    "": [],
    "<b>&amp;</b>": ["amp"],
}
"""Text -> its words; tests/test_browser_search.py asks the script for the same."""


@pytest.mark.parametrize(("text", "expected"), WORDS.items(), ids=lambda value: value or "nothing" if isinstance(value, str) else "")
def test_words(text: str, expected: list[str]) -> None:
    assert tokenize(text) == expected


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("aZ09-_'’+#&/ é倫")))
def test_the_short_way_gives_the_same_words(text: str) -> None:
    assert tokenize(text) == [word for found in _WORD.findall(fold_text(text)) for word in _parted(found)]


# ---- records ----


def document(found: Mapping[str, Document], page: str = "findings/F-012") -> Document:
    return found[page]


def test_an_entry_is_found_by_id_number_label_title_statement_and_text(shipped_documents: dict[str, Document]) -> None:
    entry = document(shipped_documents)
    first, title, telling, rest = (set(part.split()) for part in make_card(entry_record(entry)).words)
    assert {"f-012", "012"} == first  # its title is no name: six words
    assert {"differing", "vocabularies", "communication", "finding", "findings", "c12"} <= title
    assert {"assumptions", "requirement"} <= telling, "statement, then signs"
    assert {"experts", "accuracy"} <= rest
    assert not any((first & title, first & telling, title & telling, title & rest, telling & rest)), "each word where it says most"


def test_marks_of_the_text_are_no_words(shipped_documents: dict[str, Document]) -> None:
    found = make_card(entry_record(document(shipped_documents))).words[3].split()
    assert "nahar2022collaboration" not in found
    assert "p-011" not in found


def test_mark_of_what_is_ours_is_no_word_and_not_in_the_line_of_a_result(toy_documents: dict[str, Document]) -> None:
    entry = toy_documents["findings/F-001"]
    words = " ".join(make_card(entry_record(entry)).words).split()
    assert {"nobody", "asked", "beds"} <= set(words)
    assert "ours" not in words
    marked = replace(entry, statement="A line of our own. [ours]")
    shown = str(make_card(entry_record(marked)))
    assert "A line of our own." in shown
    assert not re.search(r"\bours\b", shown)


def test_a_short_title_is_a_word_as_a_whole(shipped_documents: dict[str, Document]) -> None:
    assert {"model", "as", "api", "model_as_api_"} <= set(make_card(entry_record(shipped_documents["patterns/P-010"])).words[0].split())


def test_titles_of_neighbours_are_not_among_an_entrys_words(shipped_documents: dict[str, Document]) -> None:
    """Or one edited title would change all their records."""
    entry = document(shipped_documents)
    renamed = json.loads(document_json(entry))

    def rename(value: Any) -> None:
        if isinstance(value, dict):
            if {"kind", "id", "title", "page"} <= value.keys() and value["id"] != entry.id and value["kind"] != "index":
                value["title"] = "Quartz"
            for part in value.values():
                rename(part)
        elif isinstance(value, list):
            for part in value:
                rename(part)

    for key in ("sections", "facts", "targets", "previous", "next"):
        rename(renamed[key])
    assert "Quartz" in json.dumps(renamed)
    assert entry_record(convert(renamed, Document)) == entry_record(entry)


def test_the_line_is_plain_and_short(shipped_documents: dict[str, Document]) -> None:
    for entry in shipped_documents.values():
        line = entry_record(entry).line
        assert line, entry.id
        assert len(line) <= 112, entry.id
        assert not re.search(r"\[\[|\[@|[*`]", line), entry.id


def test_a_page_is_found_by_its_text_unless_it_lists_what_others_say() -> None:
    headings = (Heading(2, "x", "Harbour"),)
    html = "<p class='quartz'>A fine &amp; <b>umbrella</b></p><p>Pier</p>"
    prose = Page(page="about", title="About us", description="Who we are.", html=html, headings=headings)
    listing = Page(page="findings", title="Findings", description="All of them.", html="<p>umbrella</p>", headings=headings)
    further = Page(page="findings/page-2", title="Findings from here to there", description="", html="<p>umbrella</p>")
    own, other = page_records((prose, listing, further))  # the first page of a split index stands for the others
    assert make_card(own).words == ("about us about_us_", "page pages", "who we are harbour", "fine umbrella pier")
    assert "umbrella" not in " ".join(make_card(other).words)


def test_a_page_written_by_hand_is_found_by_its_markdown() -> None:
    guide = guide_record("contributing", "# How to contribute\n\nSend *one* finding.\n\n## Lantern\n\nThen an [umbrella](https://x.test/quartz).\n")
    assert (guide.title, guide.line) == ("How to contribute", "Send one finding.")
    assert make_card(guide).words == (
        "how to contribute how_to_contribute_",
        "page pages",
        "send one finding lantern",
        "then an umbrella",
    )


# ---- the files ----


def opened(files: Iterable[Asset]) -> dict[str, Any]:
    """Name -> data of every file."""
    found = {}
    for file in files:
        match = re.fullmatch(r'patternbookSearch\("([a-z0-9_-]+)",(.*)\);\n', str(file.content))
        assert match, file.content[:80]
        assert file.file == f"assets/search/{match[1]}.js"
        found[match[1]] = json.loads(match[2])
    return found


def numbers(text: str) -> list[int]:
    """What the script reads from digits."""
    found, at, gap = [], -1, 0
    for digit in text:
        value = DIGITS.index(digit)
        gap = gap * 32 + (value & 31)
        if value < 32:
            at, gap = at + gap + 1, 0
            found.append(at)
    return found


def postings(data: Mapping[str, Any]) -> dict[str, list[list[int]]]:
    """Word -> numbers by weight, from all shards."""
    lines = [line.split("=") for name, shard in data.items() if name.startswith("words-") for line in shard.split(" ")]
    assert len(lines) == len({word for word, _ in lines}), "a word stands in one shard"
    return {word: [numbers(part) for part in line.split(".")] for word, line in lines}


def titles(data: Mapping[str, Any]) -> dict[int, tuple[str, list[Any]]]:
    """Number -> kind and row."""
    found = {}
    for kind in data["manifest"]["kinds"]:
        for name, rows in data.items():
            if re.fullmatch(rf"titles-{kind['name']}-\d+", name):
                for row in rows:
                    assert name.endswith(f"-{row[0] >> kind['shift']}")
                    found[kind["start"] + row[0]] = (kind["name"], row)
    return found


def shard_of(manifest: Mapping[str, Any], word: str) -> str:
    bounds: list[str] = manifest["words"]
    assert bounds == sorted(bounds)
    return shard_name(max(bound for bound in bounds if bound <= word))


def made(number: int, text: str = "", title: str = "", kind: str = "finding", id_: str = "") -> Card:
    record = Record(kind, kind.capitalize(), f"{kind.capitalize()}s", id_ or f"F-{number:03d}", title or f"Title {number}", "A line.", "", "", text)
    return make_card(record)


def test_every_word_of_every_card_leads_to_its_title(shipped_documents: dict[str, Document]) -> None:
    cards = [make_card(entry_record(document)) for document in shipped_documents.values()]
    data = opened(make_search_files(cards, WHERE))
    found, rows = postings(data), titles(data)
    by_id = {(kind, row[1]): number for number, (kind, row) in rows.items()}
    assert len(rows) == len(cards)
    assert max(rows) < data["manifest"]["size"]
    expected: dict[str, list[list[int]]] = {}
    for each in cards:
        number = by_id[each.kind, each.id]
        assert rows[number][1][2:4] == [each.title, each.line]
        for level, part in enumerate(each.words):
            for word in part.split():
                expected.setdefault(word, [[], [], [], []])[level].append(number)
    assert {word: [sorted(part) for part in parts] for word, parts in expected.items()} == {
        word: parts + [[]] * (4 - len(parts)) for word, parts in found.items()
    }


@given(st.sets(st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=2, max_size=5), min_size=1, max_size=60))
def test_every_word_is_in_the_shard_that_its_bound_names(found: set[str]) -> None:
    """With postings so long that nearly every word needs a shard of its own."""
    several = [made(number, " ".join(sorted(found))) for number in range(3)]
    data = opened(make_search_files(several, WHERE, largest=30))
    for word in postings(data):
        assert f"{word}=" in data[shard_of(data["manifest"], word)]


def test_shards_are_small_unless_a_single_word_is_not(many: Sequence[Card]) -> None:
    data = opened(make_search_files(many, WHERE))
    shards = [shard for name, shard in data.items() if name.startswith("words-")]
    assert len(shards) > 20
    assert all(len(shard.encode()) <= SHARD_BYTES or " " not in shard for shard in shards)


def test_names_of_files_differ_in_more_than_case(many: Sequence[Card]) -> None:
    names = [file.file for file in make_search_files([*many, made(7, "Ωμέγα ωωω ααα 倫理 ﷲ 𝒳 \U0001f130x")], WHERE)]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"assets/search/[a-z0-9_-]+\.js", name) for name in names)


def test_addresses_without_folders() -> None:
    plain = SiteUrls(directories=False, indexes=frozenset({"findings"}))
    cards = [made(1), make_card(page_record("findings", "Findings", "", "", "")), make_card(page_record("a b", "Spaced", "", "", ""))]
    data = opened(make_search_files(cards, plain))
    assert data["manifest"]["suffix"] == ".html"
    assert {row[1] for kind, row in titles(data).values() if kind == "page"} == {"findings/index.html", "a%20b.html"}


def test_nothing_at_all() -> None:
    assert opened(make_search_files((), WHERE)) == {
        "manifest": {"format": 1, "size": 0, "suffix": "/", "kinds": [], "offers": [], "words": []},
        "language": {"common": "", "endings": [], "spellings": [], "synonyms": []},
        "names": "",
    }


# ---- words that belong together, and slips ----


def test_what_is_known_of_a_language_goes_with_the_index() -> None:
    data = opened(make_search_files((), WHERE, Meanings("de-at")))["language"]
    assert data["endings"] == list(GERMAN.endings)
    assert "welche" in data["common"].split()
    assert opened(make_search_files((), WHERE, Meanings("tlh")))["language"]["endings"] == []


@pytest.mark.parametrize("language", [ENGLISH, GERMAN], ids=["english", "german"])
def test_endings_and_words_of_a_language_are_folded(language: SearchLanguage) -> None:
    for ending in " ".join(language.endings).split():
        assert ending == "-" or fold_text(ending.removeprefix("~")).isalpha(), ending
    said = [*language.common.split(), *(word for pair in language.spellings for word in pair)]
    assert [word for word in said if fold_text(word) != word] == []
    assert len(language.common.split()) == len(set(language.common.split()))


def test_synonyms_are_words_as_the_search_cuts_them() -> None:
    groups = [("Hand-off", "handover", "hand off"), ("C++", "C"), ("Q&A", "Questions"), ("only one", "ONLY, one")]
    assert list(synonym_groups(groups)) == [["hand off", "handover"], ["q&a", "questions"]]


def test_names_are_words_of_titles() -> None:
    cards = [made(1, "quartz zebra", "Lantern of C3PO in it"), made(2, "umbrella", "Lanterns and so on")]
    assert opened(make_search_files(cards, WHERE))["names"].split() == ["and", "finding", "findings", "lantern", "lanterns"]


def test_only_pages_that_exist_are_offered() -> None:
    cards = [make_card(page_record(page, title, "", "", "")) for page, title in (("map", "Map"), ("glossary", "Words"), ("about", "About"))]
    assert opened(make_search_files(cards, WHERE))["manifest"]["offers"] == [["Words", "glossary/"], ["Map", "map/"]]


def test_a_synonym_more_changes_one_file(many: Sequence[Card]) -> None:
    before, after = (make_search_files(many, WHERE, Meanings("en", groups)) for groups in ((), [("lantern", "torch")]))
    assert changed(before, after) == {"language"}


@pytest.mark.parametrize(
    "ids",
    [
        ["F-001", "F-0001", "F-00001"],  # the same number thrice
        ["F-001", "F-99999999"],  # too far apart to leave room for all between
        ["F-001", "draft", "c"],
        [f"key{number}" for number in range(500)],
    ],
    ids=["same-number", "far-apart", "no-numbers", "many"],
)
def test_every_id_has_a_number_of_its_own(ids: list[str]) -> None:
    data = opened(make_search_files([made(0, id_=id_) for id_ in ids], WHERE))
    assert {row[1] for _, row in titles(data).values()} == set(ids)
    assert data["manifest"]["size"] <= 64 * len(ids)


HOSTILE = ["</script><script>alert(1)</script>", '"); alert(1); ("', "\u2028\u2029\\", "<img src=x onerror=alert(1)>", "${x}`", "\x00\x7f"]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_stay_data(title: str) -> None:
    data = opened(make_search_files([made(1, title, title)], WHERE))
    assert titles(data)[1][1][2] == title


# ---- the same input gives the same files, and little changes with an edit ----


@pytest.fixture(scope="module")
def many(shipped_documents: dict[str, Document]) -> tuple[Card, ...]:
    """A catalogue of 2,000 findings with the shipped texts, each with a word of its own in its title."""
    texts = [entry_record(entry) for entry in shipped_documents.values() if entry.kind in ("finding", "recommendation", "pattern")]
    chance = random.Random(7)
    vocabulary = sorted({word for text in texts for word in tokenize(text.rest)})
    cards = []
    for number in range(1, 2001):
        own, like = chance.choices(vocabulary, k=60), texts[number % len(texts)]
        title = f"{like.title} {own[0]}{number}x"
        cards.append(
            make_card(
                Record(
                    "finding", "Finding", "Findings", f"F-{number:03d}", title, like.line, like.names, like.telling, f"{like.rest} {' '.join(own)}"
                )
            )
        )
    return tuple(cards)


def changed(before: Iterable[Asset], after: Iterable[Asset]) -> set[str]:
    """Names of files that came, went or differ."""
    old, new = ({Path(file.file).stem: file.content for file in files} for files in (before, after))
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def test_the_order_of_cards_does_not_matter(many: Sequence[Card]) -> None:
    works = [made(0, kind="reference", id_=f"author{number}", title="Of quartz") for number in range(300)]  # some hashes meet
    shuffled = [*many, *works]
    random.Random(1).shuffle(shuffled)
    assert make_search_files(shuffled, WHERE) == make_search_files([*many, *works], WHERE)


def edited(cards: Sequence[Card], place: int, text: str = "", title: str = "") -> list[Card]:
    was = cards[place]
    record = Record(was.kind, was.label, was.label_many, was.id, title or was.title, was.line, "", "", "")
    own = make_card(record).words
    rest = " ".join((was.words[3], text)).strip()
    changed_words = (own[0], own[1], was.words[2], rest) if title else (was.words[0], was.words[1], was.words[2], rest)
    return [
        *cards[:place],
        Card(was.kind, was.label, was.label_many, was.id, record.title, was.line, was.retired, changed_words),
        *cards[place + 1 :],
    ]


def test_a_word_more_changes_its_shard_only(many: Sequence[Card]) -> None:
    before = make_search_files(many, WHERE)
    manifest = opened(before)["manifest"]
    assert changed(before, make_search_files(edited(many, 1200, "quartzite"), WHERE)) == {shard_of(manifest, "quartzite")}
    expected = {shard_of(manifest, word) for word in ("quartzite", "zebra", "lantern")}
    assert changed(before, make_search_files(edited(many, 1200, "quartzite zebra lantern"), WHERE)) == expected


def test_another_title_changes_the_shards_of_its_words_and_one_block(many: Sequence[Card]) -> None:
    before = make_search_files(many, WHERE)
    manifest = opened(before)["manifest"]
    plain = edited(many, 64, title="Quartzite everywhere in all of it")
    gone, come = set(many[64].words[1].split()), set(plain[64].words[1].split())
    assert changed(before, make_search_files(plain, WHERE)) == {*(shard_of(manifest, word) for word in gone ^ come), "titles-finding-8", "names"}


def test_one_more_entry_changes_the_shards_of_its_words_and_its_block(many: Sequence[Card]) -> None:
    before = make_search_files(many, WHERE)
    manifest = opened(before)["manifest"]
    more = made(2001, "quartzite")
    touched = {shard_of(manifest, word) for part in more.words for word in part.split()}
    assert changed(before, make_search_files([*many, more], WHERE)) - {"names"} == {*touched, "titles-finding-250"}


def test_one_more_reference_moves_no_other(many: Sequence[Card]) -> None:
    works = [made(0, kind="reference", id_=f"author{number}", title="Of quartz") for number in range(300)]
    before, after = (make_search_files([*many, *found], WHERE) for found in (works[1:], works))
    moved = changed(before, after)
    assert {name for name in moved if name.startswith("titles")} == {f"titles-reference-{_block(after, 'author0')}"}
    assert not {name for name in moved if name.startswith("words")} - {
        shard_of(opened(before)["manifest"], word) for part in works[0].words for word in part.split()
    }


def _block(files: Iterable[Asset], id_: str) -> str:
    return next(name.rpartition("-")[2] for name, rows in opened(files).items() if name.startswith("titles-") and any(row[1] == id_ for row in rows))


# ---- what a reader loads ----


def zipped(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


def test_files_are_small(many: Sequence[Card]) -> None:
    sizes = {Path(file.file).stem: zipped(str(file.content)) for file in make_search_files(many, WHERE)}
    assert sizes.pop("manifest") <= 2_000
    assert sizes.pop("names") <= 40_000
    assert max(size for name, size in sizes.items() if name.startswith("words")) <= 25_000
    assert max(size for name, size in sizes.items() if name.startswith("titles")) <= 5_000


def test_the_script_is_small() -> None:
    assert zipped((ROOT / "hooks" / "patternbook" / "theme" / "assets" / "search.js").read_text("utf-8")) <= 11_500


@pytest.mark.parametrize("beginning", ["co", "re", "mo", "pr"])
def test_even_two_letters_ask_for_little(many: Sequence[Card], beginning: str) -> None:
    """All shards of words that begin so, the manifest and ten of the largest blocks."""
    files = make_search_files(many, WHERE)
    sizes = {Path(file.file).stem: zipped(str(file.content)) for file in files}
    data = opened(files)
    bounds = data["manifest"]["words"]
    shards = {shard_of(data["manifest"], beginning), *(shard_name(bound) for bound in bounds if bound.startswith(beginning))}
    blocks = sorted(size for name, size in sizes.items() if name.startswith("titles"))[-10:]
    assert sizes["manifest"] + sum(blocks) + sum(sizes[name] for name in shards) <= 150_000
