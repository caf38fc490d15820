"""Rules about pictures: each has words for those who do not see it, a licence and a file that can be published, and some text shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from patternbook.check.collect import Position
from patternbook.check.declare import CatalogueProblem, Problem, reports_rule
from patternbook.check.references import IMAGE
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, own_name
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import ItemSummary
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.markup import malformed_images
from patternbook.model.vocabulary import IMAGE_PATTERN
from patternbook.source.files import display_path, folder_files, read_binary
from patternbook.source.media.pictures import IMAGE_FOLDER, PICTURE_SUFFIXES, PictureContent, PictureFault, read_picture

UNSHOWABLE = Rule("PB361", "error", "A picture in a text cannot be shown", "Write `![what is to be seen](images/NAME)`.")
UNFIT_PICTURE = Rule("PB362", "error", "The file of a picture cannot be published", "Save it as PNG, JPEG, GIF, WebP or SVG.")
UNUSED_PICTURE = Rule("PB363", "warning", "No text shows this picture", "Show it in a text, or take it out.", adjustable=True)
IMAGE_LIST = "images"
"""The list of pictures in the data."""


@reports_rule(UNSHOWABLE)
def pictures_in_texts(item: CheckedItem) -> Iterator[Problem]:
    """Every picture in a text is one of the data folder, and says in words what is to be seen."""
    for spot, text in item.contents.marked:
        for offset, words, target in malformed_images(text):
            if not words:
                message, expected = "a picture without words", "what is to be seen, for those who do not see it"
                yield Problem(Position(spot, offset), message, expected, f"Write ![what is to be seen]({target}).")
            else:
                message = f"a picture at {target[:60]!r}"
                name = target.rstrip("/").rpartition("/")[2] or "NAME"
                fix = (
                    f"Put the file into {IMAGE_FOLDER}/ of the data, list it under `{IMAGE_LIST}:`, and write ![{words[:40]}]({IMAGE_FOLDER}/{name})."
                )
                yield Problem(Position(spot, offset), message, f"a file in {IMAGE_FOLDER}/, and behind it nothing but a caption in quotes", fix)


@reports_rule(UNUSED_PICTURE)
def unused_pictures(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Some text shows each picture that is listed."""
    for number, item in enumerate(catalogue.items):
        if is_listed_picture(item) and (IMAGE, item.name) not in catalogue.uses and not catalogue.unread:
            yield CatalogueProblem(number, own_name, f"no text shows {item.name}")


def is_listed_picture(item: ItemSummary) -> bool:
    """Whether an item is a picture of the list, with the name of a file of the right form."""
    return item.key == IMAGE_LIST and item.is_named and re.fullmatch(IMAGE_PATTERN, item.name) is not None


class FoundPictures(NamedTuple):
    """The pictures of a data folder, listed or not."""

    contents: Mapping[str, PictureContent]
    """Name of each file that can be published -> what it holds."""
    faults: Mapping[str, Diagnostic]
    """Name of a file that cannot be published -> why."""


def read_pictures(folder: Path, base: Path) -> FoundPictures:
    """Read the pictures of a data folder; messages name files relative to `base`."""
    contents: dict[str, PictureContent] = {}
    faults: dict[str, Diagnostic] = {}
    for path in folder_files(folder / IMAGE_FOLDER):
        if path.suffix.lower().lstrip(".") not in PICTURE_SUFFIXES or path.parent != folder / IMAGE_FOLDER:
            continue
        file = display_path(path, base)
        raw, unreadable = read_binary(path, file, folder)
        found = read_picture(path.name, raw) if raw is not None else None
        if isinstance(found, PictureFault):
            place = Place(file, found.line, found.column)
            faults[path.name] = Diagnostic(UNFIT_PICTURE, place, found.message, path.name, found.expected, found.fix)
        elif found is not None:
            contents[path.name] = found
        else:
            faults[path.name] = unreadable[0]
    return FoundPictures(contents, faults)


def picture_diagnostics(listed: Mapping[str, Place], found: FoundPictures, folder: str) -> Iterator[Diagnostic]:
    """Whether the list of pictures and the files agree, and whether those that are listed can be published.

    Args:
        listed: Name of each picture that the data lists -> where.
        found: The files.
        folder: The folder of the pictures, as messages name it.

    """
    for name, place in listed.items():
        if name in found.faults:
            yield found.faults[name]
        elif name not in found.contents:
            yield Diagnostic(
                UNFIT_PICTURE, place, f"there is no file {name} in {folder}/", name, "its file", f"Put it into {folder}/, or correct the name."
            )
    for name in sorted((found.contents.keys() | found.faults.keys()) - listed.keys()):
        fix = f"Add `- {{file: {name}, author: NAME, licence: CC-BY-4.0}}` under `{IMAGE_LIST}:`, or take the file out."
        yield Diagnostic(UNUSED_PICTURE, Place(f"{folder}/{name}"), f"nothing says whose {name} is, and under which licence", name, "", fix)
