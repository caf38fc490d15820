"""The language of a file, and the modules it imports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from patternbook.screening.tokens.lists import Language

_SUFFIXES: dict[str, Language] = {
    **dict.fromkeys(("c", "cc", "cpp", "cxx", "h", "hh", "hpp", "hxx", "ino"), "c"),
    **dict.fromkeys(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "coffee"), "javascript"),
    **dict.fromkeys(("html", "htm", "ejs", "hbs", "jsp", "cshtml", "razor", "xhtml"), "html"),
    **dict.fromkeys(("kt", "kts"), "kotlin"),
    **dict.fromkeys(("m", "mm"), "objc"),
    **dict.fromkeys(("xaml", "axaml"), "xaml"),
    **dict.fromkeys(("sh", "bash", "bat", "ps1", "yml", "yaml", "service", "conf"), "config"),
    **dict.fromkeys(("py", "pyw", "pyx"), "python"),
    "ipynb": "notebook",
    "java": "java",
    "groovy": "java",
    "gradle": "gradle",
    "scala": "scala",
    "swift": "swift",
    "cs": "csharp",
    "vb": "vb",
    "xml": "xml",
    "storyboard": "xml",
    "dart": "dart",
    "go": "go",
    "rs": "rust",
    "php": "php",
    "rb": "ruby",
    "r": "r",
    "jl": "julia",
    "lua": "lua",
    "pbxproj": "xcode",
}
_NAMES: dict[str, Language] = {"dockerfile": "config", "procfile": "config", "build.gradle.kts": "gradle", "settings.gradle.kts": "gradle"}

NOT_CODE = frozenset({"html", "xml", "xaml", "config", "gradle", "xcode", "notebook"})
"""Languages that describe layout or builds; they do not count as programmed lines."""


def language_of(path: str) -> Language | None:
    """Return the language of a file by its name; None if it is not searched."""
    name = path.rpartition("/")[2].lower()
    return _NAMES.get(name) or _SUFFIXES.get(name.rpartition(".")[2] if "." in name else "")


_QUOTED = rb"[ \t]*[\"'`]([^\"'`\r\n]{1,200})[\"'`]"
_IMPORTS: dict[str, tuple[re.Pattern[bytes], ...]] = {
    key: tuple(re.compile(pattern) for pattern in patterns)
    for key, patterns in {
        # Each starts with a literal, which the regex engine finds fast, and is limited in length,
        # because what it finds is split afterwards.
        "python": (rb"\n[ \t]*(?:from|import)[ \t]+([\w. ,]{1,1000})",),
        "notebook": (rb"\"[ \t]*(?:from|import)[ \t]+([\w. ,]{1,1000})",),
        "java": (rb"\n[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]{1,200})",),
        "swift": (rb"\n[ \t]*(?:@\w+[ \t]+)?import[ \t]+(?:(?:class|struct|func|enum|protocol)[ \t]+)?([\w.]{1,200})",),
        "c": (rb"\n[ \t]*#[ \t]*(?:include|import)[ \t]*[<\"]([^>\"\r\n]{1,200})", rb"\n[ \t]*@import[ \t]+(\w{1,200})"),
        "csharp": (rb"\n[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?([\w.]{1,200})[ \t]*;",),
        "vb": (rb"\n[ \t]*Imports[ \t]+([\w.]{1,200})",),
        "javascript": (rb"from" + _QUOTED, rb"require[ \t]*\(" + _QUOTED, rb"import(?:[ \t]*\()?" + _QUOTED),
        "go": (rb"\n(?:import)?[ \t]+(?:[\w.]+[ \t]+)?\"([\w./~-]{1,200})\"",),
        "rust": (rb"\n[ \t]*(?:pub[ \t]+)?(?:use|extern[ \t]+crate)[ \t]+:{0,2}([\w:]{1,200})",),
        "dart": (rb"\nimport[ \t]+['\"]package:([^'\"\r\n]{1,200})",),
        "ruby": (rb"\n[ \t]*require[ \t(]+['\"]([^'\"\r\n]{1,200})",),
        "php": (rb"\n[ \t]*use[ \t]+\\?([\w\\]{1,200})",),
        "r": (rb"library\([\"']?([\w.]{1,200})", rb"require\([\"']?([\w.]{1,200})"),
        "julia": (rb"\n[ \t]*(?:using|import)[ \t]+([\w. ,]{1,1000})",),
        "lua": (rb"require[ \t(]*['\"]([^'\"\r\n]{1,200})",),
    }.items()
}
_LIKE = {"kotlin": "java", "scala": "java", "gradle": "java", "objc": "c"}
_SEPARATORS = {"javascript": "/", "c": "/", "objc": "/", "go": "/", "rust": "::", "dart": "/", "ruby": "/", "php": "\\"}

LANGUAGES: tuple[Language, ...] = get_args(Language)


def imported_modules(language: Language, text: bytes) -> Iterator[tuple[str, int]]:
    """Yield the modules that a program imports, as written, with their offsets; `text` must start with an added line break."""
    for pattern in _IMPORTS.get(_LIKE.get(language, language), ()):
        for found in pattern.finditer(text):
            written = found[1].decode("utf-8", "replace")
            if language in ("python", "notebook", "julia"):
                yield from ((module, found.start(1)) for module in _modules(written))
            else:
                yield written, found.start(1)


def _modules(written: str) -> Iterator[str]:
    """Split an import: `a.b import c` is a.b and a.b.c; `a, b as c` is a and b."""
    module, imported, names = written.partition(" import")
    if imported:
        yield module.strip()
        yield from (f"{module.strip()}.{name.split()[0]}" for name in names.split(",") if name.strip())
    else:
        yield from (name.split()[0] for name in written.split(",") if name.strip())


MAX_MODULE_PARTS = 20
"""Parts of a module name that are looked at, from the outermost."""


def module_prefixes(language: Language, module: str) -> Iterator[str]:
    """Yield a module and its parents: a.b.c, a.b, a."""
    separator = _SEPARATORS.get(language, ".")
    if module.count(separator) >= MAX_MODULE_PARTS:
        module = separator.join(module.split(separator, MAX_MODULE_PARTS)[:MAX_MODULE_PARTS])
    while module:
        yield module
        module = module.rpartition(separator)[0]
