"""The differences between two revisions as Markdown, for the comment on a proposal.

It uses headings, lists, bold and struck-out text only; whatever comes from the data is escaped, so that a proposal cannot put
links, pictures, HTML or mentions of people into the comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from patternbook.diagnostics.diagnostic import count_words
from patternbook.markup import escape_markdown
from patternbook.review.differences import DataDifferences, FieldDifference, ItemDifference, PageDifferences

MAX_ADDRESSES = 40
"""Addresses of pages that are listed of each sort; the JSON has all of them."""
CONTEXT_WORDS = 6
"""Words shown on each side of a change inside a long text."""


def summary_markdown(differences: DataDifferences) -> str:
    """The summary of a proposal, for its reviewers."""
    return "\n".join(_lines(differences)) + "\n"


def _lines(differences: DataDifferences) -> Iterator[str]:
    yield f"# What changes from {_plain(differences.base)} to {_plain(differences.head)}"
    yield ""
    yield _overview(differences)
    yield from _errors(differences)
    if longer := [f"{item.id} ({', '.join(item.open_longer)})" for item in differences.items if item.open_longer]:
        yield ""
        yield f"**Title, stance or support changes; the proposal stays open for fourteen days:** {_plain('; '.join(longer))}"
    for item in (*differences.items, *differences.references, *differences.prose):
        yield ""
        yield from _item(item)
    if differences.pages is not None:
        yield from _pages(differences.pages)


def _overview(differences: DataDifferences) -> str:
    changes = Counter((item.list, item.change) for item in (*differences.items, *differences.references, *differences.prose))
    return "; ".join(f"{list_}: {count} {change}" for (list_, change), count in changes.items()).replace("_", " ") or "Nothing changes in meaning."


def _errors(differences: DataDifferences) -> Iterator[str]:
    for name, errors in ((differences.base, differences.base_errors), (differences.head, differences.head_errors)):
        if errors:
            yield ""
            found = f"`check` finds {count_words(errors, 'error')} in {_plain(name)}"
            yield f"{found}: breadth and pages are not compared, and items of wrong form are missing."


def _item(item: ItemDifference) -> Iterator[str]:
    yield f"## {_plain(item.id)} {_plain(item.title)} ({item.change})" if item.id != item.title else f"## {_plain(item.id)} ({item.change})"
    yield ""
    if item.change == "changed":
        yield from (f"- {_plain(each.field)}: {_change(each)}" for each in item.fields)
    else:
        yield from _whole(item)
    for name, differences in (("evidence", item.evidence), ("relation", item.relations)):
        yield from (f"- {name} {_verb(each)}: {_plain(each.field)}: {_change(each)}" for each in differences)
    yield from (f"- breadth: {_change(each)}" for each in item.breadth)
    for words, keys in (("cites now", item.cites_gained), ("no longer cites", item.cites_lost)):
        if keys:
            yield f"- {words}: {_plain(', '.join(keys))}"
    if item.cited_as:
        yield "- how to cite it reads differently"


def _whole(item: ItemDifference) -> Iterator[str]:
    """An item that was added or removed: its statement, and which other fields it has."""
    for each in item.fields:
        if each.field in ("statement", "argument", "bibtex"):
            yield f"- {each.field}: {_plain(each.after or each.before)}"
    if others := dict.fromkeys(each.field.partition("[")[0] for each in item.fields if each.field not in ("id", "title", "statement")):
        yield f"- has: {_plain(', '.join(others))}"


def _verb(difference: FieldDifference) -> str:
    return "gained" if not difference.before else "lost" if not difference.after else "changed"


def _change(difference: FieldDifference) -> str:
    """A change in words: what is gone struck out, what is new in bold."""
    if not difference.before or not difference.after:
        return _struck(difference.before) or _bold(difference.after)
    old, new = difference.before.split(), difference.after.split()
    parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    shown = (
        _unchanged(old[a:b], first=index == 0, last=index == len(parts) - 1)
        if tag == "equal"
        else " ".join(filter(None, (_struck(" ".join(old[a:b])), _bold(" ".join(new[c:d])))))
        for index, (tag, a, b, c, d) in enumerate(parts)
    )
    return " ".join(filter(None, shown))


def _unchanged(words: Sequence[str], *, first: bool, last: bool) -> str:
    """Words between changes, shortened where they are many."""
    if len(words) <= 2 * CONTEXT_WORDS:
        return _plain(" ".join(words))
    before = "" if first else _plain(" ".join(words[:CONTEXT_WORDS]))
    after = "" if last else _plain(" ".join(words[-CONTEXT_WORDS:]))
    return " ".join(filter(None, (before, "…", after)))


def _pages(pages: PageDifferences) -> Iterator[str]:
    yield ""
    yield f"## Pages: {len(pages.added)} added, {len(pages.removed)} removed, {len(pages.changed)} changed"
    for words, addresses in (("added", pages.added), ("removed", pages.removed), ("changed", pages.changed)):
        if addresses:
            yield ""
            yield f"- {words}: {_plain(_listed(addresses))}"


def _listed(addresses: Sequence[str]) -> str:
    rest = len(addresses) - MAX_ADDRESSES
    return ", ".join(addresses[:MAX_ADDRESSES]) + (f" and {rest} more" if rest > 0 else "")


def _struck(text: str) -> str:
    return f"~~{_plain(text)}~~" if text.strip() else ""


def _bold(text: str) -> str:
    return f"**{_plain(text)}**" if text.strip() else ""


def _plain(text: str) -> str:
    """A text of the data as one line that reads the same, and in which nothing becomes a link or mentions anybody."""
    return _without_autolinks(escape_markdown(" ".join(_printable(text).split())))


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _without_autolinks(text: str) -> str:
    for sign in ("@", "#", "://", "www."):
        text = text.replace(sign, sign[0] + "\u2060" + sign[1:])
    return text
