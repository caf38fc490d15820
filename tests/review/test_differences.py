"""What `patternbook diff` says of a proposal: changes of meaning, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TOY, WHERE
from patternbook.check.read import Reading, read_data
from patternbook.documents.model import document_json
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.review.differences import DataDifferences, ItemDifference, RevisionReading, compare
from patternbook.review.summary import MAX_ADDRESSES, summary_markdown

Edit = Callable[[Path], None]
FINDINGS = "observations/beds.yaml"


def _read(folder: Path) -> Reading:
    return read_data(folder, folder.parent, WHERE.site_url)


def _file_with(folder: Path, text: str) -> Path:
    return next(path for path in sorted(folder.rglob("*")) if path.suffix in {".yaml", ".bib", ".md"} and text in path.read_text("utf-8"))


def changed(folder: Path, *replacements: tuple[str, str]) -> DataDifferences:
    """The differences between the toy and a copy in which these texts are replaced."""
    copy = folder / "data"
    shutil.copytree(TOY, copy)
    for old, new in replacements:
        path = _file_with(copy, old)
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    return compare(RevisionReading("base", _read(TOY)), RevisionReading("head", _read(copy)), WHERE, SYNTHESIS)


def item(differences: DataDifferences, id_: str) -> ItemDifference:
    return next(each for each in (*differences.items, *differences.references, *differences.prose) if each.id == id_)


STATEMENT = 'statement: "Beds that are watered last often get nothing; see [[P-001]], [[F-002]] and [@lind2020watering, p. 12; @niwa2018]."'


@pytest.mark.parametrize(
    "replacement",
    [
        ("findings:\n", "# A remark\n\nfindings:\n"),
        (STATEMENT, STATEMENT.replace("get nothing", "get   nothing")),
        (STATEMENT, "statement: >-\n      " + STATEMENT[len('statement: "') : -1].replace("; see", ";\n      see")),
        ("Nobody asked the beds. *Nobody* could. [ours]", "Nobody asked\n      the beds.\n      *Nobody* could. [ours]"),
        (
            "    themes: [summer, winter]\n    roles: [planter, waterer]\n",
            "    roles: [planter, waterer]\n    themes:\n      - summer\n      - winter\n",
        ),
        ("stance: supports\n        source_claim: Three", "stance: supports\n        directness: direct\n        source_claim: Three"),
    ],
    ids=["comment", "blanks", "folded instead of quoted", "wrapped anew", "order of keys", "default written out"],
)
def test_what_means_the_same_is_no_change(replacement: tuple[str, str], tmp_path: Path) -> None:
    differences = changed(tmp_path, replacement)
    assert differences.items == differences.references == differences.prose == ()
    assert differences.pages is not None
    assert differences.pages.changed == ()
    assert "Nothing changes in meaning." in summary_markdown(differences)


def test_list_that_becomes_a_sentence_is_a_change(tmp_path: Path) -> None:
    assert [each.field for each in changed(tmp_path, ("      - one\n      - two\n", "      - one - two\n")).items[0].fields] == ["body"]


def test_entry_in_another_file_is_no_change(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(TOY, copy)
    path = _file_with(copy, "- id: F-001")
    path.rename(path.with_name("zz.yaml"))
    differences = compare(RevisionReading("base", _read(TOY)), RevisionReading("head", _read(copy)), WHERE, SYNTHESIS)
    assert (differences.items, differences.pages and differences.pages.changed) == ((), ())


def test_change_of_a_text_is_shown_before_and_after_with_the_pages_it_is_on(tmp_path: Path) -> None:
    differences = changed(tmp_path, ("title: Nobody reads the barrel's gauge", "title: Few read the barrel's gauge"))
    [entry] = differences.items
    assert (entry.id, entry.change) == ("F-003", "changed")
    assert [(each.field, each.before, each.after) for each in entry.fields] == [
        ("title", "Nobody reads the barrel's gauge", "Few read the barrel's gauge")
    ]
    assert entry.open_longer == ("title",)
    assert entry.cited_as
    assert differences.pages is not None
    assert {"findings/F-003", "findings/F-001"} <= set(differences.pages.changed)  # the other page links to it by its title
    summary = summary_markdown(differences)
    assert "**Title, stance or support changes; the proposal stays open for fourteen days:** F-003 (title)" in summary
    assert "- title: ~~Nobody reads~~ **Few read** the barrel's gauge" in summary


def test_evidence_gained_lost_and_changed_and_what_it_does_to_breadth(tmp_path: Path) -> None:
    gone = """      - study: S-003
        source: council-report
        stance: contradicts
        source_claim: Last beds did best.
        mentions: {organizations: [x]}
        locator: p. 6
        traceability: related-text
"""
    new = """      - {study: S-004, source: many-hands, locator: chapter 9, stance: supports, source_claim: "Wholly another thing, and dry."}
