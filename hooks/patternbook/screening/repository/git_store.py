"""Files of a commit, read out of git's objects without its configuration.

A repository's own configuration can name programs (monitors, pagers, signature checkers, transports of a promisor).
So git never sees it: it runs in an empty git directory of ours that only borrows the objects, with plumbing commands
that run no hook. Objects elsewhere (alternates, links) are not followed.
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
"""Commits that are counted; of a longer history the numbers are at least."""
MAX_SMALL_FILE_BYTES = 8 * 1024 * 1024
"""Bytes of packed-refs that are read."""
MAX_LINK_BYTES = 4096
"""Bytes of a link's text, which is a path."""
OBJECTS_PER_BATCH = 128
"""Objects asked for before the first answer is read: few enough for a pipe."""

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
    """The newest commit of a git directory; to be closed, as it keeps a folder of its own while it is open."""

    def __init__(self, folder: Path, kind: str, temporary: Path) -> None:
        """Raise CheckoutError where the repository is empty, corrupt, or keeps its objects elsewhere."""
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
        """A plumbing command in our own git directory."""
        command = ["git", "--no-pager", *arguments]
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(command, env=self._environment, cwd=self._own.name, stdin=pipe, stdout=pipe, stderr=errors)
        except FileNotFoundError as error:
            raise CheckoutError("git is not installed, and this repository holds no checked-out files") from error

    def _asked(self, *arguments: str) -> tuple[str, str]:
        """Everything a short command says, and what it complains of."""
        done = self._git(*arguments, errors=subprocess.PIPE)
        out, complaint = done.communicate()
        return out.decode("utf-8", "replace"), complaint.decode("utf-8", "replace").strip() if done.returncode else ""

    def _check(self) -> None:
        kind, complaint = self._asked("cat-file", "-t", f"{self.commit}^{{tree}}")
        if kind.strip() != "tree":
            reason = complaint.splitlines()[-1] if complaint else "it names no commit"
            raise CheckoutError(f"is corrupt: the tree of {self.commit[:12]} cannot be read ({reason}); fetch it anew")

    def files(self) -> Iterator[FileEntry]:
        """In git's order; a submodule is no file, only the name of another repository's commit."""
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
        """In batches; git ends at a corrupt object, so what comes after that is asked for anew."""
        rest = iter(files)
        waiting = list(itertools.islice(rest, OBJECTS_PER_BATCH))
        while waiting:
            with self._git("cat-file", "--batch") as store:
                while waiting:
                    _ask(store, waiting)
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
        """Why there is no content, which git says of what is not there and of what it cannot read in the same words."""
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
    """An empty git directory that borrows the objects of `folder`, and surroundings that add nothing to it."""
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
    """Raise CheckoutError where the objects lie outside of the git directory."""
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
    """Hash of the commit that HEAD names.

    Raises:
        CheckoutError: there is no commit yet, or HEAD cannot be read.

    """
    target = read_small_text(folder / "HEAD").strip()
    for _ in range(5):  # a ref may name a ref
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
    """How many tags there are.

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
    """Every file below a folder; raises OSError where one cannot be listed."""

    def refuse(error: OSError) -> None:
        raise error

    for place, _, files in os.walk(folder, onerror=refuse):
        yield from ((Path(place) / file).relative_to(folder).as_posix() for file in files)


def read_small_text(path: Path) -> str:
    """A small file of a git directory; links are not followed, and only so much is read."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(MAX_SMALL_FILE_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise CheckoutError(f"{path.name} {explain_os_error(error)}") from error


def _split(stream: IO[bytes]) -> Iterator[bytes]:
    """Records that end with a NUL."""
    rest = b""
    while part := stream.read(1 << 16):
        *whole, rest = (rest + part).split(b"\0")
        yield from whole


def _path(row: bytes) -> str:
    """Path in a row of `ls-tree -l -z`."""
    return row.partition(b"\t")[2].decode("utf-8", "surrogateescape")


def _listed(row: bytes) -> FileEntry | None:
    """File or link of a row; nothing where it is neither. Of what git cannot read, it does not know the size."""
    mode, kind, key, size = row.partition(b"\t")[0].split()
    if kind != b"blob":
        return None
    return FileEntry(_path(row), int(size) if size.isdigit() else 0, key.decode(), mode == b"120000")


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdout is None:
        raise CheckoutError("git was started without a pipe to read from")
    return process.stdout


def _ask(process: subprocess.Popen[bytes], waiting: list[FileEntry]) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write("".join(f"{listed.key}\n" for listed in waiting).encode())
        process.stdin.flush()
    except BrokenPipeError:  # git has given up; then there is no answer either
        with suppress(BrokenPipeError):
            process.stdin.close()


def _answers(answers: IO[bytes], waiting: Iterable[FileEntry]) -> Iterator[bytes | None]:
    """What `cat-file --batch` answers: contents, or nothing for a missing object; ends where an answer is not whole."""
    for listed in waiting:
        name, *about = answers.readline().split() or [b""]
        if name != listed.key.encode():  # git has given up, or the answer before was shorter than it said
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
