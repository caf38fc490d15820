"""Manifests of every format: what is read off them, and what hostile ones cannot do."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable

import pytest

from checkouts import facts_of, surveyed
from patternbook.screening.judging.rules.facts import package_sighting
from patternbook.screening.judging.rules.users import user_interface
from patternbook.screening.manifests import ManifestError, manifest_parser
from patternbook.screening.manifests.lines import json_lines, quoted_lines, table_lines
from patternbook.screening.manifests.model import Manifest


def parsed(file: str, text: str) -> Manifest:
    parser = manifest_parser(file)
    assert parser is not None
    return parser(text)


def names(manifest: Manifest) -> dict[str, int]:
    return {f"{dependency.ecosystem}:{dependency.name}": dependency.line for dependency in manifest.dependencies}


def test_package_json() -> None:
    text = '{\n  "name": "garden",\n  "dependencies": {"express": "4"},\n  "devDependencies": {\n    "@scope/tool": "1"\n  },\n  "module": "x.js"\n}'
    manifest = parsed("package.json", text)
    assert (manifest.name, manifest.publishes, manifest.application) == ("garden", "module", "")
    assert names(manifest) == {"npm:express": 3, "npm:@scope/tool": 5}


@pytest.mark.parametrize(
    ("package", "publishes", "application"),
    [
        ({"name": "a", "main": "i.js"}, "main, and no script that starts it", ""),
        ({"name": "a", "main": "i.js", "scripts": {"start": "node i.js"}}, "", ""),
        ({"name": "a", "private": True, "main": "i.js", "types": "i.d.ts"}, "", ""),
        ({"name": "a", "private": True, "scripts": {"start": "node i.js"}}, "", "scripts.start"),
        ({"name": "a", "main": "i.js", "devDependencies": {"electron": "1"}}, "", "depends on electron"),
        ({"name": "a", "main": "i.js", "exports": {}, "types": "i.d.ts", "devDependencies": {"electron": "1"}}, "types", ""),
        ({"name": "a", "main": "i.js", "build": {"appId": "test.a"}}, "", "build.appId"),
        ({"name": "a", "scripts": {"prepublishOnly": "x"}}, "scripts.prepublishOnly", ""),
        ({"main": "i.js", "types": "i.d.ts"}, "", ""),
    ],
)
def test_what_a_package_of_npm_is_for(package: dict[str, object], publishes: str, application: str) -> None:
    manifest = parsed("package.json", json.dumps(package))
    assert (manifest.publishes, manifest.application) == (publishes, application)


BUILD = '[build-system]\nrequires = ["setuptools"]\n'


@pytest.mark.parametrize(
    ("text", "publishes"),
    [
        (BUILD + '[project]\nname = "a"\nkeywords = ["x"]\n', "project.keywords"),
        (BUILD + '[project]\nname = "a"\n', ""),
        ('[project]\nname = "a"\nkeywords = ["x"]\n', ""),
        (BUILD + '[project]\nname = "a"\nkeywords = ["x"]\nclassifiers = ["Private :: Do Not Upload"]\n', ""),
        (BUILD + '[tool.poetry]\nname = "a"\nreadme = "README.md"\n', "project.readme"),
        (BUILD + '[tool.poetry]\nname = "a"\nreadme = "README.md"\npackage-mode = false\n', ""),
    ],
)
def test_what_a_pyproject_is_for(text: str, publishes: str) -> None:
    assert parsed("pyproject.toml", text).publishes == publishes


def test_dependencies_of_python_in_every_place_and_by_their_normal_name() -> None:
    text = """[project]
