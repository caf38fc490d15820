"""Files of a commit, read from git's objects without the repository's configuration.

The configuration of a repository can name programs (monitors, pagers, signature checkers, promisor transports), so git
never sees it: git runs in an empty git directory of our own that borrows only the objects, with plumbing commands
that run no hooks. Objects in other places (alternates, links) are not read.
"""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from patternbook.screening.repository.tree import (
    MAX_FILES,
    OWN_REPOSITORY,
    CheckoutError,
    FileEntry,
    History,
    Problems,
    explain_os_error,
    resolve_link,
)

MAX_COMMITS = 50_000
"""Commits counted at most; the numbers for a longer history are lower bounds."""
MAX_SMALL_FILE_BYTES = 8 * 1024 * 1024
"""Bytes read of packed-refs and other small files."""
MAX_LINK_BYTES = 4096
"""Bytes read of a link's target."""
OBJECTS_PER_BATCH = 128
"""Objects requested before the first answer is read; the requests must fit into the buffer of a pipe."""

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_CONFIG = """[core]
	repositoryformatversion = {version}
	bare = true
	packedGitWindowSize = 8m
	packedGitLimit = 64m
	deltaBaseCacheLimit = 24m
	bigFileThreshold = 32m
	commitGraph = false
	multiPackIndex = false
{extensions}"""


