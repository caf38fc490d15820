"""The preview (`mkdocs serve`): it goes on whatever fails, serves the last good site, and says on /problems/ what is wrong and where.

MkDocs ends a preview whose first build fails, and answers no request after a later one failed, until another succeeds. Here builds
never fail for MkDocs: `Preview.build` stands in for the function that it builds with, and notes what went wrong. `PreviewApp` stands
before MkDocs' server: it adds a banner to every page of the last good site, or shows the problems alone where there is no site.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import jinja2
import yaml
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError

from patternbook.diagnostics.diagnostic import Diagnostic, Place, explain
from patternbook.diagnostics.escaping import one_line
from patternbook.runtime.code_version import PACKAGE
from patternbook.source.files import decode_utf8, display_path

_log = logging.getLogger("mkdocs.hooks.patternbook.preview")

FILES = Path(__file__).parent / "preview_files"
PROBLEMS = "/problems/"
"""Address of the page with the problems."""
TYPES = {".css": "text/css", ".js": "application/javascript"}
_RELOAD = re.compile(rb"<script>\s*var livereload\b.*?</script>", re.DOTALL)
"""The script that MkDocs adds to a page, which the page's policy forbids."""
StartResponse = Callable[..., Any]


class UpToDateExit(SystemExit):
    """Ends MkDocs with success: the site is what a build would make."""


class RefusedDataError(PluginError):
    """The data does not allow a build."""

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that stopped a build."""

    message: str
    place: Place | None = None
    """None where it is not known, or not in a file."""

    def __str__(self) -> str:
        where = f"{self.place.file}:{self.place.line}:{self.place.column}: " if self.place else ""
        return one_line(f"{where}{self.message}")


@dataclass(slots=True)
class Preview:
    """The builds of one preview: what stopped the last one, and whether an earlier one left a site."""

    build_site: Callable[..., None]
    """MkDocs' function."""
    clean_up: Callable[[MkDocsConfig], None]
    """Ends a build that failed: what it wrote beside the site is removed."""
    faults: tuple[Fault, ...] = ()
    has_site: bool = False

    def build(self, config: MkDocsConfig, **how: Any) -> None:
        """Build, or note why it failed."""
        with self.noting(Path(config.config_file_path).parent):
            try:
                self.build_site(config, **how)
            except UpToDateExit:
                pass  # the site that is served is the right one
            except BaseException:
                self.clean_up(config)
                raise
            self.faults, self.has_site = (), True

    @contextmanager
    def noting(self, base: Path) -> Iterator[None]:
        """Note what fails inside; files are named relative to `base`."""
        said = _Messages()
        logging.getLogger("mkdocs").addHandler(said)
        try:
            yield
        except (Exception, SystemExit) as error:
            self.faults = faults_of(error, said.messages, base)
            for fault in self.faults if not isinstance(error, Abort) else ():  # MkDocs has said what makes it abort
                _log.error("%s", fault)
            stays = "The last good site stays up; it is rebuilt when you save." if self.has_site else "There is no site to show yet."
            _log.error("%s See %s", stays, PROBLEMS)
        finally:
            logging.getLogger("mkdocs").removeHandler(said)


class _Messages(logging.Handler):
    """Collects the warnings and errors that MkDocs logs, as its exceptions do not say why it aborts."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def faults_of(error: BaseException, said: Iterable[str], base: Path) -> tuple[Fault, ...]:
    """What an exception that ended a build is about; `said` are the messages logged before it."""
    chain = list(_chain(error))
    for each in chain:
        if isinstance(each, RefusedDataError):
            return tuple(Fault(f"{d.code}: {f'{d.entry}: ' if d.entry else ''}{explain(d)}", d.place) for d in each.diagnostics)
        if isinstance(each, jinja2.TemplateSyntaxError):
            file = display_path(Path(each.filename), base) if each.filename else each.name or "a template"
            return (Fault(f"the template is malformed: {each.message}", Place(file, each.lineno)),)
        if isinstance(each, yaml.MarkedYAMLError) and each.problem_mark is not None:
            mark = each.problem_mark
            return (Fault(f"the YAML is malformed: {each.problem}", Place(display_path(Path(mark.name), base), mark.line + 1, mark.column + 1)),)
        if isinstance(each, UnicodeDecodeError) and (place := _place_of_bytes(each.object, base)):
            return (Fault("the file is not UTF-8 text; save it as UTF-8", place),)
    cause = next((each for each in chain if not isinstance(each, Abort)), None)
    if cause is None:
        return tuple(map(Fault, said)) or (Fault(str(error)),)
    if isinstance(cause, MkDocsException):
        return (Fault(str(cause)),)
    return (Fault(f"{type(cause).__name__}: {cause}", _place_of_code(cause, base)),)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _place_of_bytes(raw: bytes, base: Path) -> Place | None:
    """Where the template with these bytes is not UTF-8."""
    for path in PACKAGE.rglob("*.html"):
        if path.read_bytes() == raw:
            return next((problem.place for problem in decode_utf8(display_path(path, base), raw)[1]), None)
    return None


def _place_of_code(error: BaseException, base: Path) -> Place | None:
    """The last line of the project that was run: of a template, or of a hook."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(base) and "site-packages" not in Path(frame.filename).parts]
    return Place(display_path(Path(own[-1].filename), base), own[-1].lineno or 1, (own[-1].colno or 0) + 1) if own else None


