"""Gradle and Maven. A Gradle build is a program, which is not run: lines of the usual form are searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from patternbook.screening.manifests.lines import line_at, table_lines
from patternbook.screening.manifests.model import Dependency, Manifest, limit_dependencies, numbered_rows
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
        found += [Dependency("maven", f"{m[1]}:{m[2]}", number) for m in _COORDINATES.finditer(row)]
        found += [Dependency("maven", f"{m[1]}:{m[2]}", number, m[2]) for m in _GROUPED.finditer(row)]
    id_ = _APPLICATION_ID.search(text)
    publishing = _PUBLISHING.search(text)
    plugin = _application(found)
    return Manifest(
        "Gradle build",
        id_[1] if id_ else "",
        limit_dependencies(found),
        publishing[0].rstrip(" {") if publishing else "",
        line_at(text, publishing.start()) if publishing else 0,
        f"applicationId {id_[1]}" if id_ else plugin.name if plugin else "",
        line_at(text, id_.start()) if id_ else plugin.line if plugin else 0,
        aliased=limit_dependencies(aliased),
    )


def gradle_settings(text: str) -> Manifest:
    """Read a settings.gradle or settings.gradle.kts, which declares plugins for the builds but applies none."""
    whole = gradle(text)
    needed = tuple(each for each in whole.dependencies if each.ecosystem != "gradle-plugin")
    return replace(whole, dependencies=needed, application="", application_line=0, aliased=())


def with_plugins(build: Manifest, plugins: tuple[Dependency, ...]) -> Manifest:
    """Return a build with the plugins that its aliases stand for."""
    whole = replace(build, dependencies=(*build.dependencies, *plugins))
    plugin = None if build.application else _application(plugins)
    return replace(whole, application=plugin.name, application_line=plugin.line) if plugin else whole


def _application(found: Iterable[Dependency]) -> Dependency | None:
    """Return the plugin that builds an application."""
    by_name = {dependency.name: dependency for dependency in found}
    return next((by_name[name] for name in _APPLICATIONS if name in by_name), None)


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
    lines = table_lines(text)
    for alias, value in table_at(whole, "libraries").items():
        whole_name = text_of(value) or text_of(table_at(value).get("module"))
        name = ":".join((whole_name or f"{table_at(value).get('group')}:{table_at(value).get('name')}").split(":")[:2])
        yield Dependency("maven", name, lines.get(("libraries", alias), 0), "" if whole_name else name.rpartition(":")[2])


_RELEASING = frozenset({"nexus-staging-maven-plugin", "central-publishing-maven-plugin", "maven-gpg-plugin"})
_STARTING = frozenset({"spring-boot-maven-plugin", "javafx-maven-plugin", "launch4j-maven-plugin", "quarkus-maven-plugin"})


def pom(text: str) -> Manifest:
    """Read a pom.xml; raise ManifestError if it is not plain XML."""
    found = parse_elements(text)
    fields: dict[int, dict[str, Element]] = {i: {} for i, e in enumerate(found) if e.name in ("dependency", "plugin")}
    for element in found:
        if element.parent in fields:
            fields[element.parent][element.name] = element
    artifacts = {_text(about, "artifactId"): about["artifactId"].line for about in reversed(fields.values()) if "artifactId" in about}
    needed = [
        Dependency("maven", f"{_text(about, 'groupId')}:{_text(about, 'artifactId')}", about["artifactId"].line, _text(about, "artifactId"))
        for i, about in fields.items()
        if found[i].name == "dependency" and "artifactId" in about
    ]
    return Manifest(
        "pom.xml", child_text(found, 0, "artifactId"), limit_dependencies(needed), *_pom_publishes(found, artifacts), *_pom_starts(found, artifacts)
    )


def _text(fields: Mapping[str, Element], name: str) -> str:
    return fields[name].text.strip() if name in fields else ""


def _pom_publishes(found: list[Element], artifacts: Mapping[str, int]) -> tuple[str, int]:
    """Return what makes it a package for others, and its line."""
    for element in found:
        if element.path[1:] == ("distributionManagement",):
            return "distributionManagement", element.line
    return next(((name, artifacts[name]) for name in sorted(artifacts.keys() & _RELEASING)), ("", 0))


def _pom_starts(found: list[Element], artifacts: Mapping[str, int]) -> tuple[str, int]:
    """Return what makes it an application, and its line."""
    packaging = next((element for element in found if element.path[1:] == ("packaging",)), None)
    if packaging is not None and packaging.text.strip() in ("war", "ear"):
        return "packaging war", packaging.line
    if plugins := sorted(artifacts.keys() & _STARTING):
        return plugins[0], artifacts[plugins[0]]
    return next((("mainClass", element.line) for element in found if element.name == "mainClass"), ("", 0))