class GitStore(AbstractContextManager["GitStore"]):
    """The commit at HEAD of a git directory. It has a temporary folder until it is closed."""

    def __init__(self, folder: Path, kind: str, temporary: Path) -> None:
        """Raise CheckoutError if the repository is empty or corrupt, or has its objects elsewhere."""
        refuse_outside_objects(folder)
        self.commit = head_commit(folder)
        self.kind = kind
        self.problems = Problems()
        self._folder = folder
        self._own = tempfile.TemporaryDirectory(dir=temporary)
        try:
            self._environment = _environment(Path(self._own.name), folder, self.commit)
            self._check()
        except BaseException:
            self._own.cleanup()
            raise

    def __exit__(self, *_: object) -> None:
        self._own.cleanup()

    def _git(self, *arguments: str, errors: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start a plumbing command in our own git directory."""
        command = ["git", "--no-pager", *arguments]
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(command, env=self._environment, cwd=self._own.name, stdin=pipe, stdout=pipe, stderr=errors)
        except FileNotFoundError as error:
            raise CheckoutError("git is not installed, and this repository holds no checked-out files") from error

    def _run(self, *arguments: str) -> tuple[str, str]:
        """Run a short command; return its output, and its error output if it failed."""
        done = self._git(*arguments, errors=subprocess.PIPE)
        out, complaint = done.communicate()
        return out.decode("utf-8", "replace"), complaint.decode("utf-8", "replace").strip() if done.returncode else ""

    def _check(self) -> None:
        kind, complaint = self._run("cat-file", "-t", f"{self.commit}^{{tree}}")
        if kind.strip() != "tree":
            reason = complaint.splitlines()[-1] if complaint else "it names no commit"
            raise CheckoutError(f"is corrupt: the tree of {self.commit[:12]} cannot be read ({reason}); fetch it anew")

    def files(self) -> Iterator[FileEntry]:
        """List files in git's order. A submodule is not a file but the name of a commit of another repository."""
        with self._git("ls-tree", "-r", "-l", "-z", "--full-tree", self.commit) as listing:
            for count, row in enumerate(_split(_output(listing)), 1):
                if count > MAX_FILES:
                    self.problems.add("", f"only the first {MAX_FILES:,} files are looked at")
                    listing.kill()
                    return
                if (listed := _listed(row)) is not None:
                    yield listed
                else:
                    self.problems.add(_path(row), OWN_REPOSITORY)
        if listing.returncode:
            self.problems.add("", "the list of files breaks off: the repository is corrupt; fetch it anew")

    def follow(self, link: FileEntry) -> FileEntry | None:
        with self._git("cat-file", "blob", link.key) as store:
            text = _output(store).read(MAX_LINK_BYTES + 1).decode("utf-8", "surrogateescape")
        path = resolve_link(link.path, text) if len(text) <= MAX_LINK_BYTES else ""
        if not path:
            return None
        with self._git("--literal-pathspecs", "ls-tree", "-l", "-z", "--full-tree", self.commit, "--", path) as listing:
            found = [_listed(row) for row in _split(_output(listing))]
        [target] = found or [None]
        return None if target is None or target.link else replace(target, path=link.path)

    def read(self, files: Iterable[FileEntry]) -> Iterator[tuple[FileEntry, bytes]]:
        """Read files in batches; git exits at a corrupt object, so the rest is requested again."""
        rest = iter(files)
        waiting = list(itertools.islice(rest, OBJECTS_PER_BATCH))
        while waiting:
            with self._git("cat-file", "--batch") as store:
                while waiting:
                    _request(store, waiting)
                    answered = 0
                    for listed, content in zip(waiting, _answers(_output(store), waiting), strict=False):
                        answered += 1
                        if content is None:
                            self.problems.add(listed.path, self._missing(listed.key))
                        else:
                            yield listed, content
                    if answered < len(waiting):
                        self.problems.add(waiting[answered].path, "its content is corrupt")
                        waiting = waiting[answered + 1 :]
                        break
                    waiting = list(itertools.islice(rest, OBJECTS_PER_BATCH))
            waiting = waiting or list(itertools.islice(rest, OBJECTS_PER_BATCH))

    def _missing(self, key: str) -> str:
        """Return why there is no content: git has the same answer for objects that are missing and that cannot be read."""
        try:
            there = (self._folder / "objects" / key[:2] / key[2:]).exists()
        except OSError:
            there = True
        return "its content is corrupt, or may not be read" if there else "its content is not in the repository, or its pack is corrupt"

    def history(self) -> History:
        command = ("log", f"--max-count={MAX_COMMITS + 1}", "--no-show-signature", "--format=%cs %ce", self.commit)
        commits, newest, committers = 0, "", set()
        with self._git(*command) as log:
            for line in _output(log):
                commits += 1
                date, _, committer = line.decode("utf-8", "replace").strip().partition(" ")
                newest = newest or date
                committers.add(hash(committer))
        partial = "the history breaks off" if log.returncode else "the history is cut" if (self._folder / "shallow").is_file() else ""
        if commits > MAX_COMMITS:
            commits, partial = MAX_COMMITS, "only the newest commits were counted"
        try:
            tagged = count_tags(self._folder)
        except CheckoutError as error:
            tagged, partial = 0, partial or str(error)
        return History(commits, len(committers), tagged, newest, partial)


def _environment(own: Path, folder: Path, commit: str) -> dict[str, str]:
    """Create an empty git directory that borrows the objects of `folder`; return an environment without other configuration."""
    (own / "refs").mkdir()
    (own / "HEAD").write_text(f"{commit}\n", "utf-8")
    long = len(commit) == 64
    (own / "config").write_text(_CONFIG.format(version=int(long), extensions="[extensions]\n\tobjectFormat = sha256\n" if long else ""), "utf-8")
    shallow = folder / "shallow"
    if shallow.is_file() and not shallow.is_symlink():
        rows = read_small_text(shallow).split()
        (own / "shallow").write_text("".join(f"{row}\n" for row in rows if _HASH.fullmatch(row)), "utf-8")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(own),
        "LC_ALL": "C",
        "GIT_DIR": str(own),
        "GIT_OBJECT_DIRECTORY": str((folder / "objects").resolve()),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": "",
    }


def refuse_outside_objects(folder: Path) -> None:
    """Raise CheckoutError if the objects are outside of the git directory."""
    objects = folder / "objects"
    try:
        if (objects / "info" / "alternates").exists():
            raise CheckoutError("borrows objects from another repository, which is not read; run `git repack -ad` in it")
        linked = [p for place in (objects, objects / "pack", objects / "info") if place.is_dir() for p in place.iterdir() if p.is_symlink()]
    except OSError as error:
        raise CheckoutError(f"its objects cannot be read: {error.strerror or error}; check its permissions") from error
    if objects.is_symlink() or linked:
        raise CheckoutError("keeps its objects behind a link, which is not followed; make a copy of it with `git clone --no-local`")


