"""The forms for issues of a synthesis, and filled forms as YAML for the data."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from unicodedata import normalize

from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.form.validate import ValidatedItems, validate_source
from patternbook.check.rules import item_diagnostics
from patternbook.diagnostics.diagnostic import explain, join_names, only_errors, suggest_nearest
from patternbook.editing.new_entry import placeholder_id
from patternbook.model.components import DRAFT_PLACEHOLDER, Claim, Evidence
from patternbook.model.descriptions import descriptions
from patternbook.model.entries import FINDING, Finding, Study
from patternbook.model.introspect import fields_of
from patternbook.model.registry import id_number, is_placeholder
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Challenge
from patternbook.review.forms import Form, FormError, FormQuestion
from patternbook.source.files import parse_file

OTHER_STUDY = "other"
COUNTED = re.compile(r"(?P<count>[0-9]{1,9})(?:(?: (?:out )?of |/)(?P<of>[0-9]{1,9}))? (?P<unit>[^\d\s][^\n]*)")
"""What a source counts, as a form asks for it: 17 of 50 papers, or 17/50 papers."""
ORCID_ADDRESS = re.compile(r"https?://(?:www\.)?orcid\.org/")
"""What stands before an ORCID where it is given as orcid.org shows it."""

Answers = Mapping[str, tuple[str, ...]]


class Chosen(NamedTuple):
    """What a maintainer says besides the form."""

    study: str = ""
    """Study of the evidence, in place of the one in the form."""
    source: str = ""
    """Key of the work that was read, in place of the study's main publication."""
    on: str = ""
    """The day the issue was opened."""


class YamlLine(NamedTuple):
    """A line of YAML, and the label of the question it answers."""

    text: str
    label: str = ""


def issue_forms(catalogue: Catalogue) -> tuple[Form, ...]:
    """The forms, with the words, studies and choices of a catalogue."""
    return _finding_form(catalogue), _error_form(), _objection_form()


def issue_yaml(form: Form, answers: Answers, catalogue: Catalogue, chosen: Chosen) -> str:
    """A filled form as YAML; of a reported error, remarks only, since an entry that exists is mended by hand.

    Raises:
        FormError: the answers make no valid item.

    """
    makers = {FINDING_FORM: _finding_lines, ERROR_FORM: _error_lines, OBJECTION_FORM: _objection_lines}
    labels = {question.key: question.label for question in form.questions}
    lines = list(makers[form.file](answers, labels, catalogue, chosen))
    text = "".join(f"{line.text}\n" for line in lines)
    if problems := list(_problems(text, lines)):
        raise FormError(problems)
    return text


def _problems(text: str, lines: list[YamlLine]) -> Iterator[str]:
    """What a check of the item alone finds, each problem with the question it comes from."""
    source, problems = parse_file("issue", text)
    if source is None:  # remarks only
        return
    form = ValidatedItems()
    validate_source(form, source)
    found = [*problems, *form.problems, *(each for item in form.written for each in item_diagnostics(item.checked(), frozenset()))]
    for each in dict.fromkeys(only_errors(found)):
        label = lines[each.place.line - 1].label
        yield f"{label}: {explain(each)}" if label else explain(each)


# ---- questions ----


def _asked(model: type[ModelStruct], name: str, label: str = "", example: str = "", *, long: bool = False, asks: str = "") -> FormQuestion:
    """A question for a field of the model: what it asks for, whether it must be answered and its choices are the field's."""
    field = next(field for field in fields_of(model) if field.name == name)
    choices = {choice: choice for choice in field.choices} or None
    title = label or field.key.replace("_", " ").capitalize()
    return FormQuestion(field.key, title, asks or descriptions(model)[name], example, choices, field.many, long, field.required)


def _words(catalogue: Catalogue, vocabulary: str) -> dict[str, str]:
    return {slug: f"{word.title} ({slug})" for slug, word in catalogue.words[vocabulary].items()}


