"""From what was found to the stage reached and a suggested class, each with its reasons. Never a final verdict.

The rules are ours: the study found no way to automate its last step. Each rule names what it saw and speaks for one
family with a number of points; the family with most points is suggested. A product is suggested only where it leads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from patternbook.screening.gates import Gate
from patternbook.screening.languages import LANGUAGES, NOT_CODE, language
from patternbook.screening.lists import Family, Lists
from patternbook.screening.manifests import parser_of
from patternbook.screening.metadata import Metadata
from patternbook.screening.survey import Described, Evidence, Found, Survey
from patternbook.screening.tree import shown
from patternbook.screening.wording import Said, holds, in_readme

Class = Literal[
    "ml_product", "ml_library_or_tool", "model_or_paper_code", "tutorial_or_notebooks", "toy_or_demo", "non_ml_product", "non_ml_library", "unclear"
]
Reached = Literal["none", "search", "wording", "ui", "ml"]

CODE = frozenset(LANGUAGES) - NOT_CODE
SMALL = 1500
"""Lines of code up to which a program is likely to be a demonstration, if nothing else speaks for a product."""
ENOUGH = 3
"""Points without which nothing is suggested as a product: a server alone may serve anything."""
LONG_LIVED = 300
"""Commits from which on an application is likely to be kept up for somebody."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds, what it speaks for, and what it saw."""

    rule: str
    family: Family
    points: int
    why: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    survey: Survey
    said: tuple[Said, ...]
    metadata: Metadata | None
    lists: Lists

    def surfaces(self) -> tuple[Found, ...]:
        """User interfaces, without what the repository itself is."""
        return tuple(found for found in self.survey.found if found.sought.signal.stage == "ui" and not self.is_itself(found))

    def is_itself(self, found: Found) -> bool:
        """Whether the repository is the very package that a token looks for: its own imports show no use of it."""
        token = found.sought.token
        known = {name.lower() for names in (*token.packages.values(), *token.imports.values()) for name in names}
        return any(each.zone == "main" and each.manifest.publishes and each.manifest.name.lower() in known for each in self.survey.manifests)

    def in_readme(self, slug: str) -> tuple[tuple[str, bool, Evidence], ...]:
        """Tokens of an indicator that the README holds: name, whether strong, evidence."""
        signal = self.lists.signal(slug)
        found = in_readme(self.survey.readme, signal) if signal else ()
        return tuple((token.name, token.weight == "strong", evidence) for token, evidence in found)

    def code(self) -> int:
        return self.survey.total("main", CODE).lines

    def ml(self) -> tuple[Found, ...]:
        """Everything of ML in the product's own code."""
        return tuple(found for found in self.survey.found if found.sought.signal.stage == "ml" and found.main)

    def introduced_by(self, *slugs: str) -> tuple[str, ...]:
        """Words of these indicators by which it introduces itself: more than a word somewhere in the code."""
        opening = " ".join(sentence.text for sentence in self.survey.readme.opening)
        text = f"{self.metadata.description if self.metadata else ''} {opening}".lower()
        signals = [signal for slug in slugs if (signal := self.lists.signal(slug))]
        return tuple(token.name for signal in signals for token in signal.tokens if any(holds(text, word) for word in token.words))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stage reached and a suggestion."""

    reached: Reached
    stopped: str
    """Why it came no further; empty for a candidate."""
    suggested: Class
    confidence: Literal["clear", "close"]
    points: tuple[tuple[Family, int], ...]
    reasons: tuple[Reason, ...]

    @property
    def candidate(self) -> bool:
        """Whether a person should look at it: the study's last stage before its manual inspection."""
        return self.reached == "ml"