dependencies = ["Scikit_Learn>=1", "torch ; python_version > '3'"]
[project.optional-dependencies]
web = ["flask[async]==2"]
[dependency-groups]
dev = ["Open.CV"]
[tool.poetry.dependencies]
keras = "^3"
[tool.poetry.group.x.dependencies]
nltk = "*"
"""
    assert set(names(parsed("pyproject.toml", text))) == {f"pypi:{name}" for name in ("scikit-learn", "torch", "flask", "open-cv", "keras", "nltk")}
    rows = "# comment\n-r other.txt\nTorch==1\ngit+https://x.test/a.git#egg=Keras\nhttps://x.test/wheel.whl\nnltk @ https://x.test/n.zip\n"
    assert names(parsed("requirements-dev.txt", rows)) == {"pypi:torch": 3, "pypi:keras": 4, "pypi:nltk": 6}
    assert manifest_parser("requirements/base.txt") is not None
    assert set(names(parsed("setup.cfg", "[metadata]\nname = a\nurl = x\n[options]\ninstall_requires =\n    torch>1\n    nltk\n"))) == {
        "pypi:torch",
        "pypi:nltk",
    }
    setup = 'from setuptools import setup\nsetup(name="a", url="x", install_requires=["torch>=1", \'nltk\'], extras_require={"w": ["flask"]})\n'
    manifest = parsed("setup.py", setup)
    assert (manifest.name, manifest.publishes) == ("a", "url")
    assert {"pypi:torch", "pypi:nltk", "pypi:flask"} <= set(names(manifest))
    assert set(names(parsed("Pipfile", '[packages]\ntorch = "*"\n'))) == {"pypi:torch"}
    conda = "dependencies:\n  - pytorch::torch=1.7\n  - pip:\n      - nltk==3\n"
    assert set(names(parsed("environment.yml", conda))) == {"pypi:torch", "pypi:nltk"}


def test_gradle_is_read_without_comments_and_without_plugins_that_are_not_applied() -> None:
    text = """/* id 'com.android.application'
*/
plugins {
    id("com.android.library")
    id 'com.android.application' apply false
    alias(libs.plugins.kotlin.android)
}
apply plugin: 'maven-publish'
dependencies {
    implementation("org.tensorflow:tensorflow-lite:2.9") // implementation 'a.b:c:1'
    implementation group: 'org.x', name: 'y', version: '1'
}
"""
    manifest = parsed("app/build.gradle.kts", text)
    assert names(manifest) == {
        "gradle-plugin:com.android.library": 4,
        "gradle-plugin:maven-publish": 8,
        "maven:org.tensorflow:tensorflow-lite": 10,
        "maven:org.x:y": 11,
    }
    assert (manifest.publishes, manifest.application) == ("maven-publish", "")
    assert [(each.name, each.line) for each in manifest.aliased] == [("kotlin.android", 6)]
    assert parsed("build.gradle", 'android { defaultConfig { applicationId "test.a" } }').application == "applicationId test.a"
    assert parsed("build.gradle", 'applicationIdSuffix ".debug"').application == ""


def test_version_catalog_of_gradle() -> None:
    text = """[libraries]
