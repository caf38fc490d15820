"""One pass over a tree: every file seen by name, the promising ones read, nothing kept but counts and a little evidence."""

from __future__ import annotations

import codecs
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from patternbook.screening.anchors import words_of
from patternbook.screening.languages import NOT_CODE, language
from patternbook.screening.lists import Language, Lists, Zone
from patternbook.screening.manifests import MAX_BYTES, ManifestError, parser_of
from patternbook.screening.manifests.model import Dependency
from patternbook.screening.matching import Hit, Matcher, Sought
from patternbook.screening.places import Places
from patternbook.screening.readme import Readme, parse
from patternbook.screening.survey import KEPT, Described, Evidence, Found, Size, Survey
from patternbook.screening.together import TELLING, together
from patternbook.screening.tree import MAX_FILE, Listed, Tree, shown

KEPT_MANIFESTS = 3000
KEPT_TOPS = 3000
"""Names at the root that are kept."""
MAX_LINKS = 200
"""READMEs and manifests that are looked for behind links; each costs git two processes."""
EVERY = 500
"""Files between two words about progress."""
_DOCUMENTS = frozenset({"md", "txt", "rst", "adoc"})
_README_ORDER = ("readme.md", "readme.rst", "readme.txt", "readme.markdown", "readme.adoc", "readme")

OnProgress = Callable[[int], None]
"""Told the number of files seen so far."""


@dataclass(slots=True)
class _Tally:
    """Counts and a little evidence of one token."""

    counts: Counter[Zone] = field(default_factory=Counter)
    inside: list[Evidence] = field(default_factory=list)
    outside: list[Evidence] = field(default_factory=list)

    def wants(self, zone: Zone) -> bool:
        return len(self._kept(zone)) < KEPT

    def keep(self, evidence: Evidence) -> None:
        """Keep a place, once: what stands twice on a line is one thing to look at."""
        kept = self._kept(evidence.zone)
        if (evidence.file, evidence.line) not in {(each.file, each.line) for each in kept}:
            kept.append(evidence)

    def _kept(self, zone: Zone) -> list[Evidence]:
        return self.inside if zone == "main" else self.outside