def verdict(facts: Facts, gates: Iterable[Gate]) -> Verdict:
    """Weigh everything."""
    reasons = tuple(reason for rule in RULES for reason in rule(facts))
    points = Counter[Family]()
    for reason in reasons:
        points[reason.family] += reason.points
    if points["library"] > 0 and points["developer-tool"] > 0:  # of one class, so they speak together
        points["library"] += points.pop("developer-tool")
    order = sorted(points.items(), key=lambda item: (-item[1], item[0] == "product", item[0]))
    reached, stopped = _reached(facts, tuple(gates), points)
    close = len(order) > 1 and order[0][1] - order[1][1] < 2
    return Verdict(reached, stopped, _class(facts, order), "close" if close else "clear", tuple(order), reasons)


def _class(facts: Facts, order: list[tuple[Family, int]]) -> Class:
    family = next((family for family, points in order if points > 0 and (family != "product" or (points >= ENOUGH and _has_surface(facts)))), None)
    strong = any(found.strong for found in facts.ml())
    match family:
        case "product":
            return "ml_product" if strong or facts.introduced_by("ml-words") else "non_ml_product"
        case "library" | "developer-tool":
            return "ml_library_or_tool" if strong or facts.introduced_by("ml-words", "ml-application-words") else "non_ml_library"
        case "tutorial":
            return "tutorial_or_notebooks"
        case "demo":
            return "toy_or_demo"
        case "paper":
            return "model_or_paper_code"
        case _:
            return "unclear"


def _has_surface(facts: Facts) -> bool:
    return any(found.main for found in facts.surfaces())


def _reached(facts: Facts, gates: tuple[Gate, ...], points: Counter[Family]) -> tuple[Reached, str]:
    """The last stage passed, and what stopped it; a gate that nobody could judge stops nothing."""
    failed = {gate.slug: gate.why for gate in gates if gate.state == "failed"}
    for slug in ("stars", "recency"):
        if slug in failed:
            return "none", failed[slug]
    for slug in ("archived", "fork", "english"):
        if slug in failed:
            return "search", f"{slug}: {failed[slug]}"
    if (said := _rejecting(facts, points)) is not None:
        return "search", f"calls itself a {said.token.name}: {said.evidence.file}:{said.evidence.line}: {said.evidence.fragment}"
    if not _has_surface(facts):
        outside = sum(sum(found.counts.values()) for found in facts.surfaces())
        return "wording", f"no user interface in its own code{f' ({outside} hits in examples, tests or documentation)' if outside else ''}"
    return ("ml", "") if facts.ml() else ("ui", "no ML library, hosted model, model file or ML word in its own code")


_REJECTED: tuple[Family, ...] = ("library", "tutorial", "developer-tool")


def _rejecting(facts: Facts, points: Counter[Family]) -> Said | None:
    """The wording that the study's second stage drops; a lone word does not drop what is delivered to users."""
    said = next((each for each in facts.said if each.family in _REJECTED), None)
    product_first = said is not None and any(each.family == "product" and each.position <= said.position for each in facts.said)
    rejected = said is not None and not product_first and points["product"] < max(points[family] for family in _REJECTED)
    return said if rejected else None


# ---- the rules ----


def surface(facts: Facts) -> Iterator[Reason]:
    """A user interface in the repository's own code; an application of its own says more than a page or a server."""
    inside = [found for found in facts.surfaces() if found.main]
    strong = [found for found in inside if found.strong]
    applications = [found for found in strong if found.sought.signal.surface == "application"]
    best = applications or strong or inside
    if best:
        points = 1 if not strong or all(_in_a_corner(found, facts) for found in best) else 3 if applications else 2
        names = ", ".join(sorted({found.sought.token.name for found in best})[:4])
        yield Reason("surface-in-own-code", "product", points, f"user interface in its own code: {names}", _evidence(best))
    elif outside := [found for found in facts.surfaces() if found.strong and found.counts.keys() & {"example", "docs"}]:
        names = ", ".join(sorted({found.sought.token.name for found in outside})[:4])
        why = f"user interface only in examples or documentation: {names}"
        yield Reason("bundled-example", "library", 2, why, _evidence(outside))