"""
    differences = changed(tmp_path, (gone, new), ("locator: section 5, p. 17", "locator: section 6, p. 18"))
    entry = item(differences, "F-001")
    assert [(each.field, bool(each.before), bool(each.after)) for each in entry.evidence] == [
        ("evidence[3]", True, False),
        ("evidence[O1.1].locator", True, True),
        ("evidence[3]", False, True),
    ]
    assert "contradicts" in entry.evidence[0].before
    assert entry.open_longer == ("evidence[3]",)
    assert entry.breadth
    assert {"council-report"} <= set(entry.cites_lost) | {"council-report"}
    assert "- evidence lost: " in summary_markdown(differences)
    assert "- evidence gained: " in summary_markdown(differences)
    assert "- breadth: " in summary_markdown(differences)


def test_change_of_a_stance_keeps_the_proposal_open(tmp_path: Path) -> None:
    differences = changed(tmp_path, ("stance: qualifies\n        source_claim: Some said", "stance: contradicts\n        source_claim: Some said"))
    entry = item(differences, "F-001")
    assert [(each.field, each.before, each.after) for each in entry.evidence] == [("evidence[O1.2].stance", "qualifies", "contradicts")]
    assert entry.open_longer == ("evidence[O1.2].stance",)


def test_change_of_support_keeps_the_proposal_open(tmp_path: Path) -> None:
    differences = changed(tmp_path, ("support: suggested-by-participants", "support: practised-and-reported-helpful"))
    [entry] = differences.items
    assert entry.open_longer == ("support",)


def test_relations_gained_and_lost(tmp_path: Path) -> None:
    differences = changed(tmp_path, ("{finding: F-004, source: lind2020watering", "{finding: F-003, source: lind2020watering"))
    entry = item(differences, "F-001")
    assert [(each.field, each.before[:15], each.after[:15]) for each in entry.relations] == [
        ("goes_with[F-004]", "source: lind202", ""),
        ("goes_with[F-003]", "", "source: lind202"),
    ]
    assert differences.pages is not None
    assert {"findings/F-003", "findings/F-004"} <= set(differences.pages.changed)  # which show it from the other side


def test_items_whose_order_alone_changed(tmp_path: Path) -> None:
    lines = '      - {text: "Which bed is last?", editorial: true}\n', '      - {text: "Which is first?", editorial: true, follows_from: [F-003]}\n'
    [entry] = changed(tmp_path, ("".join(lines), "".join(reversed(lines)))).items
    assert [each.field for each in entry.fields] == ["questions_this_week (order)"]


def test_entries_added_and_removed(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(TOY, copy)
    (copy / "new.yaml").write_text(
        "findings:\n  - id: F-099\n    title: Straw helps\n    statement: Straw keeps water.\n    area: watering\n    themes: [summer]\n"
        "    evidence: [{study: S-001, source: lind2020watering, locator: p. 3, stance: supports, source_claim: It does.}]\n",
        "utf-8",
    )
    base, head = RevisionReading("base", _read(TOY)), RevisionReading("head", _read(copy))
    [added], [removed] = compare(base, head, WHERE, SYNTHESIS).items, compare(head, base, WHERE, SYNTHESIS).items
    assert (added.change, removed.change) == ("added", "removed")
    assert (added.cites_gained, removed.cites_lost) == (("lind2020watering",), ("lind2020watering",))
    assert added.open_longer == removed.open_longer == ()
    pages = compare(base, head, WHERE, SYNTHESIS).pages
    assert pages is not None
    assert pages.added == ("findings/F-099",)
    assert {"references/lind2020watering", "areas/watering"} <= set(pages.changed)
    summary = summary_markdown(compare(base, head, WHERE, SYNTHESIS))
    assert "## F-099 Straw helps (added)" in summary
    assert "- statement: Straw keeps water." in summary


def test_objections_are_known_by_their_entry_not_by_their_position(tmp_path: Path) -> None:
    first = "\nchallenges:\n"
    new = '  - {entry: F-002, ground: wording, argument: "Says too much.", by: Somebody, on: 2026-05-05, state: open}\n'
    [objection] = changed(tmp_path, (first, first + new)).items
    assert (objection.list, objection.id, objection.change) == ("challenges", "F-002", "added")


def test_works_and_prose(tmp_path: Path) -> None:
    page = sorted((TOY / "pages").glob("*.md"))[-1]
    heading = page.read_text("utf-8").split("\n", 1)[0]
    differences = changed(tmp_path, ("{2020}", "{2019}"), (heading, f"{heading} and more"))
    assert [(each.list, each.change) for each in differences.references] == [("references", "changed")]
    assert [(each.id, each.change) for each in differences.prose] == [(page.stem, "changed")]


def test_data_with_errors_is_compared_as_far_as_it_goes(tmp_path: Path) -> None:
    differences = changed(tmp_path, ("see: [rota]", "see: [rot]"), ("title: Nobody reads the barrel's gauge", "title: Few read it"))
    assert (differences.base_errors, differences.head_errors, differences.pages) == (0, 1, None)
    assert item(differences, "F-003").open_longer == ("title",)
    assert "`check` finds 1 error in head: breadth and pages are not compared" in summary_markdown(differences)


def test_same_every_time(tmp_path: Path) -> None:
    replacement = ("title: Nobody reads the barrel's gauge", "title: Few read it")
    one, other = changed(tmp_path / "a", replacement), changed(tmp_path / "b", replacement)
    assert document_json(one) == document_json(other)
    assert json.loads(document_json(one))["format"] == "1"
    assert summary_markdown(one) == summary_markdown(other)


def test_data_puts_no_link_picture_html_or_mention_into_the_summary(tmp_path: Path) -> None:
    nasty = "@everybody ![x](https://evil.example/x.png) <img src=x> #1 www.evil.example `code` [a](b)\\n\\n# Heading"
    summary = summary_markdown(changed(tmp_path, ("statement: The gauge is there, and few look.", f'statement: "{nasty}"')))
    assert "evil" in summary
    for mark in ("@everybody", "![", "](", "<img", "#1", "https://", "www.evil", "\n# Heading", " `code`"):
        assert mark not in summary.replace("\\" + mark[0], "")


def test_long_lists_of_pages_are_cut_in_the_summary_only(tmp_path: Path) -> None:
    differences = changed(tmp_path, ("release: ", "release: x"))
    assert differences.pages is not None
    if len(differences.pages.changed) > MAX_ADDRESSES:
        assert f"and {len(differences.pages.changed) - MAX_ADDRESSES} more" in summary_markdown(differences)
    assert all(page in document_json(differences) for page in differences.pages.changed)