PERSON = (
    FormQuestion("name", "Your name", "To be credited as a contributor; leave it empty to stay unnamed.", required=False),
    FormQuestion("orcid", "Your ORCID", "If you have one and want it shown.", "0000-0000-0000-0000", required=False),
    FormQuestion("conflicts", "Conflicts of interest", "Did you write, fund, supervise or compete with the study? `none` if not."),
)
ENTRY = FormQuestion("entry", "Which entry", "Its id, as its page shows it.")
FINDING_FORM, ERROR_FORM, OBJECTION_FORM = "suggest-finding.yml", "report-error.yml", "object-to-entry.yml"


def _finding_form(catalogue: Catalogue) -> Form:
    studies = {study.id: f"{study.id}: {study.title}" for study in catalogue.all_of(Study)} | {OTHER_STUDY: "Another study, described below"}
    area, themes = (_asked(Finding, name) for name in ("area", "themes"))
    return Form(
        FINDING_FORM,
        "Suggest a finding",
        "A claim that a study reports, with the place where it does.",
        "Finding: ",
        "One finding for each issue. In your own words: facts carry over, sentences do not. Name no person.",
        (
            _asked(Finding, "title", example="Teams that never meet build parts that do not fit"),
            _asked(
                Finding, "statement", example="Where two teams never met, their parts often did not fit. Several organizations said so.", long=True
            ),
            FormQuestion("area", area.label, area.asks, choices=_words(catalogue, "area")),
            FormQuestion("themes", themes.label, themes.asks, choices=_words(catalogue, "theme"), many=True),
            FormQuestion("study", "Study", descriptions(Evidence)["study"], choices=studies),
            FormQuestion("new_study", "The other study", "Title, authors, year, and DOI or address.", long=True, required=False),
            _asked(
                Evidence,
                "locator",
                "Where in the source",
                "section 7.2, p. 9",
                asks="So that others can look it up: section, page, table, time stamp.",
            ),
            _asked(Evidence, "stance", "How the study bears on it"),
            _asked(Evidence, "source_claim", "What the study says", "Four interviewees told of parts that did not fit.", long=True),
            FormQuestion(
                "mentions",
                "What it counts",
                "As the source counts it: a number, out of what, and what was counted.",
                "such as: 17 of 50 papers",
                required=False,
            ),
            FormQuestion(
                "traceability", "How you know", descriptions(Evidence)["traceability"] or "", choices=_asked(Evidence, "traceability").choices
            ),
            FormQuestion("contrary", "Contrary evidence", "Where did you look for evidence against it, and what did you find?", long=True),
            *PERSON,
        ),
    )


def _error_form() -> Form:
    return Form(
        ERROR_FORM,
        "Report an error",
        "Something in an entry is wrong: a fact, a number, a place, a link.",
        "Error: ",
        "For what is wrong whoever looks at it. If you disagree with what an entry claims, object to it instead.",
        (
            ENTRY,
            FormQuestion("wrong", "What is wrong", "The words or the number, as they stand there.", long=True),
            FormQuestion("right", "What is right", "What should stand there.", long=True),
            FormQuestion("locator", "Where in the source", "Where one can see it: work, section, page.", required=False),
            PERSON[-1],
        ),
    )


def _objection_form() -> Form:
    return Form(
        OBJECTION_FORM,
        "Object to an entry",
        "You disagree with what an entry claims, how it reads its source, or what it leaves out.",
        "Objection: ",
        "An objection gets an answer from somebody who did not write the entry. Both stay on record, and open ones show on its page.",
        (
            ENTRY,
            _asked(Challenge, "ground", "On what ground", asks="In a word or two, what it rests on: evidence, wording, scope, ..."),
            _asked(
                Challenge,
                "argument",
                "Your argument",
                "The second item of evidence speaks about one team only.",
                long=True,
                asks="With the place where one can look it up.",
            ),
            FormQuestion("by", "Your name", "As it will be shown beside the objection."),
            PERSON[-1],
        ),
    )