CORNER = 20
"""One part in this many: what is written in a language with less of the code is no more than a corner of the whole."""


def _in_a_corner(found: Found, facts: Facts) -> bool:
    """Whether it was only found in code of a language that next to nothing is written in; manifests speak for the whole."""
    files = [evidence.file for evidence in found.evidence if evidence.zone == "main"]
    languages = {language(file) for file in files if parser_of(file) is None}
    if len(languages) != 1 or any(parser_of(file) for file in files):
        return False
    [only] = languages
    return only in CODE and CORNER * facts.survey.total("main", frozenset({str(only)})).lines < facts.code()


def delivered(facts: Facts) -> Iterator[Reason]:
    """Ways in which it reaches people who do not program."""
    if not _has_surface(facts):
        return
    stores = [found for found in facts.survey.of("packaging") if found.main]
    strong = [found for found in stores if found.strong]
    if stores:
        yield Reason("packaged-for-users", "product", 3 if strong else 1, "is packaged for people who do not build it", _evidence(strong or stores))
    links = [*facts.in_readme("install-link"), *facts.in_readme("install-mention")]
    sure = [evidence for _, is_strong, evidence in links if is_strong]
    weak = [evidence for _, is_strong, evidence in links if not is_strong]
    if sure:
        yield Reason("install-link", "product", 2, "the README leads to a store or an installer", tuple(sure[:3]))
    if weak:
        yield Reason("use-mention", "product", 1, "the README speaks to people who use it", tuple(weak[:3]))
    languages = [found for found in facts.survey.of("translations") if found.main and found.strong]
    if sum(found.main for found in languages) >= 3:
        yield Reason("translated", "product", 2, "is translated for its users", _evidence(languages))
    services = [found for found in facts.survey.of("deployment") if found.main]
    if services:
        yield Reason("runs-as-service", "product", 1, "is made ready to run as a service", _evidence(services))


def kept_up(facts: Facts) -> Iterator[Reason]:
    """An application with a long history is kept up for somebody; a small one with a long history may be a sample that is kept up."""
    applications = [found for found in facts.surfaces() if found.main and found.strong]
    if applications and facts.survey.history.commits >= LONG_LIVED and facts.code() >= SMALL:
        yield Reason("kept-up", "product", 1, f"an application with {facts.survey.history.commits:,} commits")


def called(facts: Facts) -> Iterator[Reason]:
    """What it calls itself: the first word for each family counts, less the later it is said."""
    for family in ("product", "library", "tutorial", "demo", "paper", "developer-tool"):
        said = next((each for each in facts.said if each.family == family), None)
        if said is not None:
            points = 4 if said.position <= 1 else 3 if said.position <= 3 else 1
            points += 2 if said.title and family in ("demo", "tutorial") else 0  # nobody calls a product that by mistake
            points -= family == "product" and points > 1  # many a library calls its example an app
            why = f"calls itself a {said.token.name}: {said.evidence.fragment}"
            yield Reason(f"called-{family}", family, points, why, (said.evidence,))


def published(facts: Facts) -> Iterator[Reason]:
    """A package for other programs; one at the root says more than one of many, one that starts by itself less."""
    inside = [each for each in facts.survey.manifests if each.zone == "main" and each.manifest.publishes]
    starts = [each for each in facts.survey.manifests if each.zone == "main" and each.manifest.application]
    if not inside:
        return
    named = {id(each): evidence for each in inside if (evidence := _installed(facts, each.manifest.name))}
    first = min(inside, key=lambda each: (id(each) not in named, each.depth, each.file))
    points = (3 if first.depth == 0 or named else 1) - (1 if any(each.depth <= first.depth for each in starts) else 0) + (2 if named else 0)
    why = f"publishes a package: {first.file} ({first.manifest.publishes})"
    if points > 0:
        yield Reason("publishes-package", "library", points, why, (_of_manifest(first), *named.values())[:3])


