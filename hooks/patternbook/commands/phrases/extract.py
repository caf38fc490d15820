"""All phrases of the engine: Babel reads templates, modules and scripts; what the model declares is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from patternbook.commands.phrases.sources import python_phrases, script_phrases_in
from patternbook.exports.outputs import EXPORT_GROUPS, EXPORTS, INDEX
from patternbook.model import registry, sections
from patternbook.model.introspect import fields_of
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import UNRELEASED, Match
from patternbook.profile.evidence.choices import SHOWN_CHOICES, SHOWN_WORDS
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.runtime.code_version import PACKAGE

_METHODS = [("**/templates/**.html", "jinja2"), ("theme/**.html", "jinja2"), ("**.py", python_phrases), ("theme/assets/**.js", script_phrases_in)]
_OPTIONS = {
    "**/templates/**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
    "theme/**.html": {"newstyle_gettext": "true", "silent": "false"},
}
_KEYWORDS = {"_": None, "gettext": None, "gettext_noop": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


def extract_phrases() -> Catalog:
    """Every phrase, sorted, with the files that use it."""
    catalog = Catalog(project="Patternbook", copyright_holder="the Patternbook contributors", fuzzy=False)
    # Babel takes a reader as a function, too, which its types do not say.
    found = extract_from_dir(PACKAGE, _METHODS, _OPTIONS, keywords=_KEYWORDS)  # type: ignore[arg-type]
    used = [(message, context, Path(file).as_posix()) for file, _, message, _, context in found]
    for message, context, file in sorted([*used, *((words, None, "model") for words in _declared())], key=_order):
        catalog.add(message, locations=[(file, 0)], context=context)
    return catalog


def _order(used: tuple[str | tuple[str, ...], str | None, str]) -> tuple[str, str, str]:
    message, context, file = used
    return message if isinstance(message, str) else message[0], context or "", file


def _declared() -> Iterator[str]:
    """What is declared with kinds, relations and standard pages."""
    for thing in registry.LISTED:
        yield from (thing.label.one, thing.label.many, thing.about, *_translatable(thing.menu))
        for section in thing.sections:
            yield from filter(None, (*_translatable(section.title), section.empty, *_translatable(section.hint)))
    for kind in registry.KINDS:
        yield from filter(None, (*(kind.banner or ()), *kind.rest))
    for relation in registry.RELATIONS:
        yield from filter(None, (relation.says, relation.inverse, *(words for _, *both in relation.words for words in both)))
    yield from (sections.NOT_REPORTED, *sections.EMPTY_WORDS.values(), UNRELEASED, registry.ABOUT, *registry.MENU_LAST)
    yield from (words for page in (registry.STANDARD_PAGES, registry.MENU_OF_PAGES) for words in page.values())
    for model, name in SHOWN_CHOICES:
        yield from (choice.replace("-", " ") for choice in _choices(model, name))
    yield from SHOWN_WORDS
    yield from (name.replace("_", " ").capitalize() for name in sorted(_field_names()))
    for name, said in EXPORT_GROUPS.items():
        yield from (name, said)
    for export in (INDEX, *EXPORTS):
        yield from (*_translatable(export.title), export.about)
    for question in SYNTHESIS.questions:
        yield from (question.title, question.about)
    yield from (f"{relation.capitalize()} match" for relation in _choices(Match, "relation"))


def _field_names() -> set[str]:
    """The fields of everything that has a page, which pages of releases name."""
    names, models = set[str](), [thing.model for thing in registry.LISTED]
    for model in models:  # grows on the way
        for field in fields_of(model):
            names.add(field.key)
            if field.part is not None and field.part not in models:
                models.append(field.part)
    return names


def _translatable(words: str) -> Iterator[str]:
    """Nothing where the words are nothing but the name of a kind."""
    if words and not (words.startswith("{") and words.endswith("}") and words.count("{") == 1):
        yield words


def _choices(model: type[ModelStruct], name: str) -> tuple[str, ...]:
    return next(field.choices for field in fields_of(model) if field.name == name)
