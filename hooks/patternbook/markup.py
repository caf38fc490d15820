"""The marks of entry text besides Markdown: [[F-004]], citations, pictures, formulas, and [ours] at the end of a paragraph.

Works are cited as `[@key, p. 4; see also @other]`, `[-@key]` (the year alone) or, in a sentence, as `@key` and `@key [p. 4]`.
Checks and renderer share this grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple

ENTRY_LINK = re.compile(r"\[\[([^\[\]\n]{0,80})\]\]")
CITATION_KEY = r"\w[\w\u0300-\u036f:.+/'’&*!?-]*"
"""The key of a work, as a text cites it."""
MAX_KEY_LENGTH = 200
CITATION = re.compile(r"\[(-?@[^\[\]]{1,300}|[^\[\]@]{1,100}(?<=[\s(-])@[^\[\]]{1,300}(?=\](?!\()))\]")
"""Works in square brackets; words may stand before a key, as in [see @key], but no address of e-mail is one."""
NAMED_WORK = re.compile(
    r"(?<![\w@/\[\\.-])@(\w[\w\u0300-\u036f:.+/-]*(?<=\w))"
    r"(?: \[((?:pp?\.|chaps?\.|ch\.|chapter|secs?\.|section|figs?\.|tables?|lines?|§|[0-9])[^\[\]@\n]{0,80})\](?!\())?"
)
"""A work that a sentence names by its key outside of brackets, and its locator."""
OURS = re.compile(r"\[ours\](?!\()")
"""The mark at the end of a paragraph that is not from a source."""
_CITED_KEY = re.compile(rf"@({CITATION_KEY})")
_CITED_WORK = re.compile(rf"(?:([^@*_`<>]*?)\s+)?(-?)@({CITATION_KEY}?)(?:,\s*([^@]+))?")
_BETWEEN_WORKS = re.compile(r";|,(?=\s*-?@)")
_AUTHOR_YEAR = re.compile(r"[^\W\d_][\w-]*?(?:1[89]|20)[0-9]{2}[\w-]*")
"""A key that can hardly be anything else, such as a name in a social network: kim2018datascientists."""
_CODE = re.compile(
    r"\\.|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*>|\[\[[^\[\]\n]{0,80}\]\]|\[[^\[\]@`]{0,100}@[^\[\]]{1,300}\]"
    r"|`(?P<block>(?:(?<=^`)|(?<=^ `)|(?<=^  `)|(?<=^   `))``[^`\n]*\n(?:(?!```).)*?^ {0,3}```[ \t]*$)"
    r"|`(?P<span>(?<!``)(?P<ticks>`*)(?!`)[^\n|]*?(?<!`)`(?P=ticks)(?!`))",
    re.DOTALL | re.MULTILINE,
)
"""Code, and the places where a backtick does not start code: escapes, addresses, our own marks.

A span of code must not contain a line end or a bar, where a list, a paragraph or the cell of a table may end. So some code
may be taken for text, which is then checked without need, but never the other way round.
Each alternative starts with a different character, so that the engine tries a match at these characters only.
"""
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_TAG_OR_COMMENT = re.compile(rf"{_TAG.pattern}|<!--.*?-->", re.DOTALL)
_COMMENT_END = "-->"
_AUTOLINK = re.compile(r"<https?://[^<>\s]*>")
_LINK_TARGET = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]*)")
_LINK_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]*)\]:\s*<?(?P<target>[^)\s>]*)", re.MULTILINE)
_IMAGE = re.compile(r"!\[(?P<words>[^\[\]\n]{0,500})\](?:\(\s*<?(?P<target>[^)\s>]*)|\[(?P<name>[^\]\n]*)\])?")
IMAGE_MARK = re.compile(
    r"!\[(?P<words> {0,3}[^\s\[\]][^\[\]\n]{0,500})\]\(images/(?P<file>[A-Za-z0-9][A-Za-z0-9._-]{0,200})(?: \"(?P<caption>[^\"\n]{1,500})\")?\)"
)
"""A picture of the data folder: in brackets what is to be seen on it, and in quotes what stands below it."""
FORMULA = re.compile(
    r"(?<![\\$])\$\$(?!\$)(?P<display>[^$\n]{1,5000})\$\$(?!\$)"
    r"|(?<![\\$A-Za-z])\$(?![\s$]|[0-9][0-9.,]*[kKmM]?\s+[A-Za-z]{2})(?P<inline>(?:[^$\n\\]|\\.){1,2000})(?<!\s)\$(?![$0-9])"
)
"""A formula in a line. As in Pandoc no blank follows the first dollar sign or stands before the second, and no digit follows that; nor is
an amount with a word behind it, or a currency such as US$5, the start of one."""
FORMULA_BLOCK = re.compile(r"^(?P<indent>[ \t]*)\$\$(?P<block>(?:[^$\n]|\n(?![ \t]*\n)){1,5000})\$\$[ \t]*$", re.MULTILINE)
"""A formula on lines of its own, without an empty one in it."""
_FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)$", re.MULTILINE)
_OPENING = re.compile(r"\[\[|\[-?@")
_MEANING = re.compile(r"[\\`*_\[\]<>&!|~$]")
"""Characters that may have a meaning within a line of Markdown."""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One work that a text cites.

    key: of the work.  locator: "pp. 3-4", or empty.  prefix: words before it, "see also", or empty.
    form: "" for author and year, "year" for the year alone, "text" for a work that a sentence names: Kim et al. (2018).
    """

    key: str
    locator: str
    prefix: str = ""
    form: Literal["", "year", "text"] = ""