# ---- answers ----


def _quoted(text: str) -> str:
    """A text as YAML, on one line, in which every string of JSON is a valid scalar."""
    return json.dumps(text, ensure_ascii=False)


def _remark(label: str, answer: tuple[str, ...]) -> Iterator[YamlLine]:
    """An answer that is for maintainers and not for the data."""
    for number, line in enumerate("\n".join(answer).split("\n")):
        yield YamlLine(f"# {label}: {line}" if not number else f"#   {line}")


def _finding_lines(answers: Answers, labels: Mapping[str, str], catalogue: Catalogue, chosen: Chosen) -> Iterator[YamlLine]:
    study, source = _study(answers, labels, catalogue, chosen)
    person, contributor = _contributor(answers, catalogue)
    for key in ("conflicts", "contrary", "new_study"):
        if key in answers:
            yield from _remark(labels[key], answers[key])
    yield from _where(catalogue, with_person=contributor is not None)
    yield YamlLine(f"{FINDING.key}:")
    yield YamlLine(f"  - id: {placeholder_id(FINDING, answers['title'][0], catalogue.entries)}", labels["title"])
    for key in ("title", "statement", "area"):
        yield YamlLine(f"    {key}: {_quoted(answers[key][0])}", labels[key])
    yield YamlLine(f"    themes: [{', '.join(answers['themes'])}]", labels["themes"])
    if person:
        yield YamlLine(f"    contributors: [{person}]", labels["name"])
    yield YamlLine("    evidence:")
    yield YamlLine(f"      - study: {study}", labels["study"])
    yield YamlLine(f"        source: {_quoted(source)}", labels["study"])
    for key in ("locator", "stance", "traceability", "source_claim"):
        yield YamlLine(f"        {key}: {_quoted(answers[key][0])}", labels[key])
    if counted := answers.get("mentions"):
        yield YamlLine(f"        mentions: {_mentions(counted[0], labels['mentions'])}", labels["mentions"])
    yield from _still_expected()
    if contributor is not None:
        yield YamlLine("contributors:")
        yield YamlLine(contributor, labels["orcid"])


def _where(catalogue: Catalogue, *, with_person: bool) -> Iterator[YamlLine]:
    """In which file it belongs, and which part of it."""
    last = max((finding.id for finding in catalogue.all_of(Finding)), key=id_number, default="")
    file = catalogue.places[last].file if last else f"{FINDING.key}.yaml in the data folder"
    person = "; the last line to the end of `contributors:`, wherever that is" if with_person else ""
    yield YamlLine(f"# Put it at the end of `{FINDING.key}:` in {file}, from `- id:` on{person}.")
    yield YamlLine(f"# Or put all of it into a new file of the data folder. A key such as `{FINDING.key}:` stands once in a file.")


def _still_expected() -> Iterator[YamlLine]:
    """The claims of a complete finding that no question asks for, as remarks to be filled in."""
    yield YamlLine("    # A complete entry has these, too. Take the hash away, and fill them in:")
    for field in fields_of(Finding):
        if field.expected is not None and field.part is Claim:
            yield YamlLine(f"    # {field.key}:  # {(descriptions(Finding)[field.name] or '').rstrip('.')}; {field.expected_words}")
            yield YamlLine(f"    #   - text: {DRAFT_PLACEHOLDER}")
            if field.is_ours:
                yield YamlLine("    #     editorial: true  # or `source` and `locator`, where a source says it")
            else:
                yield from (YamlLine(f"    #     {key}: {DRAFT_PLACEHOLDER}") for key in ("source", "locator"))