a = "org.x:y:1"
b = { module = "org.z:w", version = "1" }
c = { group = "g", name = "n" }
[plugins]
android-app = { id = "com.android.application", version = "1" }
q_r = "org.q:1"
"""
    catalogue = parsed("gradle/libs.versions.toml", text)
    assert set(names(catalogue)) == {"maven:org.x:y", "maven:org.z:w", "maven:g:n"}  # a plugin is declared here, and applied elsewhere
    assert catalogue.aliases == {"android.app": "com.android.application", "q.r": "org.q"}


CATALOGUE = '[plugins]\nandroid-application = {id = "com.android.application", version = "8"}\nandroid-library = {id = "com.android.library"}\n'
FACEKIT = {
    "gradle/libs.versions.toml": CATALOGUE,
    "build.gradle.kts": "plugins {\n alias(libs.plugins.android.application) apply false\n alias(libs.plugins.android.library).apply(false)\n}\n",
    "settings.gradle.kts": 'pluginManagement { plugins {\n id("com.android.application") version "8"\n} }\n',
    "facekit/build.gradle.kts": 'plugins {\n alias(libs.plugins.android.library)\n id("maven-publish")\n}\n',
}
"""A library whose catalogue, root and settings declare what only its sample applies."""


def found_in(files: dict[str, str]) -> dict[str, list[tuple[str, int]]]:
    """Part of the repository -> places of the plugin for Android applications."""
    places: dict[str, list[tuple[str, int]]] = {}
    for found in surveyed(files).hits_of("android-app"):
        for each in found.evidence:
            places.setdefault(each.zone, []).append((each.file, each.line))
    return places


@pytest.mark.parametrize(
    "applied",
    [
        "alias(libs.plugins.android.application)",
        "alias libs.plugins.android.application",
        "id(libs.plugins.android.application.get().pluginId)",
        "apply(plugin = libs.plugins.android.application.get().pluginId)",
    ],
)
def test_plugin_counts_where_a_build_applies_it(applied: str) -> None:
    assert found_in(FACEKIT) == {}
    assert found_in({"sample/build.gradle.kts": f"plugins {{\n {applied}\n}}\n", **FACEKIT}) == {"example": [("sample/build.gradle.kts", 2)]}
    reasons = user_interface(facts_of({"sample/build.gradle.kts": f"plugins {{\n {applied}\n}}\n", **FACEKIT}))
    assert [reason.rule for reason in reasons] == ["bundled-example"]
    survey = surveyed({"app/build.gradle.kts": f"\n {applied}\n", **FACEKIT})
    [app] = [each.manifest for each in survey.manifests if each.file == "app/build.gradle.kts"]
    assert app.application == "com.android.application"


@pytest.mark.parametrize(
    "other",
    [
        "alias(libs.plugins.android.library)",
        "compileOnly(libs.plugins.android.application.map { it.toString() })",  # a build's own plugins are compiled with it
        "// alias(libs.plugins.android.application)",
        "alias(libs.plugins.android.application.x)",
    ],
)
def test_plugin_does_not_count_where_it_is_only_named(other: str) -> None:
    assert found_in({**FACEKIT, "app/build.gradle.kts": f"{other}\n"}) == {}


def test_alias_is_that_of_the_nearest_catalogue_above() -> None:
    builds = {"app/build.gradle": "alias(libs.plugins.a)", "mobile/app/build.gradle": "alias(libs.plugins.a)", "mobile/app/no.txt": ""}
    android, other = '[plugins]\na = "com.android.application:8"\n', '[plugins]\na = "org.other:1"\n'
    assert found_in({**builds, "mobile/gradle/libs.versions.toml": android}) == {"main": [("mobile/app/build.gradle", 1)]}
    both = {"gradle/libs.versions.toml": android, "mobile/gradle/libs.versions.toml": other}
    assert found_in({**builds, **both}) == {"main": [("app/build.gradle", 1)]}


@pytest.mark.parametrize(
    ("package", "source", "publishes"),
    [
        ("", "src/lib.rs", "src/lib.rs"),
        ("", "src/main.rs", ""),
        ("", "lib.rs", ""),
        ("publish = false\n", "src/lib.rs", ""),
        ("publish = []\n", "src/lib.rs", ""),
        ("publish.workspace = true\n", "src/lib.rs", ""),  # what the workspace says is not known here
        ('publish = ["garden"]\n', "src/lib.rs", "src/lib.rs"),
        ("[lib]\n", "src/main.rs", "[lib]"),
    ],
)
def test_crate_with_the_source_of_a_library_publishes_one(package: str, source: str, publishes: str) -> None:
    for folder in ("", "crates/a/"):
        survey = surveyed({f"{folder}Cargo.toml": f'[package]\nname = "a"\n{package}', f"{folder}{source}": "", "other/src/lib.rs": ""})
        assert [each.manifest.publishes for each in survey.manifests] == [publishes]
    assert surveyed({"Cargo.toml": "[workspace]\n", "src/lib.rs": ""}).manifests[0].manifest.publishes == ""


def test_maven() -> None:
    text = """<project xmlns="http://maven.apache.org/POM/4.0.0"><artifactId>garden</artifactId><packaging>war</packaging>