def start_preview(clean_up: Callable[[MkDocsConfig], None]) -> None:
    """Let `mkdocs serve` build by a new preview: MkDocs has no event around its builds, but looks its function up for each of them."""
    _serving().build = Preview(build, clean_up).build


def running_preview() -> Preview:
    """The preview that `mkdocs serve` builds by."""
    preview: Preview = _serving().build.__self__
    return preview


def _serving() -> Any:
    """MkDocs' module with the command; it loads a web server, which a build does not need."""
    return import_module("mkdocs.commands.serve")


@dataclass(frozen=True, slots=True)
class PreviewApp:
    """Answers the requests of a preview (WSGI): own pages and refusals first, then MkDocs' server, whose pages get a banner."""

    site: Callable[[dict[str, Any], StartResponse], Iterable[bytes] | None]
    """MkDocs' server."""
    preview: Preview
    home: str
    """Address of the site's home page."""
    page: jinja2.Template = field(default_factory=lambda: _template())

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        status, headers, body = self._answer(environ)
        start_response(status, [*headers.items(), ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _answer(self, environ: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
        path = environ["PATH_INFO"]
        own = FILES / path.removeprefix(PROBLEMS)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return "405 Method Not Allowed", {"Allow": "GET, HEAD"}, b"The preview answers GET and HEAD only.\n"
        if "\0" in path:
            return "400 Bad Request", {}, b"An address holds no zero bytes.\n"
        if path.startswith(PROBLEMS) and own.parent == FILES and own.suffix in TYPES and own.is_file():
            return "200 OK", {"Content-Type": TYPES[own.suffix]}, own.read_bytes()
        if path.startswith("/livereload/"):
            return self._from_site(environ)
        epoch, faults = self._epoch(), self.preview.faults  # in this order: a build in between makes the page load again
        if not self.preview.has_site:
            return self._problems("503 Service Unavailable", faults, "", epoch)
        if path == PROBLEMS:
            back = parse_qs(environ.get("QUERY_STRING", "")).get("from", [""])[0]
            back = back if re.match(r"/(?![/\\])", back) else self.home
            return self._problems("200 OK", faults, back, epoch) if faults else ("302 Found", {"Location": quote(back)}, b"")
        status, headers, body = self._from_site(environ)
        if headers.get("Content-Type", "").startswith("text/html"):
            body = _add_to_page(body, faults, path, epoch)
        return status, headers, body

    def _from_site(self, environ: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
        """The answer of MkDocs' server."""
        started: list[tuple[str, dict[str, str]]] = []
        answer = self.site(environ, lambda status, headers, *_: started.append((status, dict(headers))))
        try:
            body = b"".join(answer or ())
        finally:
            getattr(answer, "close", lambda: None)()
        status, headers = started[0]
        return status, {name: value for name, value in headers.items() if name != "Content-Length"}, body

    def _epoch(self) -> int:
        """Number of the last build, as pages ask for it."""
        return int(self._from_site({"PATH_INFO": "/livereload/0/0", "REQUEST_METHOD": "GET"})[2])

    def _problems(self, status: str, faults: tuple[Fault, ...], back: str, epoch: int) -> tuple[str, dict[str, str], bytes]:
        title = f"{len(faults) or 'No'} problem{'s' if len(faults) != 1 else ''} keep{'s' if len(faults) == 1 else ''} the site from being built"
        html = self.page.render(title=title, faults=faults, back=back)
        return status, {"Content-Type": "text/html; charset=utf-8"}, _add_to_page(html.encode(errors="replace"), (), "", epoch)


def _template() -> jinja2.Template:
    return jinja2.Environment(autoescape=True).from_string((FILES / "problems.html").read_text("utf-8"))


def _add_to_page(html: bytes, faults: tuple[Fault, ...], path: str, epoch: int) -> bytes:
    """Add the script that loads the page again, and a banner where something is wrong."""
    added = Markup('<script src="{}preview.js" data-epoch="{}" async></script>').format(PROBLEMS, epoch)
    if faults:
        added += Markup(
            '<link rel="stylesheet" href="{0}preview.css"><div class="preview-banner" role="alert">This is the last good site: it cannot be '
            'built from the files as they are now. <a href="{0}?from={1}">What is wrong, and where ({2})</a></div>'
        ).format(PROBLEMS, quote(path.encode("latin-1")), len(faults))
    before, body, after = _RELOAD.sub(b"", html).rpartition(b"</body>")
    return before + added.encode() + body + after