def _installed(facts: Facts, name: str) -> Evidence | None:
    """Where the README tells programmers to install this package."""
    signal = facts.lists.signal("package-use")
    commands = [fragment for token in signal.tokens for fragment in token.lines.get("any", ())] if signal else []
    pattern = (
        re.compile(rf"(?:{'|'.join(map(re.escape, commands))})[^\n]{{0,60}}?(?<![\w-]){re.escape(name)}(?![\w/-])", re.IGNORECASE)
        if name and commands
        else None
    )
    found = pattern.search(facts.survey.readme.text) if pattern else None
    if found is None:
        return None
    readme = facts.survey.readme
    return Evidence("install command", readme.path, readme.text.count("\n", 0, found.start()) + 1, shown(found[0]), "main")


def framework(facts: Facts) -> Iterator[Reason]:
    """The repository is a package that others are found by."""
    own = [found for found in facts.survey.found if found.sought.signal.stage in ("ui", "ml") and facts.is_itself(found)]
    if own:
        names = ", ".join(sorted({found.sought.token.name for found in own})[:3])
        yield Reason("is-the-library", "library", 3, f"is itself a library that others are found by: {names}", _evidence(own))


def for_developers(facts: Facts) -> Iterator[Reason]:
    """Words that speak to people who build models."""
    last = max((sentence.line for sentence in facts.survey.readme.opening), default=0)
    found = [evidence for _, _, evidence in facts.in_readme("developer-audience") if evidence.line <= last]
    if found:
        yield Reason("developer-audience", "developer-tool", 2, "introduces itself to developers or data scientists", tuple(found[:2]))


def notebooks(facts: Facts) -> Iterator[Reason]:
    """Mostly notebooks, or mostly links."""
    sizes = facts.survey.sizes
    notes = sum(size.files for (language, zone), size in sizes.items() if language == "notebook" and zone != "vendored")
    programs = facts.survey.total("main", CODE).files + facts.survey.total("test", CODE).files
    if notes >= 3 and notes >= programs:
        yield Reason("mostly-notebooks", "tutorial", 6, f"{notes} notebooks beside {programs} source files")
    elif notes >= 3 and 3 * notes >= programs:
        yield Reason("many-notebooks", "tutorial", 2, f"{notes} notebooks beside {programs} source files")
    links = facts.survey.readme.linked_items
    if links >= 60 and programs < 30:
        yield Reason("list-of-links", "tutorial", 4, f"{links} items of lists that link elsewhere, {programs} source files")


_NUMBERED = re.compile(
    r"(?:chapter|ch|lesson|lecture|week|day|part|module|lab|exercise|unit|session|step|assignment|homework|hw|project)?[ _-]?\d{1,2}(?:[ _.-]|$)",
    re.IGNORECASE,
)


def side_by_side(facts: Facts) -> Iterator[Reason]:
    """Lessons or samples side by side at the root, each with a number or a README of its own."""
    tops = facts.survey.tops
    numbered = sorted(name for name in tops if _NUMBERED.match(name))
    if len(numbered) >= 4:
        yield Reason("numbered-lessons", "tutorial", 3, f"numbered parts at the root: {', '.join(numbered[:4])}")
    explained = sorted(name for name, readme in tops.items() if readme and not name.startswith("."))
    whole = any(each.depth == 0 for each in facts.survey.manifests)  # one build of many modules
    if len(explained) >= 6 and not whole:
        yield Reason("samples-side-by-side", "demo", 2, f"{len(explained)} folders at the root with a README each: {', '.join(explained[:4])}")


def exercise(facts: Facts) -> Iterator[Reason]:
    """Made to learn or to show, by its own words."""
    found = facts.in_readme("made-to-learn")
    if found:
        points = 2 if any(strong for _, strong, _ in found) else 1
        yield Reason("made-to-learn", "demo", points, "the README says it was made to learn or to show", tuple(e for _, _, e in found[:2]))


