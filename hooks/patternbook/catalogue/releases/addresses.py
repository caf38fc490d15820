"""Rules about addresses that were published: none vanishes, changes its kind or comes to mean something else. They need no git."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from patternbook.catalogue.releases.archive import CHANGED_RELEASE, LOST_RELEASE, MANIFEST_SUFFIX, STRAY_FILE, Archive
from patternbook.catalogue.releases.ledger import Ledger
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.model.registry import KINDS, LISTED
from patternbook.source.files import LEDGER_FILE, display_path
from patternbook.urls import reference_page

GONE = Rule("PB612", "error", "An address that was published is gone", "Put it back; to take it out of use, run `patternbook retire`.")
REUSED = Rule("PB613", "error", "An address that is out of use was used again", "Give it another name; `patternbook number` gives the next id.")
ADDRESS_RULES = (GONE, REUSED)

_PLURALS = {thing.key: thing.plural for thing in LISTED}


class NamedItem(Protocol):
    """What is looked at of an item of the data."""

    @property
    def key(self) -> str:
        """Its list."""

    @property
    def name(self) -> str: ...

    @property
    def is_named(self) -> bool:
        """Whether the name is an id, a slug or a key that others can refer to."""

    @property
    def retired(self) -> bool: ...


def present_pages(items: Iterable[NamedItem], prose: Iterable[str]) -> dict[str, bool]:
    """Every address that the data defines -> whether its entry is retired."""
    named = {f"{_PLURALS[item.key]}/{item.name}": item.retired for item in items if item.is_named and item.key in _PLURALS}
    named |= {reference_page(item.name): False for item in items if item.key == "references"}
    return named | dict.fromkeys(prose, False)


def address_diagnostics(ledger: Ledger, present: Mapping[str, bool], folder: Path, base: Path) -> Iterator[Diagnostic]:
    """What the data does to addresses that the ledger names."""
    file = display_path(folder / LEDGER_FILE, base)
    for page, line in ledger.pages.items():
        if page not in present and page not in ledger.moved and page not in ledger.withdrawn:
            yield _gone(page, present, Place(file, line))
    for page, line in ledger.retired.items():
        if page in present and not present[page] and page not in ledger.withdrawn:
            fix = f"Set `retired` again, or give the new entry an id of its own (`{page.partition('/')[2].partition('-')[0]}-new-...`)."
            yield Diagnostic(REUSED, Place(file, line), f"{page} was retired and is in use again", page.partition("/")[2], fix=fix)
    for page, new in sorted(ledger.moved.items()):
        if new not in present and new not in ledger.withdrawn:
            message = f"{page} leads to {new}, which is gone"
            fix = f"Put {new} back, or run `patternbook retire {new} --replaced-by NAME --because TEXT`."
            yield Diagnostic(GONE, Place(file), message, page.rpartition("/")[2], fix=fix)
    for page in sorted(present.keys() & ledger.withdrawn.keys()):
        yield Diagnostic(REUSED, Place(file), f"{page} was withdrawn on {ledger.withdrawn[page].on} and is used again", page.partition("/")[2])
    for page in sorted(present.keys() & ledger.moved.keys()):
        yield Diagnostic(REUSED, Place(file), f"{page} leads to {ledger.moved[page]} and is used again", page.partition("/")[2])


def _gone(page: str, present: Collection[str], place: Place) -> Diagnostic:
    folder, _, name = page.rpartition("/")
    elsewhere = next((each for each in present if each.rpartition("/")[2] == name and each != page), "") if folder else ""
    if elsewhere:
        message = f"{name} was published at {page} and is now at {elsewhere}: it changed its kind"
        return Diagnostic(GONE, place, message, name, fix=f"Put it back into its list; something else gets a name of its own in {elsewhere}.")
    is_entry = any(folder == kind.plural for kind in KINDS)
    command = f"retire {name} --because TEXT" if is_entry else f"retire {page} --replaced-by NAME --because TEXT"
    fix = f"Put it back; to take it out of use, or where it was renamed: `patternbook {command}`."
    return Diagnostic(GONE, place, f"{page} was published and is gone", name, fix=fix)


def release_diagnostics(ledger: Ledger, archive: Archive, folder: Path, base: Path) -> Iterator[Diagnostic]:
    """Whether the manifests are those that the ledger knows."""
    for name, digest in ledger.releases.items():
        place = Place(display_path(folder / "releases" / f"{name}{MANIFEST_SUFFIX}", base))
        if name not in archive.digests:
            if not (folder / "releases" / f"{name}{MANIFEST_SUFFIX}").exists():
                yield Diagnostic(LOST_RELEASE, place, f"the manifest of release {name} is lost")
        elif archive.digests[name] != digest:
            yield Diagnostic(CHANGED_RELEASE, place, f"the manifest of release {name} was changed after it was made")
    for name in archive.digests.keys() - ledger.releases.keys():
        place = Place(display_path(folder / "releases" / f"{name}{MANIFEST_SUFFIX}", base))
        yield Diagnostic(STRAY_FILE, place, f"the ledger knows no release {name}")