def parse_citation(inside: str) -> tuple[CitedWork, ...] | None:
    """Parse the text between `[` and `]` of a citation; None where it is malformed."""
    matches = [_CITED_WORK.fullmatch(" ".join(part.split())) for part in _BETWEEN_WORKS.split(inside)]
    works = tuple(CitedWork(match[3], match[4] or "", match[1] or "", "year" if match[2] else "") for match in matches if match)
    return works if len(works) == len(matches) else None


def named_work(match: re.Match[str]) -> CitedWork:
    """The work that `NAMED_WORK` found in a sentence."""
    return CitedWork(match[1], match[2] or "", form="text")


def is_surely_key(key: str) -> bool:
    """Whether a word after `@` in a sentence is the key of a work, known or not: it has a name and a year."""
    return _AUTHOR_YEAR.fullmatch(key) is not None


class Formula(NamedTuple):
    """A formula in a text."""

    offset: int
    """Of its first character after the dollar signs."""
    tex: str
    block: bool
    """Whether it stands on a line of its own."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """A text, and the same without code and formulas, which all functions below search."""

    text: str
    plain: str
    """The text with code and formulas replaced by blanks, so that offsets are the same."""
    formulas: tuple[Formula, ...] = ()

    @classmethod
    def of(cls, text: str, *, formulas: bool = True) -> Markdown:
        """A text of the catalogue, or without formulas one that MkDocs reads, to which a dollar sign means nothing."""
        plain = text
        if "`" in text:  # as in few texts
            plain = _CODE.sub(lambda match: " " * len(match[0]) if match["block"] or match["span"] else match[0], text)
        if "$" not in plain or not formulas:
            return cls(text, plain)
        found: list[Formula] = []
        for pattern in (FORMULA_BLOCK, FORMULA):
            matches = list(pattern.finditer(plain))
            found += [_formula(match) for match in matches]
            plain = _blanked(plain, matches)
        return cls(text, plain, tuple(sorted(found)))


def _formula(match: re.Match[str]) -> Formula:
    name = match.lastgroup or ""
    return Formula(match.start(name), match[name], name != "inline")


def _blanked(text: str, matches: Iterable[re.Match[str]]) -> str:
    """The text with blanks in place of what matched. As with code, what holds a bar may end with the cell of a table, and stays."""
    pieces, end = [], 0
    for match in matches:
        if "|" not in match[0]:
            pieces += [text[end : match.start()], re.sub(r"[^\n]", " ", match[0])]
            end = match.end()
    return "".join((*pieces, text[end:]))


def code_languages(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """The languages that blocks of code name, each with its offset."""
    fence = ""
    for match in _FENCE.finditer(markdown.text) if "```" in markdown.text or "~~~" in markdown.text else ():
        info = match["info"].strip()
        if fence:
            fence = "" if match["fence"].startswith(fence) and not info else fence
        else:
            fence = match["fence"]
            if info:
                yield match.start("info"), info.split()[0]


def entry_links_at(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Ids named as [[ID]], outside code, with the offset of each."""
    return ((match.start(), match[1].strip()) for match in ENTRY_LINK.finditer(markdown.plain))


def citations(text: str) -> Iterator[CitedWork]:
    """Works cited in a text, outside code; malformed ones are skipped."""
    return (work for _, work in citations_at(Markdown.of(text)))


def citations_at(markdown: Markdown) -> Iterator[tuple[int, CitedWork]]:
    """Works cited in a text, outside code, with the offset of their citation; malformed ones are skipped.

    Among them are words after `@` in a sentence (`CitedWork.form` is "text") that may be no key of any work.
    """
    for match in CITATION.finditer(markdown.plain):
        yield from ((match.start(), work) for work in parse_citation(match[1]) or ())
    if "@" in markdown.plain:
        outside = CITATION.sub(lambda match: " " * len(match[0]), _AUTOLINK.sub(lambda match: " " * len(match[0]), markdown.plain))
        yield from ((match.start(), named_work(match)) for match in NAMED_WORK.finditer(outside))


def keys_in(opening: str) -> list[str]:
    """Keys in an opening that is not a valid citation, since it is probably meant as one."""
    return _CITED_KEY.findall(opening)


