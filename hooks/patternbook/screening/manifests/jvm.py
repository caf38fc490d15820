"""Gradle and Maven. A Gradle build is a program, which is not run: lines of the usual form are searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from patternbook.screening.manifests.model import Dependency, Manifest, limit_dependencies, line_of, numbered_rows
from patternbook.screening.manifests.structured import from_toml, table_at, text_of
from patternbook.screening.manifests.xmltree import Element, child_text, parse_elements

_LINE_COMMENT = re.compile(r"(?<![:\"'])//[^\n]*")
_PLUGIN = re.compile(r"\bid\s*\(?\s*[\"']([\w.-]+)[\"']|apply\s*\(?\s*plugin\s*[:=]\s*[\"']([\w.-]+)[\"']")
_ALIASED = re.compile(r"\b(?:alias|id|apply(?:\s*\(?\s*plugin\s*[:=])?)\s*\(?\s*libs\.plugins\.([\w.]+?)(?=\.get\b|\.asProvider\b|[^\w.]|$)")
_UNAPPLIED = re.compile(r"\bapply\s*\(?\s*false\b")
_COORDINATES = re.compile(r"[\"']([A-Za-z][\w.-]*):([A-Za-z][\w.-]*)(?::[^\"'\n]*)?[\"']")
_GROUPED = re.compile(r"group\s*[:=]\s*[\"']([\w.-]+)[\"']\s*,\s*(?:name|module)\s*[:=]\s*[\"']([\w.-]+)[\"']")
_PUBLISHING = re.compile(r"maven-?publish|bintray|nexus|uploadArchives|publishing\s*\{|mavenPublishing\s*\{|jitpack\.publish")
_APPLICATIONS = ("com.android.application", "application")
"""Plugins that build an application."""
_APPLICATION_ID = re.compile(r"\bapplicationId\b[ \t]{0,20}=?[ \t]{0,20}[\"']?([\w.]+)")


def gradle(text: str) -> Manifest:
    """Read a build.gradle or build.gradle.kts."""
    text = _LINE_COMMENT.sub("", _without_blocks(text))
    found, aliased = [], []
    for number, row in numbered_rows(text):
        found += _plugins(row, number, _PLUGIN)
        aliased += _plugins(row, number, _ALIASED)
        found += [Dependency("maven", f"{m[1]}:{m[2]}", number) for pattern in (_COORDINATES, _GROUPED) for m in pattern.finditer(row)]
    id_ = _APPLICATION_ID.search(text)
    publishing = _PUBLISHING.search(text)
    application = f"applicationId {id_[1]}" if id_ else _application(found)
    publishes = publishing[0].rstrip(" {") if publishing else ""
    return Manifest("Gradle build", id_[1] if id_ else "", limit_dependencies(found), publishes, application, aliased=limit_dependencies(aliased))


def gradle_settings(text: str) -> Manifest:
    """Read a settings.gradle or settings.gradle.kts, which declares plugins for the builds but applies none."""
    whole = gradle(text)
    return replace(whole, dependencies=tuple(each for each in whole.dependencies if each.ecosystem != "gradle-plugin"), application="", aliased=())


def with_plugins(build: Manifest, plugins: tuple[Dependency, ...]) -> Manifest:
    """Return a build with the plugins that its aliases stand for."""
    return replace(build, dependencies=(*build.dependencies, *plugins), application=build.application or _application(plugins))


def _application(found: Iterable[Dependency]) -> str:
    names = {dependency.name for dependency in found}
    return next((name for name in _APPLICATIONS if name in names), "")


def _without_blocks(text: str) -> str:
    """Remove block comments; lines keep their numbers."""
    kept, start = [], 0
    while (opened := text.find("/*", start)) >= 0:
        closed = text.find("*/", opened + 2)
        end = closed + 2 if closed >= 0 else len(text)
        kept += [text[start:opened], "\n" * text.count("\n", opened, end)]
        start = end
    return "".join([*kept, text[start:]])


def _plugins(row: str, number: int, pattern: re.Pattern[str]) -> list[Dependency]:
    """Return the plugins that a line applies by id or alias, not those it only declares with `apply false`."""
    if _UNAPPLIED.search(row):
        return []
    return [Dependency("gradle-plugin", next(filter(None, m.groups())), number) for m in pattern.finditer(row)]


def alias_as_used(alias: str) -> str:
    """Write an alias of a version catalog as builds do: `android-application` is used as `libs.plugins.android.application`."""
    return re.sub(r"[-_.]+", ".", alias).lower()


def version_catalog(text: str) -> Manifest:
    """Read a gradle/libs.versions.toml: libraries, and the plugins that aliases stand for; raise ManifestError if it is not TOML."""
    whole = from_toml(text)
    plugins = table_at(whole, "plugins").items()
    aliases = {alias_as_used(alias): text_of(table_at(value).get("id")) or text_of(value).partition(":")[0] for alias, value in plugins}
    return Manifest("Gradle version catalog", dependencies=limit_dependencies(_catalogued(whole, text)), aliases=aliases)


def _catalogued(whole: dict[str, Any], text: str) -> Iterator[Dependency]:
    for value in table_at(whole, "libraries").values():
        module = text_of(value) or text_of(table_at(value).get("module")) or f"{table_at(value).get('group')}:{table_at(value).get('name')}"
        name = ":".join(module.split(":")[:2])
        yield Dependency("maven", name, line_of(text, name.rpartition(":")[2]))


_RELEASING = frozenset({"nexus-staging-maven-plugin", "central-publishing-maven-plugin", "maven-gpg-plugin"})
_STARTING = frozenset({"spring-boot-maven-plugin", "javafx-maven-plugin", "launch4j-maven-plugin", "quarkus-maven-plugin"})


def pom(text: str) -> Manifest:
    """Read a pom.xml; raise ManifestError if it is not plain XML."""
    found = parse_elements(text)
    fields: dict[int, dict[str, str]] = {i: {} for i, e in enumerate(found) if e.name in ("dependency", "plugin")}
    for element in found:
        if element.parent in fields:
            fields[element.parent][element.name] = element.text.strip()
    artifacts = {about.get("artifactId", "") for about in fields.values()}
    needed = [
        Dependency("maven", f"{about.get('groupId', '')}:{about.get('artifactId', '')}", found[i].line)
        for i, about in fields.items()
        if found[i].name == "dependency"
    ]
    return Manifest(
        "pom.xml", child_text(found, 0, "artifactId"), limit_dependencies(needed), _pom_publishes(found, artifacts), _pom_starts(found, artifacts)
    )


def _pom_publishes(found: list[Element], artifacts: set[str]) -> str:
    if any(element.path[1:] == ("distributionManagement",) for element in found):
        return "distributionManagement"
    return next(iter(sorted(artifacts & _RELEASING)), "")


def _pom_starts(found: list[Element], artifacts: set[str]) -> str:
    if child_text(found, 0, "packaging") in ("war", "ear"):
        return "packaging war"
    return next(iter(sorted(artifacts & _STARTING)), "") or ("mainClass" if any(e.name == "mainClass" for e in found) else "")