<distributionManagement/><dependencies>
<dependency><groupId>org.x</groupId><artifactId>y</artifactId><exclusions><exclusion><groupId>no</groupId></exclusion></exclusions></dependency>
</dependencies></project>"""
    manifest = parsed("pom.xml", text)
    assert (manifest.name, manifest.publishes, manifest.application) == ("garden", "distributionManagement", "packaging war")
    assert names(manifest) == {"maven:org.x:y": 3}


POM = "<project><artifactId>a</artifactId><build><plugins><plugin><artifactId>{}</artifactId></plugin></plugins></build></project>"


@pytest.mark.parametrize("plugin", ["nexus-staging-maven-plugin", "central-publishing-maven-plugin", "maven-gpg-plugin"])
def test_plugin_that_publishes_a_library(plugin: str) -> None:
    assert (parsed("pom.xml", POM.format(plugin)).publishes, parsed("pom.xml", POM.format(plugin)).application) == (plugin, "")


@pytest.mark.parametrize("plugin", ["spring-boot-maven-plugin", "javafx-maven-plugin", "launch4j-maven-plugin", "quarkus-maven-plugin"])
def test_plugin_that_starts_an_application(plugin: str) -> None:
    assert (parsed("pom.xml", POM.format(plugin)).publishes, parsed("pom.xml", POM.format(plugin)).application) == ("", plugin)


def test_class_with_a_main_method_is_an_application() -> None:
    assert parsed("pom.xml", "<project><mainClass>a.B</mainClass></project>").application == "mainClass"
    assert parsed("pom.xml", POM.format("maven-jar-plugin")).application == ""


def test_dotnet() -> None:
    text = """<Project Sdk="Microsoft.NET.Sdk.Web">
