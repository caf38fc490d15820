"""One pass over a tree. Every file is matched by name and some are read; only counts and a little evidence are kept."""

from __future__ import annotations

import codecs
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from patternbook.diagnostics.escaping import printable
from patternbook.screening.manifests import MAX_MANIFEST_BYTES, ManifestError, manifest_parser
from patternbook.screening.manifests.combine import SUFFIXES_TO_NOTE, combine_manifests
from patternbook.screening.manifests.model import Dependency, LocatedManifest
from patternbook.screening.repository.tree import MAX_SOURCE_FILE_BYTES, FileEntry, Tree
from patternbook.screening.survey.matcher import Matcher, SignalToken, TokenHit
from patternbook.screening.survey.model import SIGHTINGS_KEPT, CodeSize, Sighting, Survey, TokenHits
from patternbook.screening.survey.pattern_index import word_set
from patternbook.screening.survey.zones import ZoneRules
from patternbook.screening.texts.languages import NOT_CODE, language_of
from patternbook.screening.texts.readme import Readme, parse_readme
from patternbook.screening.tokens.lists import Language, TokenLists, Zone

MANIFESTS_KEPT = 3000
ROOT_NAMES_KEPT = 3000
"""Names at the root kept at most."""
MAX_LINKS_FOLLOWED = 200
"""Links followed at most to READMEs and manifests; each costs two git processes."""
PROGRESS_INTERVAL = 500
"""Number of files between two reports of progress."""
_DOCUMENTS = frozenset({"md", "txt", "rst", "adoc"})
_README_ORDER = ("readme.md", "readme.rst", "readme.txt", "readme.markdown", "readme.adoc", "readme")

OnProgress = Callable[[int], None]
"""Called with the number of files seen so far."""


@dataclass(slots=True)
class _Tally:
    """Counts and a little evidence of one token."""

    counts: Counter[Zone] = field(default_factory=Counter)
    inside: list[Sighting] = field(default_factory=list)
    outside: list[Sighting] = field(default_factory=list)

    def wants(self, zone: Zone) -> bool:
        return len(self._kept(zone)) < SIGHTINGS_KEPT

    def keep(self, evidence: Sighting) -> None:
        """Keep a sighting, unless there is one on the same line."""
        kept = self._kept(evidence.zone)
        if (evidence.file, evidence.line) not in {(each.file, each.line) for each in kept}:
            kept.append(evidence)

    def _kept(self, zone: Zone) -> list[Sighting]:
        return self.inside if zone == "main" else self.outside