def _study(answers: Answers, labels: Mapping[str, str], catalogue: Catalogue, chosen: Chosen) -> tuple[str, str]:
    """The study of the evidence and the work that was read."""
    studies = {study.id: study.reference for study in catalogue.all_of(Study)}
    study = chosen.study or answers["study"][0]
    if study == OTHER_STUDY:
        raise FormError(
            [f"{labels['study']}: it is not in the catalogue; add it and its work first, and give its id with --study, for instance S-new-labels"]
        )
    if study not in studies:
        raise FormError([f"--study {study}: there is no such study; {_meant_study(study, studies)}"])
    source = chosen.source or studies[study]
    if source not in catalogue.references:
        raise FormError([f"--source {source}: there is no such work; {suggest_nearest(source, catalogue.references) or 'add it first'}"])
    return study, source


def _meant_study(study: str, studies: Collection[str]) -> str:
    """The study that is meant by an id that none has: of the number after the highest, one that has a placeholder still."""
    if id_number(study) > max(map(id_number, studies), default=0):
        waiting = [each for each in studies if is_placeholder(each)]
        return f"a new one is named by its placeholder: {join_names(waiting) if waiting else '`patternbook new study` makes it'}"
    return suggest_nearest(study, studies) or "add it first"


def _mentions(answer: str, label: str) -> str:
    counted = COUNTED.fullmatch(answer)
    if counted is None:
        raise FormError([f"{label}: {answer[:60]!r} is no number and what was counted; expected for instance: 17 of 50 papers"])
    of = f"of: {int(counted['of'])}, " if counted["of"] else ""
    return f"{{count: {int(counted['count'])}, {of}unit: {_quoted(counted['unit'])}}}"


def _contributor(answers: Answers, catalogue: Catalogue) -> tuple[str, str | None]:
    """The id of whoever sent the form, and the line that adds them to the contributors where they are not among them."""
    if "name" not in answers:
        return "", None
    name, orcid = answers["name"][0], ORCID_ADDRESS.sub("", answers.get("orcid", ("",))[0]).rstrip("/")
    known = [each for each in catalogue.contributors.values() if (each.orcid == orcid if orcid else each.name == name)]
    if known:
        return known[0].id, None
    slug = re.sub(r"[^a-z0-9]+", "-", normalize("NFKD", name).encode("ascii", "ignore").decode().lower()).strip("-") or "contributor"
    free = next(each for each in _numbered(slug) if each not in catalogue.contributors)
    return free, f"  - {{id: {free}, name: {_quoted(name)}{f', orcid: {_quoted(orcid)}' if orcid else ''}}}"


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def _entry(answers: Answers, labels: Mapping[str, str], catalogue: Catalogue) -> str:
    id_ = answers["entry"][0]
    if id_ not in catalogue.entries:
        raise FormError([f"{labels['entry']}: there is no entry {id_[:60]!r}; {suggest_nearest(id_, catalogue.entries) or 'expected an id'}"])
    return id_


def _error_lines(answers: Answers, labels: Mapping[str, str], catalogue: Catalogue, _: Chosen) -> Iterator[YamlLine]:
    id_ = _entry(answers, labels, catalogue)
    place = catalogue.places[id_]
    yield YamlLine(f"# {id_} is written in {place.file}, from line {place.line} on; mend it there.")
    for key in ("wrong", "right", "locator", "conflicts"):
        if key in answers:
            yield from _remark(labels[key], answers[key])


def _objection_lines(answers: Answers, labels: Mapping[str, str], catalogue: Catalogue, chosen: Chosen) -> Iterator[YamlLine]:
    id_ = _entry(answers, labels, catalogue)
    if not chosen.on:
        raise FormError(["an objection has a date: give the day its issue was opened with --on, for instance --on 2026-12-01"])
    yield from _remark(labels["conflicts"], answers["conflicts"])
    yield YamlLine("challenges:")
    yield YamlLine(f"  - entry: {id_}", labels["entry"])
    for key in ("ground", "argument", "by"):
        yield YamlLine(f"    {key}: {_quoted(answers[key][0])}", labels[key])
    yield YamlLine(f"    on: {_quoted(chosen.on)}", "--on")
    yield YamlLine("    state: open")