def head_commit(folder: Path) -> str:
    """Return the hash of the commit that HEAD points to.

    Raises:
        CheckoutError: there is no commit yet, or HEAD cannot be read.

    """
    target = read_small_text(folder / "HEAD").strip()
    for _ in range(5):  # a ref may point to a ref
        if _HASH.fullmatch(target):
            return target
        name = target.removeprefix("ref:").strip()
        if not target.startswith("ref:") or not re.fullmatch(r"refs/[^\x00-\x20~^:?*\[\\]+", name) or ".." in name:
            raise CheckoutError("is corrupt: HEAD names no commit; fetch it anew")
        target = _ref(folder, name)
        if not target:
            raise CheckoutError(f"is empty: {name} has no commit yet")
    raise CheckoutError("is corrupt: HEAD leads in a circle; fetch it anew")


def _ref(folder: Path, name: str) -> str:
    loose = folder / name
    try:
        inside = loose.is_file() and loose.resolve().is_relative_to(folder.resolve())
    except OSError as error:
        raise CheckoutError(f"{name} {explain_os_error(error)}") from error
    if inside:
        return read_small_text(loose).strip()
    return next((row.split()[0] for row in _packed(folder) if row.endswith(f" {name}")), "")


def _packed(folder: Path) -> list[str]:
    packed = folder / "packed-refs"
    return read_small_text(packed).splitlines() if packed.is_file() else []


def count_tags(folder: Path) -> int:
    """Count the tags.

    Raises:
        CheckoutError: they cannot be read.

    """
    names = {row.partition(" refs/tags/")[2] for row in _packed(folder) if " refs/tags/" in row}
    loose = folder / "refs" / "tags"
    try:
        if loose.is_dir() and not loose.is_symlink():
            names.update(_names_below(loose))
    except OSError as error:
        raise CheckoutError(f"its tags {explain_os_error(error)}") from error
    return len(names)


def _names_below(folder: Path) -> Iterator[str]:
    """Yield every file below a folder; raise OSError if one cannot be listed."""

    def refuse(error: OSError) -> None:
        raise error

    for place, _, files in os.walk(folder, onerror=refuse):
        yield from ((Path(place) / file).relative_to(folder).as_posix() for file in files)


def read_small_text(path: Path) -> str:
    """Read a small file of a git directory, up to a limit and without following a link."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(MAX_SMALL_FILE_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise CheckoutError(f"{path.name} {explain_os_error(error)}") from error


def _split(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield records that end with a NUL."""
    rest = b""
    while part := stream.read(1 << 16):
        *whole, rest = (rest + part).split(b"\0")
        yield from whole


def _path(row: bytes) -> str:
    """Return the path in a row of `ls-tree -l -z`."""
    return row.partition(b"\t")[2].decode("utf-8", "surrogateescape")


def _listed(row: bytes) -> FileEntry | None:
    """Return the file or link in a row, if it is one. The size is unknown for what git cannot read."""
    mode, kind, key, size = row.partition(b"\t")[0].split()
    if kind != b"blob":
        return None
    return FileEntry(_path(row), int(size) if size.isdigit() else 0, key.decode(), mode == b"120000")


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdout is None:
        raise CheckoutError("git was started without a pipe to read from")
    return process.stdout


def _request(process: subprocess.Popen[bytes], waiting: list[FileEntry]) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write("".join(f"{listed.key}\n" for listed in waiting).encode())
        process.stdin.flush()
    except BrokenPipeError:  # git has exited, so there will be no answer
        with suppress(BrokenPipeError):
            process.stdin.close()


def _answers(answers: IO[bytes], waiting: Iterable[FileEntry]) -> Iterator[bytes | None]:
    """Yield the answers of `cat-file --batch`, None for a missing object; stop at an incomplete answer."""
    for listed in waiting:
        name, *about = answers.readline().split() or [b""]
        if name != listed.key.encode():  # git has exited, or the previous answer was shorter than announced
            return
        if about == [b"missing"]:
            yield None
            continue
        if len(about) != 2 or not about[1].isdigit():
            return
        content = answers.read(int(about[1]))
        if len(content) < int(about[1]) or answers.read(1) != b"\n":
            return
        yield content