def small(facts: Facts) -> Iterator[Reason]:
    """A small program."""
    lines = facts.code()
    if 0 < lines < SMALL:
        yield Reason("small", "demo", 2 if lines < SMALL // 3 else 1, f"{lines:,} lines of code of its own")


def many_samples(facts: Facts) -> Iterator[Reason]:
    """Many small applications side by side, none of them at the root."""
    apps = [each for each in facts.survey.manifests if each.manifest.application and each.zone in ("main", "example") and each.depth > 0]
    folders = {each.file.rpartition("/")[0].split("/")[0] for each in apps}
    names = {each.file.rpartition("/")[0] for each in apps}
    examples = [each for each in apps if each.zone == "example"]
    if len(names) >= 8 and len(folders) < len(names) and len(examples) * 2 > len(apps):
        yield Reason(
            "many-samples", "demo", 3, f"{len(names)} applications side by side, most in folders of examples", tuple(map(_of_manifest, apps[:3]))
        )


def research(facts: Facts) -> Iterator[Reason]:
    """Code of a paper: asks to be cited, trains, shows nothing to a user."""
    cited = facts.in_readme("citation")
    strong = [evidence for _, is_strong, evidence in cited if is_strong]
    if cited:
        points = 2 if strong else 1
        yield Reason("asks-to-be-cited", "paper", points, "the README asks to be cited or names a preprint", tuple(e for _, _, e in cited[:2]))
    shows = any(found.main and found.strong for found in facts.surfaces())
    trains = [found for found in facts.survey.of("training-code") if found.main]
    if trains and not shows:
        yield Reason("trains-shows-nothing", "paper", 2, "trains or evaluates a model, and has no user interface", _evidence(trains))
    models = [found for found in facts.survey.of("model-file") if found.main and found.strong]
    publishes = any(each.zone == "main" and each.manifest.publishes for each in facts.survey.manifests)
    if models and not shows and not publishes:
        yield Reason("model-and-code", "paper", 2, "holds a model, and neither a user interface nor a package", _evidence(models))


_MADE_WITH = re.compile(r"\b(?:using|with|in|via|powered by|based on|built on)\s+(.*)", re.IGNORECASE)


def technology(facts: Facts) -> Iterator[Reason]:
    """A title that names what it is made with: products have names of their own."""
    title = facts.survey.readme.title
    made_with = _MADE_WITH.search(title)
    if made_with is None:
        return
    signals = (signal for signal in facts.lists.signals if signal.stage in ("ui", "ml") and signal.read_from == "tree")
    tokens = [token for signal in signals for token in signal.tokens]
    known = {name.lower() for token in tokens for names in (*token.imports.values(), *token.packages.values()) for name in names}
    known |= {word.lower() for token in tokens if token.imports or token.packages for word in token.name.split()}
    named = [word for word in re.findall(r"[\w.+#-]+", made_with[1].lower()) if len(word) > 3 and word in known]
    if named:
        readme = facts.survey.readme
        why = f"the title names what it is made with: {', '.join(named[:3])}"
        yield Reason("title-names-technology", "demo", 3, why, (Evidence("title", readme.path, readme.headings[0].line, title[:160], "main"),))


Rule = Callable[[Facts], Iterator[Reason]]
RULES: tuple[Rule, ...] = (
    surface,
    delivered,
    kept_up,
    called,
    published,
    framework,
    for_developers,
    notebooks,
    side_by_side,
    exercise,
    small,
    many_samples,
    research,
    technology,
)


def _evidence(found: Iterable[Found]) -> tuple[Evidence, ...]:
    return tuple(each for one in found for each in one.evidence[:1])[:3]


def _of_manifest(described: Described) -> Evidence:
    manifest = described.manifest
    return Evidence(manifest.kind, described.file, 1, manifest.name or manifest.publishes or manifest.application, described.zone)