<PropertyGroup><OutputType>WinExe</OutputType><UseWPF>true</UseWPF><PackageId>a</PackageId></PropertyGroup>
<ItemGroup><PackageReference Include="Microsoft.ML" Version="1"/><Reference Include="Accord, Version=3"/></ItemGroup></Project>"""
    manifest = parsed("App.csproj", "\ufeff" + text)
    assert (manifest.publishes, manifest.application) == ("PackageId", "OutputType WinExe")
    assert set(names(manifest)) == {"nuget:microsoft.ml", "nuget:accord", "nuget:usewpf", "nuget:microsoft.net.sdk.web"}
    assert parsed("App.csproj", text.replace("<PackageId>", "<IsPackable>false</IsPackable><PackageId>")).publishes == ""
    assert parsed("a.nuspec", "<package><metadata><id>a</id></metadata></package>").publishes == "a nuspec"


def test_apple() -> None:
    assert names(parsed("Podfile", "pod 'GoogleMLKit/FaceDetection', '1'\n# pod 'no'\n")) == {"cocoapods:googlemlkit/facedetection": 1}
    assert parsed("x.podspec", "s.name = 'x'\ns.dependency 'y'\n").publishes == "a podspec"
    package = (
        'let package = Package(name: "x", products: [.library(name: "x")], dependencies: [.package(url: "https://x.test/WhisperKit.git", from: "1")])'
    )
    manifest = parsed("Package.swift", package)
    assert (manifest.publishes, names(manifest)) == (".library", {"swiftpm:whisperkit": 1})
    project = 'productType = "com.apple.product-type.application";\nrepositoryURL = "https://x.test/a/mlx-swift";\n'
    assert parsed("a.xcodeproj/project.pbxproj", project).application == "com.apple.product-type.application"
    assert names(parsed("a.xcodeproj/project.pbxproj", project)) == {"swiftpm:mlx-swift": 2}


def test_cargo_go_dart_ruby_php_and_cmake() -> None:
    cargo = parsed("Cargo.toml", '[package]\nname = "a"\n[lib]\n[dependencies]\ntch = "1"\n[target."cfg(unix)".dependencies]\nort = "1"\n')
    assert (cargo.publishes, set(names(cargo))) == ("[lib]", {"cargo:tch", "cargo:ort"})
    assert parsed("Cargo.toml", '[package]\nname = "a"\npublish = false\n[lib]\n').publishes == ""
    go = "module x.test/a\nrequire (\n\tgithub.com/x/y v1.0.0\n\tgithub.com/x/z v1.0.0 // indirect\n)\nrequire gocv.io/x/gocv v0.1\n"
    assert names(parsed("go.mod", go)) == {"go:github.com/x/y": 3, "go:gocv.io/x/gocv": 6}
    dart = "name: a\npublish_to: none\ndependencies:\n  flutter:\n    sdk: flutter\n  tflite: ^1\nflutter:\n  assets: [a]\n"
    pub = parsed("pubspec.yaml", dart)
    assert (pub.publishes, pub.application) == ("", "flutter, not published")
    assert parsed("pubspec.yaml", "name: a\nhomepage: https://x.test\n").publishes == "homepage"
    assert set(names(parsed("Gemfile", "gem 'rails', '~> 7'\n"))) == {"gem:rails"}
    assert parsed("a.gemspec", "s.add_dependency 'x'\n").publishes == "a gemspec"
    composer = parsed("composer.json", '{"name": "a/b", "type": "library", "require": {"X/Y": "1"}}')
    assert (composer.publishes, set(names(composer))) == ("type library", {"composer:x/y"})
    cmake = parsed("CMakeLists.txt", "project(a)\nfind_package(Qt6 REQUIRED COMPONENTS Widgets)\ninstall(EXPORT a)\npkg_check_modules(GTK gtk4)\n")
    assert (cmake.name, cmake.publishes) == ("a", "install(EXPORT")
    assert {"cmake:qt6": 2, "cmake:qt6-widgets": 2, "cmake:gtk": 4}.items() <= names(cmake).items()


# ---- hostile ones ----

DEEP = 100_000
LAUGHS = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><project><artifactId>&b;</artifactId></project>'
OUTSIDE = '<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><project><artifactId>&a;</artifactId></project>'


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("package.json", "[" * DEEP, "nested too deeply to be a manifest"),
        ("package.json", '{"a": ' * DEEP, "nested too deeply to be a manifest"),
        ("package.json", "{", "malformed JSON: Expecting property name enclosed in double quotes"),
        ("package.json", "[1]", "no JSON object"),
        ("package.json", f'{{"version": {"9" * 5000}}}', "malformed JSON: Exceeds the limit (4300 digits) for integer string conversion"),
        ("composer.json", '{"a": ' * DEEP, "nested too deeply to be a manifest"),
        ("pyproject.toml", "a = " + "[" * DEEP, "nested too deeply to be a manifest"),
        ("pyproject.toml", "a = = 1", "malformed TOML: Invalid value (at line 1, column 5)"),
        ("Cargo.toml", "a = \x00", "malformed TOML: Invalid value (at line 1, column 5)"),
        ("pyproject.toml", ".".join(["a"] * 50_000) + " = 1", "a key of more than 30 parts"),
        ("Pipfile", "[" + " . ".join(["'a'", '"\\""'] * 20) + "]", "a key of more than 30 parts"),
        ("Cargo.toml", "".join(f"a{number}.{'b.' * 900}c = 1\n" for number in range(500)), "a key of more than 30 parts"),
        ("libs.versions.toml", "a = { " + "b." * 30 + "c = 1 }", "a key of more than 30 parts"),
        ("pom.xml", LAUGHS, "declares the entity 'a', which no manifest needs"),
        ("pom.xml", OUTSIDE, "declares the entity 'a', which no manifest needs"),
        ("pom.xml", "<a>" * DEEP, "more than 100 elements inside one another"),
        ("App.csproj", "<a", "malformed XML: unclosed token"),
        ("pom.xml", '<?xml version="1.0" encoding="nonsense"?><a/>', "malformed XML: unknown encoding"),
        ("pubspec.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\nd: " + "[" * 60, "more than 40 levels of nesting"),
        ("environment.yml", "- a\n", "no mapping"),
        ("setup.cfg", "no section\n", "malformed: File contains no section headers."),
    ],
)
def test_hostile_manifest_is_an_error_of_one_line(file: str, text: str, why: str) -> None:
    with pytest.raises(ManifestError) as error:
        parsed(file, text)
    assert str(error.value).startswith(why)
    assert "\n" not in str(error.value)


def test_dots_of_toml_that_are_no_key_are_not_counted() -> None:
    dots = "a." * 100 + "a"
    text = f"""# {dots}