@dataclass(slots=True)
class _Collector:
    matcher: Matcher
    zones: ZoneRules
    tree: Tree
    files: int = 0
    total_bytes: int = 0
    links: int = 0
    tallies: dict[SignalToken, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    manifests: list[LocatedManifest] = field(default_factory=list)
    readmes: list[Readme] = field(default_factory=list)
    sizes: dict[tuple[str, Zone], CodeSize] = field(default_factory=dict)
    root_names: dict[str, bool] = field(default_factory=dict)
    noted_paths: set[str] = field(default_factory=set)

    def wanted(self, on_progress: OnProgress) -> Iterator[FileEntry]:
        """Count every file, and yield those to read."""
        for entry in self.tree.files():
            listed = self._link_target(entry) if entry.link else entry
            if listed is None:
                continue
            self.files += 1
            self.total_bytes += listed.size
            if self.files % PROGRESS_INTERVAL == 0:
                on_progress(self.files)
            self._note_root_name(listed.path)
            if listed.path.endswith(SUFFIXES_TO_NOTE):
                self.noted_paths.add(printable(listed.path))
            zone = self.zones.zone_of(listed.path).zone
            for source in self.matcher.match_path(listed.path) if zone != "vendored" else ():
                self._note(source, listed.path, zone, 0, "")
            if zone != "vendored" and self._worth_reading(listed):
                if listed.size <= MAX_SOURCE_FILE_BYTES:
                    yield listed
                else:
                    self.tree.problems.add(listed.path, f"not read: {listed.size:,} bytes, more than the {MAX_SOURCE_FILE_BYTES:,} of a source file")

    def _link_target(self, link: FileEntry) -> FileEntry | None:
        """Return the file behind a link; only links to READMEs and manifests are followed."""
        if (
            not (_is_readme(link.path) or manifest_parser(link.path))
            or self.zones.zone_of(link.path).zone == "vendored"
            or self.links == MAX_LINKS_FOLLOWED
        ):
            self.tree.problems.skip(link.path)
            return None
        self.links += 1
        listed = self.tree.follow(link)
        if listed is None:
            self.tree.problems.add(link.path, "not followed: a link that leads to no file of this checkout, or over another link")
        return listed

    def _note_root_name(self, path: str) -> None:
        top, _, rest = path.partition("/")
        readme = rest.lower().startswith("readme")
        if readme or (top not in self.root_names and len(self.root_names) < ROOT_NAMES_KEPT):
            self.root_names[top] = readme or self.root_names.get(top, False)

    def _worth_reading(self, listed: FileEntry) -> bool:
        return (
            language_of(listed.path) is not None or manifest_parser(listed.path) is not None or _is_document(listed.path) or _is_readme(listed.path)
        )

    def read(self, listed: FileEntry, content: bytes) -> None:
        """Match the content of a file."""
        text = _decoded(content)
        if text is None:
            self.tree.problems.add(listed.path, "not read: binary, whatever its name says")
            return
        zone = self.zones.zone_of(listed.path).zone
        language = language_of(listed.path)
        words = word_set(text)
        if language is not None:
            self._read_code(listed.path, zone, language, text, words)
        if zone == "main" and language not in NOT_CODE:
            self._note_all(listed.path, zone, text, self.matcher.match_words(text, words))
        if _is_readme(listed.path):
            self.readmes.append(parse_readme(printable(listed.path), text.decode("utf-8", "replace")))
        self._read_manifest(listed, zone, text)

    def _read_code(self, path: str, zone: Zone, language: Language, text: bytes, words: Collection[bytes]) -> None:
        before = self.sizes.get((language, zone), CodeSize())
        self.sizes[language, zone] = CodeSize(before.files + 1, before.lines + text.count(b"\n"))
        padded = b"\n" + text
        self._note_all(path, zone, padded, self.matcher.match_code(language, padded, words), first=0)

    def _note_all(self, path: str, zone: Zone, text: bytes, hits: Iterator[TokenHit], first: int = 1) -> None:
        for hit in hits:
            if self.tallies[hit.source].wants(zone):
                line = text.count(b"\n", 0, hit.offset) + first
                self._note(hit.source, path, zone, line, _line_at(text, hit.offset))
            else:
                self.tallies[hit.source].counts[zone] += 1

    def _note(self, source: SignalToken, path: str, zone: Zone, line: int, fragment: str) -> None:
        tally = self.tallies[source]
        tally.counts[zone] += 1
        if tally.wants(zone):
            tally.keep(Sighting(source.token.name, printable(path), line, fragment, zone))

    def _read_manifest(self, listed: FileEntry, zone: Zone, text: bytes) -> None:
        parser = manifest_parser(listed.path)
        if parser is None or len(self.manifests) >= MANIFESTS_KEPT:
            return
        if len(text) > MAX_MANIFEST_BYTES:
            self.tree.problems.add(listed.path, f"not parsed: a manifest of {len(text):,} bytes, more than {MAX_MANIFEST_BYTES:,}")
            return
        try:
            manifest = parser(text.decode("utf-8", "replace"))
        except ManifestError as error:
            self.tree.problems.add(f"{listed.path}:{error.line}", f"not parsed: {printable(str(error))[:200]}")
            return
        if manifest.omitted:
            self.tree.problems.add(f"{listed.path}:{manifest.omitted.line}", f"parsed in part: {printable(manifest.omitted.why)[:200]}")
        rows = text.split(b"\n")
        declared = (_row(rows, line) for line in (manifest.publishes_line, manifest.application_line))
        self.manifests.append(LocatedManifest(manifest, printable(listed.path), zone, listed.path.count("/"), *declared))
        self._note_needs(listed.path, zone, manifest.dependencies)

    def _note_needs(self, path: str, zone: Zone, dependencies: Iterable[Dependency]) -> None:
        for dependency in dependencies:
            for source in self.matcher.match_dependency(dependency):
                self._note(source, path, zone, dependency.line, printable((dependency.written or dependency.name)[:160]))

    def _complete_manifests(self) -> Iterator[LocatedManifest]:
        for described, more in combine_manifests(self.manifests, self.noted_paths):
            self._note_needs(described.file, described.zone, more)
            yield described

    def survey(self) -> Survey:
        manifests = tuple(self._complete_manifests())
        order = sorted(self.tallies.items(), key=lambda item: (item[0].signal.slug, item[0].token.name))
        found = tuple(
            TokenHits(source, dict(tally.counts), (*tally.inside, *tally.outside)[:SIGHTINGS_KEPT]) for source, tally in order if tally.counts
        )
        readme = min(self.readmes, key=lambda readme: _rank(readme.path), default=Readme())
        return Survey(
            self.files, self.total_bytes, found, manifests, readme, self.sizes, self.root_names, self.tree.problems.summary(), self.tree.history()
        )


def scan(tree: Tree, lists: TokenLists, on_progress: OnProgress) -> Survey:
    """Read a tree once. What cannot be read is part of the survey; nothing is raised for it."""
    return survey_tree(tree, Matcher(lists), ZoneRules(lists.places), on_progress)


def survey_tree(tree: Tree, matcher: Matcher, zones: ZoneRules, on_progress: OnProgress) -> Survey:
    """The same with token lists that were made ready before."""
    collector = _Collector(matcher, zones, tree)
    for listed, content in tree.read(collector.wanted(on_progress)):
        collector.read(listed, content)
    on_progress(collector.files)
    return collector.survey()


def _is_document(path: str) -> bool:
    return path.rpartition(".")[2].lower() in _DOCUMENTS


def _is_readme(path: str) -> bool:
    return path.lower().startswith(("readme", ".github/readme")) and "/" not in path.removeprefix(".github/")


def _rank(path: str) -> tuple[int, str]:
    name = path.lower()
    return _README_ORDER.index(name) if name in _README_ORDER else len(_README_ORDER), name


def _decoded(content: bytes) -> bytes | None:
    """Return text as UTF-8 without a byte order mark, with replacements where needed; None if it is binary."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    return None if b"\0" in content[:8192] else content.removeprefix(codecs.BOM_UTF8)


def _row(rows: Sequence[bytes], line: int) -> str:
    """Return the beginning of a line by its number from 1; empty for 0."""
    return printable(rows[line - 1].decode("utf-8", "replace").strip())[:160] if 0 < line <= len(rows) else ""


def _line_at(text: bytes, offset: int) -> str:
    """Return the line at an offset, cut around it."""
    start = max(text.rfind(b"\n", 0, offset) + 1, offset - 60)
    end = text.find(b"\n", offset, offset + 140)
    cut = text[start : end if end >= 0 else offset + 140]
    return printable(cut.decode("utf-8", "replace").strip())[:160]