@dataclass(slots=True)
class _Collector:
    matcher: Matcher
    places: Places
    tree: Tree
    files: int = 0
    volume: int = 0
    links: int = 0
    tallies: dict[Sought, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    manifests: list[Described] = field(default_factory=list)
    readmes: list[Readme] = field(default_factory=list)
    sizes: dict[tuple[str, Zone], Size] = field(default_factory=dict)
    tops: dict[str, bool] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)

    def wanted(self, on_progress: OnProgress) -> Iterator[Listed]:
        """Count every file, and pick those worth reading."""
        for entry in self.tree.files():
            listed = self._behind(entry) if entry.link else entry
            if listed is None:
                continue
            self.files += 1
            self.volume += listed.size
            if self.files % EVERY == 0:
                on_progress(self.files)
            self._note_top(listed.path)
            if listed.path.endswith(TELLING):
                self.telling.add(shown(listed.path))
            zone = self.places.of(listed.path).zone
            for sought in self.matcher.named(listed.path) if zone != "vendored" else ():
                self._note(sought, listed.path, zone, 0, "")
            if zone != "vendored" and self._worth_reading(listed):
                if listed.size <= MAX_FILE:
                    yield listed
                else:
                    self.tree.problems.add(listed.path, f"not read: {listed.size:,} bytes, more than the {MAX_FILE:,} of a source file")

    def _behind(self, link: Listed) -> Listed | None:
        """The file that stands for a link; only what a repository is described by is worth looking for behind one."""
        if not (_is_readme(link.path) or parser_of(link.path)) or self.places.of(link.path).zone == "vendored" or self.links == MAX_LINKS:
            self.tree.problems.pass_over(link.path)
            return None
        self.links += 1
        listed = self.tree.followed(link)
        if listed is None:
            self.tree.problems.add(link.path, "not followed: a link that leads to no file of this checkout, or over another link")
        return listed

    def _note_top(self, path: str) -> None:
        top, _, rest = path.partition("/")
        readme = rest.lower().startswith("readme")
        if readme or (top not in self.tops and len(self.tops) < KEPT_TOPS):
            self.tops[top] = readme or self.tops.get(top, False)

    def _worth_reading(self, listed: Listed) -> bool:
        return language(listed.path) is not None or parser_of(listed.path) is not None or _is_document(listed.path) or _is_readme(listed.path)

    def read(self, listed: Listed, content: bytes) -> None:
        """Look into one file."""
        text = _decoded(content)
        if text is None:
            self.tree.problems.add(listed.path, "not read: binary, whatever its name says")
            return
        zone = self.places.of(listed.path).zone
        of = language(listed.path)
        words = words_of(text)
        if of is not None:
            self._read_code(listed.path, zone, of, text, words)
        if zone == "main" and (of not in NOT_CODE or of is None):
            self._note_all(listed.path, zone, text, self.matcher.in_words(text, words))
        if _is_readme(listed.path):
            self.readmes.append(parse(shown(listed.path), text.decode("utf-8", "replace")))
        self._read_manifest(listed, zone, text)

    def _read_code(self, path: str, zone: Zone, of: Language, text: bytes, words: Collection[bytes]) -> None:
        before = self.sizes.get((of, zone), Size())
        self.sizes[of, zone] = Size(before.files + 1, before.lines + text.count(b"\n"))
        padded = b"\n" + text
        self._note_all(path, zone, padded, self.matcher.in_code(of, padded, words), first=0)

    def _note_all(self, path: str, zone: Zone, text: bytes, hits: Iterator[Hit], first: int = 1) -> None:
        for hit in hits:
            if self.tallies[hit.sought].wants(zone):
                line = text.count(b"\n", 0, hit.offset) + first
                self._note(hit.sought, path, zone, line, _line_at(text, hit.offset))
            else:
                self.tallies[hit.sought].counts[zone] += 1

    def _note(self, sought: Sought, path: str, zone: Zone, line: int, fragment: str) -> None:
        tally = self.tallies[sought]
        tally.counts[zone] += 1
        if tally.wants(zone):
            tally.keep(Evidence(sought.token.name, shown(path), line, fragment, zone))

    def _read_manifest(self, listed: Listed, zone: Zone, text: bytes) -> None:
        parser = parser_of(listed.path)
        if parser is None or len(self.manifests) >= KEPT_MANIFESTS:
            return
        if len(text) > MAX_BYTES:
            self.tree.problems.add(listed.path, f"not parsed: a manifest of {len(text):,} bytes, more than {MAX_BYTES:,}")
            return
        try:
            manifest = parser(text.decode("utf-8", "replace"))
        except ManifestError as error:
            self.tree.problems.add(f"{listed.path}:{error.line}", f"not parsed: {shown(str(error))[:200]}")
            return
        if manifest.omitted:
            self.tree.problems.add(f"{listed.path}:{manifest.omitted.line}", f"parsed in part: {shown(manifest.omitted.why)[:200]}")
        self.manifests.append(Described(manifest, shown(listed.path), zone, listed.path.count("/")))
        self._note_needs(listed.path, zone, manifest.dependencies)

    def _note_needs(self, path: str, zone: Zone, dependencies: Iterable[Dependency]) -> None:
        for dependency in dependencies:
            for sought in self.matcher.needs(dependency):
                self._note(sought, path, zone, dependency.line, shown(dependency.name[:160]))

    def _complete_manifests(self) -> Iterator[Described]:
        for described, more in together(self.manifests, self.telling):
            self._note_needs(described.file, described.zone, more)
            yield described

    def survey(self) -> Survey:
        manifests = tuple(self._complete_manifests())
        order = sorted(self.tallies.items(), key=lambda item: (item[0].signal.slug, item[0].token.name))
        found = tuple(Found(sought, dict(tally.counts), (*tally.inside, *tally.outside)[:KEPT]) for sought, tally in order if tally.counts)
        readme = min(self.readmes, key=lambda readme: _rank(readme.path), default=Readme())
        return Survey(self.files, self.volume, found, manifests, readme, self.sizes, self.tops, self.tree.problems.told(), self.tree.history())


def scan(tree: Tree, lists: Lists, on_progress: OnProgress) -> Survey:
    """Read a tree once. What cannot be read is told in the survey; nothing is raised for it."""
    collector = _Collector(Matcher(lists), Places(lists.places), tree)
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
    """Text as UTF-8 without a byte order mark, or as near as it comes; nothing where it is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    return None if b"\0" in content[:8192] else content.removeprefix(codecs.BOM_UTF8)


def _line_at(text: bytes, offset: int) -> str:
    """What stands on the line of an offset, cut around it."""
    start = max(text.rfind(b"\n", 0, offset) + 1, offset - 60)
    end = text.find(b"\n", offset, offset + 140)
    cut = text[start : end if end >= 0 else offset + 140]
    return shown(cut.decode("utf-8", "replace").strip())[:160]