def find_malformed(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Openings of a mark that is not valid: offset, and a few characters of context."""
    if "[[" not in markdown.plain and "@" not in markdown.plain:
        return
    rest = without_marks(markdown)
    openings = {match.start() for match in _OPENING.finditer(rest)} | {match.start() for match in CITATION.finditer(rest)}
    for start in sorted(openings):
        yield start, markdown.text[start : start + 40].split("\n")[0]


def without_marks(markdown: Markdown) -> str:
    """The text with blanks in place of code and of links and citations that are valid."""
    rest = ENTRY_LINK.sub(lambda match: " " * len(match[0]), markdown.plain)
    return CITATION.sub(lambda match: match[0] if parse_citation(match[1]) is None else " " * len(match[0]), rest)


def plain_marks(text: str) -> str:
    """The text with the names of links in place of these, and without citations."""
    linked = ENTRY_LINK.sub(lambda match: match[1], text)
    return CITATION.sub(lambda match: match[0] if parse_citation(match[1]) is None else "", linked)


def raw_html(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Tags and comments in the text with their offsets, outside code; <https://...> is a link, not a tag."""
    without_links = _AUTOLINK.sub(lambda match: " " * len(match[0]), markdown.plain)
    # Where no comment ends any more, none is looked for: each opening would be compared with the whole rest of the text.
    last = without_links.rfind(_COMMENT_END)
    end = last + len(_COMMENT_END) if last >= 0 else 0
    matches = chain(_TAG_OR_COMMENT.finditer(without_links, 0, end), _TAG.finditer(without_links, end))
    return ((match.start(), match[0]) for match in matches)


def link_targets(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Targets of Markdown links and of their definitions below the text, with their offsets."""
    found = (match for pattern in (_LINK_TARGET, _LINK_DEFINITION) for match in pattern.finditer(markdown.plain))
    return ((match.start("target"), match["target"]) for match in found)


def image_targets(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Targets of Markdown images, those of definitions below the text too, with their offsets."""
    definitions = {match[1].strip().lower(): match for match in _LINK_DEFINITION.finditer(markdown.plain)}
    for match in _IMAGE.finditer(markdown.plain):
        found = match if match["target"] is not None else definitions.get((match["name"] or match["words"]).strip().lower())
        if found is not None:
            yield found.start("target"), found["target"]


def images_at(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Files of pictures that a text shows, outside code, with the offset of each."""
    found = IMAGE_MARK.finditer(markdown.plain) if "![" in markdown.plain else ()
    return ((match.start("file"), match["file"]) for match in found)


def malformed_images(markdown: Markdown) -> Iterator[tuple[int, str, str]]:
    """Pictures that cannot be shown: offset, the words in brackets, and where the file is said to be."""
    for match in _IMAGE.finditer(markdown.plain) if "![" in markdown.plain else ():
        if match["target"] is not None and IMAGE_MARK.match(markdown.plain, match.start()) is None:
            yield match.start(), match["words"].strip(), match["target"]


def unsafe_links(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Targets of Markdown links that are neither http nor https, with their offsets; those of pictures are not among them."""
    if "![" in markdown.plain:
        markdown = Markdown(markdown.text, _IMAGE.sub(lambda match: " " * len(match[0]), markdown.plain))
    return ((match.start(1), match[1]) for match in _LINK_TARGET.finditer(markdown.plain) if not match[1].lower().startswith(("http://", "https://")))


def may_hold_mark(text: str) -> bool:
    """Whether a text can hold a mark or the end of one, a link, HTML, a formula or a block of code, as few do."""
    return "[" in text or "<" in text or "@" in text or "]" in text or "$" in text or "`" in text or "~" in text or "\\" in text


LINK_END = r"\]\((?:[^)\s\]]|\](?!\())*\)"
"""The end of a link; no other end is in it, so that a text of beginnings alone is not searched to its end from each."""
_LINK = re.compile(rf"!?\[([^\[\]]*){LINK_END}")
_CITED = re.compile(rf"[ \n]?(?:{CITATION.pattern})")
_EMPHASIS = re.compile(rf"{FORMULA.pattern}|[*`]|(?<!\w)_|_(?!\w)")
_EMPHASIZED = re.compile(r"[*`_$]")


def plain_line(text: str, title_of: Callable[[str], str]) -> str:
    """A text as one line without markup: links by their words, citations left out.

    Args:
        text: Markdown.
        title_of: Gives the words for a link to an entry, by the name in it.

    """
    if "[" in text:
        text = ENTRY_LINK.sub(lambda match: title_of(match[1].strip()), text)
        text = _LINK.sub(r"\1", OURS.sub("", _CITED.sub("", text)))
    if _EMPHASIZED.search(text):
        text = _EMPHASIS.sub(lambda match: match["display"] or match["inline"] or "", text)
    return " ".join(text.split())


def cut_words(line: str, length: int) -> str:
    """A line, cut after the last word that ends within a number of characters where it is longer."""
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0].rstrip(',;:.')} …"


def escape_markdown(plain: str) -> str:
    """Plain text, such as a title, as Markdown that reads the same."""
    return _MEANING.sub(r"\\\g<0>", plain)