"quoted {dots}" = 'and "{dots}'
several = '''
{dots} " '' {dots}'''
lines = \"\"\"{dots} \\\"\"\" "" {dots}\"\"\"
{"b." * 29}c = "{dots} \\" {dots}"
[dependencies]
tch = "1"
"""
    assert names(parsed("Cargo.toml", text)) == {"cargo:tch": 8}


def test_line_of_a_key_that_is_too_long_is_told() -> None:
    survey = surveyed({"pyproject.toml": f"a = 1\n\n{'b.' * 40}c = 1\n", "requirements.txt": "torch\n"})
    assert survey.unread == ("pyproject.toml:3: not parsed: a key of more than 30 parts",)
    assert [found.source.token.name for found in survey.found] == ["PyTorch"]


def test_aliases_of_yaml_are_not_followed() -> None:
    bomb = "dependencies: &a {x: 1}\n" + "".join(f"b{i}: &b{i} [{', '.join(['*a'] * 50)}]\n" for i in range(200))
    assert set(names(parsed("pubspec.yaml", bomb))) == {"pub:x"}


@pytest.mark.parametrize("file", ["pubspec.yaml", "environment.yml"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name: !!python/name:os.system x\n", "1: parsed in part: tag tag:yaml.org,2002:python/name:os.system"),
        ("name: a\nname: b\n", "2: parsed in part: key 'name' was given before, on line 1"),
        (
            "a: &a [x]\n" + "".join(f"{after}: &{after} [{f'*{before}, ' * 9}]\n" for before, after in itertools.pairwise("abcdefghi")),
            "1: parsed in part: anchor &a, and 80 more",
        ),
    ],
)
def test_yaml_that_is_read_in_part_says_so(file: str, text: str, why: str) -> None:
    assert surveyed({file: text}).unread == (f"{file}:{why}",)
    assert surveyed({file: "name: a\n"}).unread == ()


SLOW = 400_000


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("setup.py", "setup(" + "install_requires=[" * 20_000),
        ("setup.py", "setup(install_requires=[" + "'a " * SLOW),
        ("build.gradle", "/*" * SLOW),
        ("build.gradle", "apply" + " " * SLOW),
        ("build.gradle", "'a." * SLOW),
        ("build.gradle", "applicationId" + " " * SLOW),
        ("CMakeLists.txt", "find_package(a " * 50_000),
        ("CMakeLists.txt", "find_package(" * 70_000),
        ("CMakeLists.txt", "find_package(" + "a" * 1_000_000),
        ("CMakeLists.txt", "find_package(a)\n" * 65_000),
        ("pubspec.yaml", "dependencies:\n" + "".join(f"  p{number}: 1\n" for number in range(80_000))),
        ("pubspec.yaml", "dependencies:\n" + "".join(f"  p{number}: 1\n  p{number}: 2\n" for number in range(40_000))),
        ("libs.versions.toml", "[libraries]\n" + "".join(f'a{number} = "g:n{number}:1"\n' for number in range(45_000))),
        ("Podfile", "pod '" * SLOW),
        ("Package.swift", 'url: "' * SLOW),
        ("go.mod", "require " + "a." * SLOW),
        ("requirements.txt", "a\n" * SLOW),
        ("package.json", json.dumps({"dependencies": {f"p{number}": "1" for number in range(50_000)}})),
        ("pom.xml", "<p>" + "<dependency><groupId>a</groupId></dependency>" * 15_000 + "</p>"),
        ("Cargo.toml", "[dependencies]\n" + "".join(f'a{number} = "1"\n' for number in range(40_000))),
    ],
)
def test_hostile_manifest_takes_no_time(file: str, text: str) -> None:
    start = time.process_time()
    parsed(file, text)
    assert time.process_time() - start < 3


def test_what_a_manifest_is_told_of_with_is_short() -> None:
    name = "a" * 100_000
    entity = f'<!DOCTYPE p [<!ENTITY {name} "ha">]><project/>'
    survey = surveyed({"pubspec.yaml": f"a: &{name} b\n", "pom.xml": entity})
    assert [len(line) < 300 for line in survey.unread] == [True, True]


def test_a_manifest_that_cannot_be_parsed_is_told_of_and_the_rest_is_read() -> None:
    survey = surveyed({"package.json": '{\n"a": ]', "pom.xml": LAUGHS, "Cargo.toml": "x" * 2_000_000, "requirements.txt": "torch\n"})
    assert [found.source.token.name for found in survey.found] == ["PyTorch"]
    assert sorted(survey.unread) == [
        "Cargo.toml: not parsed: a manifest of 2,000,000 bytes, more than 1,048,576",
        "package.json:2: not parsed: malformed JSON: Expecting value",
        "pom.xml:1: not parsed: declares the entity 'a', which no manifest needs",
    ]


# ---- every line that is named holds what it is named for ----

LINES: dict[str, tuple[str, dict[str, int], int, int]] = {
    "package.json": (
        '{\n\t"keywords": ["react", "types"],\n\t"name": "a",\n\t"config": {"files": []},\n'
        '\t"dependencies": {\n\t\t"react-dom": "1",\n\t\t"react": "1"\n\t},\n'
        '\t"files": ["x"],\n\t"build": {\n\t\t"appId": "test.a"\n\t},\n\t"peerDependencies": {"z": "1"}\n}\n',
        {"react": 7, "react-dom": 6, "z": 13},
        9,
        11,
    ),
    "composer.json": (
        '{\n "description": "type",\n "require": {\n  "A/B-c": "1",\n  "a/b": "1"\n },\n "type": "library"\n}',
        {"A/B-c": 4, "a/b": 5},
        7,
        7,
    ),
    "pyproject.toml": (
        '# torch, classifiers\n[build-system]\nrequires = ["x"]\n[project]\nname = "torch-a"\ndependencies = [\n  "torchvision>=1",\n  "torch",\n'
        '  \'Scikit_Learn\',\n]\nclassifiers = []\n[project.gui-scripts]\na = "a:b"\n[project.urls]\nHomepage = "https://x.test"\n',
        {"torchvision": 7, "torch": 8, "Scikit_Learn": 9},
        14,
        12,
    ),
    "Pipfile": ('[[source]]\nname = "flask"\n[packages]\nflask-cors = "*"\nFlask = "*"\n', {"flask-cors": 4, "Flask": 5}, 0, 0),
    "setup.cfg": (
        "[metadata]\nname = torch-a\n[options]\nzip_safe = yes\ninstall_requires =\n    torchvision>=1\n    torch\n[x]\nurl = 1\n",
        {"torchvision": 6, "torch": 7},
        0,
        0,
    ),
    "setup.py": (
        "# name = torch\nfrom x import setup\nsetup(\n  name='torch-a',\n"
        "  install_requires=[\n    'torchvision',\n    'torch>=1',\n  ],\n  url='u')\n",
        {"torchvision": 6, "torch": 7},
        9,
        0,
    ),
    "environment.yml": (
        "name: torch\ndependencies:\n  - python\n  - torchvision=1\n  - pip:\n    - torch\n",
        {"python": 3, "torchvision": 4, "torch": 6},
        0,
        0,
    ),
    "build.gradle": (
        "/* publishing {\n*/\nplugins {\n  id 'application'\n}\nimplementation 'a.b:c-d:1'\nimplementation 'a.b:c:1'\npublishing {\n}\n",
        {"application": 4, "a.b:c-d": 6, "a.b:c": 7},
        8,
        4,
    ),
    "gradle/libs.versions.toml": (
        '[versions]\nc = "1"\n[libraries]\nx-c = "a.b:c-d:1"\nc = {group = "a.b", name = "c"}\n',
        {"a.b:c-d": 4, "c": 5},
        0,
        0,
    ),
    "pom.xml": (
        "<project>\n<artifactId>a</artifactId>\n<packaging>war</packaging>\n<dependencies>\n<dependency>\n<groupId>b</groupId>\n"
        "<artifactId>c</artifactId>\n"
        "</dependency>\n</dependencies>\n<build><plugins><plugin>\n<artifactId>maven-gpg-plugin</artifactId>\n</plugin></plugins></build>\n</project>",
        {"c": 7},
        11,
        3,
    ),
    "A.csproj": (
        '<!-- UseWPF -->\n<Project Sdk="X">\n<PropertyGroup>\n<UseWPF>true</UseWPF>\n<OutputType>WinExe</OutputType>\n<PackageId>a</PackageId>\n'
        '</PropertyGroup>\n<ItemGroup>\n<PackageReference Include="B.C"/>\n</ItemGroup>\n</Project>',
        {"X": 2, "UseWPF": 4, "B.C": 9},
        6,
        5,
    ),
    "Package.swift": (
        'let p = Package(name: "a",\n products: [\n  .library(name: "a"),\n  .executable(name: "b")],\n'
        ' dependencies: [\n  .package(url: "https://x.test/A.git", from: "1")])',
        {"A": 6},
        3,
        4,
    ),
    "Cargo.toml": (
        '[package]\nname = "tch"\n[dependencies.tch]\nversion = "1"\n[lib]\n[[bin]]\nname = "a"\n[target.x.dependencies]\nort = "1"\n',
        {"tch": 3, "ort": 9},
        5,
        6,
    ),
    "pubspec.yaml": ("name: homepage\nhomepage: https://x.test\ndependencies:\n  http_x: 1\n  http: 1\n", {"http_x": 4, "http": 5}, 2, 0),
    "CMakeLists.txt": (
        "project(Qt6)\nfind_package(\n  Qt6 REQUIRED COMPONENTS\n  Core\n  Widgets\n)\ninstall(EXPORT a)\n",
        {"Qt6": 3, "REQUIRED": 3, "COMPONENTS": 3, "Core": 4, "Widgets": 5},
        7,
        0,
    ),
    "requirements.txt": ("# torch\ntorchvision\nTorch_X\ntorch\n", {"torchvision": 2, "Torch_X": 3, "torch": 4}, 0, 0),
    "Gemfile": ("# gem 'a'\ngem 'a-b'\ngem 'a'\n", {"a-b": 2, "a": 3}, 0, 0),
}


@pytest.mark.parametrize("file", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_line_holds_what_it_is_named_for(file: str, end: str) -> None:
    text, needed, publishes, application = LINES[file]
    manifest = parsed(file, text.replace("\n", end))
    assert {each.written or each.name: each.line for each in manifest.dependencies} == needed
    assert (manifest.publishes_line, manifest.application_line) == (publishes, application)
    assert all(name in text.split("\n")[line - 1] for name, line in needed.items())


def test_form_feeds_and_the_like_begin_no_line() -> None:
    assert names(parsed("requirements.txt", "a\n# \f\x1c\x85\u2028\nb\n")) == {"pypi:a": 1, "pypi:b": 3}
    assert names(parsed("pyproject.toml", '# \u2028\x85\n[project]\ndependencies = ["b"]\n')) == {"pypi:b": 3}


def test_evidence_of_a_package_is_the_line_that_makes_it_one() -> None:
    files = {
        "package.json": '{\n "name": "a",\n "types": "a"\n}\n',
        "b/Cargo.toml": '[package]\nname = "b"\n',
        "b/src/lib.rs": "",
        "c/c.gemspec": "x\n",
    }
    evidence = {(each.file, each.line, each.fragment) for each in map(package_sighting, surveyed(files).manifests)}
    assert evidence == {("package.json", 3, '"types": "a"'), ("b/src/lib.rs", 0, ""), ("c/c.gemspec", 0, "")}


@pytest.mark.parametrize("find", [json_lines, table_lines, quoted_lines])
@pytest.mark.parametrize("mark", ['"', "{", '{"a":', "[", "a.", '"a".', "[a]\n", "\\", "'", "a = ", '"\\"', "\n", " "])
def test_lines_are_found_in_linear_time(find: Callable[[str], object], mark: str) -> None:
    began = time.process_time()
    find(mark * (400_000 // len(mark)))
    assert time.process_time() - began < 2
