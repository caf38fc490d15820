"""The engine's phrases: German is whole, every phrase is used, and a catalogue may bring its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from conftest import ROOT, SITE_URL, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.commands.phrases.command import po_text
from patternbook.commands.phrases.extract import extract_phrases
from patternbook.documents.resolve import build_context
from patternbook.pages.site import make_urls
from patternbook.phrases import (
    ENGLISH_PHRASES,
    as_date,
    as_number,
    cache_phrases,
    current_phrases,
    gettext,
    in_english,
    in_sentence,
    is_english,
    listed_with,
    ngettext,
    pgettext,
    set_phrases,
)
from patternbook.phrases.files import FOLDER, PHRASES_TEMPLATE, PhraseError, best_language, languages, load_phrases, own_messages, phrase_fault
from patternbook.phrases.scripts import script_phrases
from patternbook.profile.synthesis import SYNTHESIS

LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.po"))


@pytest.fixture
def german() -> Iterator[None]:
    """This process makes pages in German."""
    set_phrases(load_phrases("de"))
    yield
    set_phrases(ENGLISH_PHRASES)


def test_template_lists_every_phrase_and_no_other() -> None:
    assert PHRASES_TEMPLATE.read_text("utf-8") == po_text(extract_phrases()), "run `make phrases`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_whole(language: str) -> None:
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    with PHRASES_TEMPLATE.open("rb") as file:
        template = read_po(file)
    assert {(message.id, message.context) for message in catalog} == {(message.id, message.context) for message in template}
    assert not catalog.obsolete
    wanted = [message for message in catalog if message.id]
    forms = {message.id: (message.string,) if isinstance(message.string, str) else tuple(message.string or ()) for message in wanted}
    assert [id_ for id_, strings in forms.items() if not all(strings)] == []
    faults = {id_: phrase_fault((id_,) if isinstance(id_, str) else id_, strings) for id_, strings in forms.items()}
    assert {id_: fault for id_, fault in faults.items() if fault} == {}
    assert [message.id for message in wanted if message.fuzzy] == []


@pytest.mark.parametrize(
    ("english", "translated", "fault"),
    [
        (("Release %(release)s",), ("Ausgabe %(release)s",), ""),
        (("Release %(release)s",), ("Ausgabe",), "'Ausgabe' has other places than 'Release %(release)s'"),
        (("{pattern} here",), ("{pattern}, {finding}",), "'{pattern}, {finding}' has other places than '{pattern} here'"),
        (("<b>Now</b>",), ("<b>Jetzt</b>",), ""),
        (("<b>Now</b>",), ("<b>Jetzt",), "'<b>Jetzt' has other HTML than '<b>Now</b>'"),
        (("Now",), ("<script>alert(1)</script>",), "'<script>alert(1)</script>' has other HTML than 'Now'"),
        (("Now",), ('Jetzt" onclick="',), "'Jetzt\" onclick=\"' has a straight quotation mark, or a character of HTML"),
        (("%(num)s item", "%(num)s items"), ("%(num)s Beleg", "Belege"), "'Belege' has other places than '%(num)s items'"),
    ],
)
def test_translation_keeps_places_and_html(english: tuple[str, ...], translated: tuple[str, ...], fault: str) -> None:
    assert phrase_fault(english, translated) == fault


@pytest.mark.usefixtures("german")
def test_words_numbers_and_dates_follow_the_language() -> None:
    assert gettext("Release %(release)s", release="2026.12") == "Ausgabe 2026.12"
    assert [ngettext("%(num)s person", "%(num)s people", number) for number in (0, 1, 2)] == ["0 Personen", "1 Person", "2 Personen"]
    assert as_number(1234567) == "1.234.567"
    assert as_date("2026-12-01") == "01.12.2026"
    assert as_date("2026-12") == "2026-12"
    assert in_sentence("Befunde") == "Befunde"
    assert listed_with(["a", "b", "c"]) == "a, b und c"
    assert pgettext("link to the file of a page", "Source") == "Quelltext"
    assert gettext("no phrase of ours") == "no phrase of ours"
    assert gettext("") == ""
    assert not is_english()


def test_english_stands_in_the_sources() -> None:
    assert current_phrases() is ENGLISH_PHRASES
    assert (as_number(1234567), as_date("2026-12-01"), in_sentence("Findings")) == ("1,234,567", "2026-12-01", "findings")
    assert listed_with(["a"]) == "a"


@pytest.mark.usefixtures("german")
def test_what_is_kept_between_builds_is_english() -> None:
    assert in_english(gettext, "Catalogue") == "Catalogue"
    assert gettext("Catalogue") == "Katalog"


def test_cached_words_differ_by_language() -> None:
    @cache_phrases(maxsize=4)
    def word(name: str) -> str:
        return gettext(name)

    assert word("Catalogue") == "Catalogue"
    set_phrases(load_phrases("de"))
    assert word("Catalogue") == "Katalog"
    set_phrases(ENGLISH_PHRASES)
    assert word("Catalogue") == "Catalogue"


def test_language_is_found_by_its_first_part() -> None:
    assert best_language("de-at") == "de"
    assert best_language("fr") is None
    assert {"de", "en"} <= {*languages()}
    assert load_phrases("en-gb") is load_phrases("fr") is ENGLISH_PHRASES
    assert load_phrases("de-at").language == "de"


def test_catalogue_words_phrases_its_own_way() -> None:
    set_phrases(load_phrases("de", 'msgid "Cited by"\nmsgstr "Wird zitiert von"\n'))
    assert (gettext("Cited by"), gettext("Catalogue")) == ("Wird zitiert von", "Katalog")
    set_phrases(load_phrases("fr", 'msgid "Cited by"\nmsgstr "Cité par"\n\nmsgid "gone long ago"\nmsgstr "x"\n'))
    assert (gettext("Cited by"), gettext("Catalogue")) == ("Cité par", "Catalogue")
    assert current_phrases().language == "fr"
    set_phrases(ENGLISH_PHRASES)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('msgid "Cited by"\nnonsense\n', 2, "this is no file of phrases as gettext reads it"),
        ('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=alert(1);\\n"\n', 1, "the head of the file cannot be used"),
        ('msgid "Cited by"\nmsgstr "Von"\n\nmsgid "Release %(release)s"\nmsgstr "Ausgabe"\n', 4, "'Ausgabe' has other places than"),
    ],
)
def test_unusable_file_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(PhraseError) as raised:
        own_messages(text)
    assert raised.value.line == line
    assert raised.value.message.startswith(message)


def test_scripts_get_their_phrases_and_the_rule_of_numbers() -> None:
    script = script_phrases(load_phrases("de"))
    assert '"Copied": "Kopiert"' in script
    assert '"%(num)s result": ["%(num)s Treffer", "%(num)s Treffer"]' in script
    assert "plural: (n) => (n != 1)" in script
    assert "Cited by" not in script


def test_context_speaks_the_language_of_its_catalogue(toy: Catalogue) -> None:
    urls = make_urls(directories=True, site_url=SITE_URL)
    german = replace(toy, masthead=replace_fields(toy.masthead, language="de"))
    build_context(german, urls, SYNTHESIS)
    assert current_phrases().language == "de"
    build_context(toy, urls, SYNTHESIS)
    assert current_phrases() is ENGLISH_PHRASES


def test_own_phrases_are_part_of_the_data(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "toy", folder)
    (folder / "phrases.po").write_text('msgid "Cited by"\nmsgstr "Named by"\n', "utf-8")
    reading = read_data(folder, tmp_path, SITE_URL)
    assert "phrases.po" not in {diagnostic.place.file for diagnostic in reading.diagnostics}
    build_context(reading.catalogue(), make_urls(directories=True, site_url=SITE_URL), SYNTHESIS)
    assert (gettext("Cited by"), gettext("Catalogue"), is_english()) == ("Named by", "Catalogue", True)
    set_phrases(ENGLISH_PHRASES)
