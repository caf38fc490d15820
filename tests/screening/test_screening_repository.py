"""Checkouts as they come: work trees, bare repositories, and everything that can be wrong with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from checkouts import LIBRARY, PRODUCT, bare, committed, git, shipped_lists, written
from patternbook.diagnostics.escaping import printable
from patternbook.screening.repository.checkout import github_name, open_checkout
from patternbook.screening.repository.git_store import count_tags, head_commit
from patternbook.screening.repository.tree import MAX_SOURCE_FILE_BYTES, CheckoutError, History
from patternbook.screening.repository.work_tree import WorkTree
from patternbook.screening.survey.model import Survey
from patternbook.screening.survey.scan import MAX_LINKS_FOLLOWED, scan

TEMPORARY = Path(tempfile.gettempdir())
ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0


def read(path: Path) -> Survey:
    with open_checkout(path, TEMPORARY) as tree:
        return scan(tree, shipped_lists(), lambda _: None)


def tokens(survey: Survey) -> set[str]:
    return {found.source.token.name for found in survey.found}


def refused(path: Path) -> str:
    with pytest.raises(CheckoutError) as error, open_checkout(path, TEMPORARY):
        pass
    return str(error.value)


# ---- the forms a checkout has ----


def test_a_clone_a_bare_repository_and_a_plain_folder_say_the_same(tmp_path: Path) -> None:
    plain = read(written(tmp_path / "plain", PRODUCT))
    clone = read(committed(tmp_path / "clone", PRODUCT))
    store = read(bare(tmp_path / "store.git", PRODUCT))
    assert (
        (plain.files, plain.total_bytes, plain.sizes)
        == (clone.files, clone.total_bytes, clone.sizes)
        == (store.files, store.total_bytes, store.sizes)
    )
    assert plain.found == clone.found
    assert {found.source: found.counts for found in store.found} == {found.source: found.counts for found in plain.found}
    assert plain.unread == clone.unread == store.unread == ()
    assert plain.history.partial == "there is no git history"
    assert (clone.history.commits, clone.history.committers, clone.history.newest) == (1, 1, "2024-03-06")
    assert clone.history == store.history


def test_the_git_directory_of_a_clone_is_read_as_a_bare_repository(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", PRODUCT)
    with open_checkout(clone / ".git", TEMPORARY) as tree:
        assert tree.kind == "bare repository"
        assert tree.commit == git(clone, "rev-parse", "HEAD")


@pytest.mark.parametrize("what", ["bare", "git directory", "clone", "clone without files", "folder"])
def test_a_checkout_named_through_links_is_read_like_the_one_that_they_lead_to(tmp_path: Path, what: str) -> None:
    store = bare(tmp_path / "birdwatch.git", PRODUCT)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", *(["--no-checkout"] if what == "clone without files" else []), str(store), str(clone))
    git(clone, "remote", "set-url", "origin", "https://github.com/garden/birdwatch.git")
    git(store, "remote", "set-url", "origin", "https://github.com/garden/birdwatch.git")
    folder = written(tmp_path / "folder", PRODUCT)
    target = {"bare": store, "git directory": clone / ".git", "folder": folder}.get(what, clone)
    (tmp_path / "over").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "first").symlink_to(Path("over") / target.relative_to(tmp_path), target_is_directory=True)
    (tmp_path / "second").symlink_to("first", target_is_directory=True)
    read = []
    for path in (target, tmp_path / "first", tmp_path / "second"):
        with open_checkout(path, tmp_path) as tree:
            read.append((scan(tree, shipped_lists(), lambda _: None), tree.kind, tree.commit, github_name(path)))
    assert read[1:] == read[:1] * 2
    assert (read[0][0].files, read[0][3]) == (len(PRODUCT), "" if what == "folder" else "garden/birdwatch")


def test_a_repository_whose_head_is_a_link_is_not_taken_for_a_folder(tmp_path: Path) -> None:
    store = bare(tmp_path / "birdwatch.git", PRODUCT)
    (store / "HEAD").unlink()
    (store / "HEAD").symlink_to("refs/heads/main")  # the branch is in packed-refs, so the link leads nowhere
    assert refused(store).startswith("HEAD cannot be read")


def test_a_clone_without_checked_out_files_is_read_at_its_newest_commit(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", PRODUCT)
    git(tmp_path, "clone", "-q", "--no-checkout", "--no-local", str(clone), "bald")
    with open_checkout(tmp_path / "bald", TEMPORARY) as tree:
        assert tree.kind == "git repository without checked-out files"
        assert len(list(tree.files())) == len(PRODUCT)


def test_a_work_tree_is_read_as_it_stands_and_not_as_it_was_committed(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    (clone / "new.py").write_text("import sklearn\n", "utf-8")
    assert "scikit-learn" in tokens(read(clone))


def test_git_objects_with_longer_hashes(tmp_path: Path) -> None:
    clone = tmp_path / "long"
    clone.mkdir()
    git(clone, "init", "-q", "--object-format=sha256", "-b", "main")
    written(clone, LIBRARY)
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "All")
    survey = read(clone / ".git")
    assert survey.files == len(LIBRARY)
    assert survey.history.commits == 1


def test_tags_loose_and_packed_are_counted_once(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    for name in ("v1", "v2"):
        git(clone, "tag", name)
    git(clone, "pack-refs", "--all")
    git(clone, "tag", "v3")
    git(clone, "tag", "-f", "v1")
    assert count_tags(clone / ".git") == 3
    assert head_commit(clone / ".git") == git(clone, "rev-parse", "HEAD")


def test_a_shallow_clone_says_that_its_history_is_cut(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    (clone / "more.py").write_text("x = 1\n", "utf-8")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "More")
    git(tmp_path, "clone", "-q", "--depth", "1", "--bare", f"file://{clone}", "shallow.git")
    history = read(tmp_path / "shallow.git").history
    assert (history.commits, history.partial) == (1, "the history is cut")


def test_history_outside_of_the_checkout_is_not_read(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    git(clone, "worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
    survey = read(tmp_path / "second")
    assert survey.files == len(LIBRARY)  # the file .git is none
    history = survey.history
    assert history.commits == 0
    assert history.partial == "its git history lies outside of the checkout, where nothing is read"


def test_address_it_was_cloned_from(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    assert github_name(clone) == ""
    git(clone, "remote", "add", "origin", "git@github.com:garden/birds.git")
    assert github_name(clone) == "garden/birds"
    assert github_name(tmp_path) == ""


# ---- nothing is run, nothing outside is read ----


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("core.fsmonitor", "{program}"),
        ("core.pager", "{program}"),
        ("core.sshCommand", "{program}"),
        ("core.hooksPath", "{folder}"),
        ("gpg.program", "{program}"),
        ("log.showSignature", "true"),
        ("filter.x.smudge", "{program}"),
        ("diff.x.textconv", "{program}"),
        ("core.alternateRefsCommand", "{program}"),
        ("uploadpack.packObjectsHook", "{program}"),
    ],
)
def test_no_program_named_in_the_configuration_is_run(tmp_path: Path, key: str, value: str) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n", "utf-8")
    program.chmod(0o755)
    clone = committed(tmp_path / "clone", {**LIBRARY, ".gitattributes": "* filter=x diff=x\n"})
    git(clone, "config", "gpg.program", str(program))
    git(clone, "config", key, value.format(program=program, folder=tmp_path))
    read(clone)
    read(clone / ".git")
    assert not ran.exists()


def test_a_promise_of_missing_objects_fetches_nothing(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\nexit 1\n", "utf-8")
    program.chmod(0o755)
    clone = committed(tmp_path / "clone", PRODUCT)
    git(clone, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{clone}", "partial.git")
    partial = tmp_path / "partial.git"
    git(partial, "config", "remote.origin.uploadpack", str(program))
    survey = read(partial)
    assert not ran.exists()
    assert survey.files == len(PRODUCT)
    assert "README.md: its content is not in the repository, or its pack is corrupt" in survey.unread


def test_objects_of_another_repository_are_not_followed(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    git(tmp_path, "clone", "-q", "--bare", "--shared", str(clone), "shared.git")
    assert refused(tmp_path / "shared.git").startswith("borrows objects from another repository, which is not read")


def test_objects_behind_a_link_are_not_followed(tmp_path: Path) -> None:
    store = bare(tmp_path / "store.git", LIBRARY)
    (store / "objects").rename(tmp_path / "elsewhere")
    (store / "objects").symlink_to(tmp_path / "elsewhere")
    assert refused(store).startswith("keeps its objects behind a link, which is not followed")


def test_a_head_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    store = bare(tmp_path / "store.git", LIBRARY)
    (tmp_path / "secret").write_text(f"{'a' * 40}\n", "utf-8")
    for target in ("ref: ../secret\n", "ref: refs/../../secret\n", f"ref: {tmp_path}/secret\n"):
        (store / "HEAD").write_text(target, "utf-8")
        assert refused(store) == "is corrupt: HEAD names no commit; fetch it anew"
    (store / "refs" / "heads" / "out").symlink_to(tmp_path / "secret")
    (store / "HEAD").write_text("ref: refs/heads/out\n", "utf-8")
    assert refused(store) == "is empty: refs/heads/out has no commit yet"


def test_links_are_not_followed_be_they_inside_out_or_in_circles(tmp_path: Path) -> None:
    written(tmp_path / "outside", {"secret.py": "import torch\n"})
    folder = written(tmp_path / "folder", {"a/own.py": "import sklearn\n"})
    (folder / "out").symlink_to(tmp_path / "outside")
    (folder / "file.py").symlink_to(tmp_path / "outside" / "secret.py")
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "README.md").symlink_to("/etc/passwd")
    for checkout in (folder, _committed_as_it_is(folder)):
        survey = read(checkout)
        assert survey.files == 1
        assert tokens(survey) == {"scikit-learn"}
        assert survey.readme.text == ""
        readme, others = survey.unread
        assert readme == "README.md: not followed: a link that leads to no file of this checkout, or over another link"
        assert others.startswith("passed over as links, pipes, sockets or devices: ")
        assert sorted(others.partition("devices: ")[2].split(", ")) == ["a/loop", "file.py", "out", "self"]


@pytest.mark.parametrize("target", ["docs/about.md", "./docs//../docs/about.md", "-dash.md", ":(top)odd *.md"])
def test_a_readme_that_is_a_link_to_a_file_of_the_same_checkout_is_read(tmp_path: Path, target: str) -> None:
    folder = written(tmp_path, {"docs/about.md": "# Birdwatch\n", "-dash.md": "# Birdwatch\n", ":(top)odd *.md": "# Birdwatch\n"})
    (folder / "README.md").symlink_to(target)
    for checkout in (folder, _committed_as_it_is(folder)):
        survey = read(checkout)
        assert (survey.readme.path, survey.readme.title, survey.files, survey.unread) == ("README.md", "Birdwatch", 4, ())


def test_a_manifest_that_is_a_link_is_read_where_it_stands(tmp_path: Path) -> None:
    folder = written(tmp_path, {"common/needed.txt": "torch\n", "app/a.py": "x\n"})
    (folder / "app" / "requirements.txt").symlink_to("../common/needed.txt")
    (folder / "app" / "b.py").symlink_to("a.py")
    for checkout in (folder, _committed_as_it_is(folder)):
        survey = read(checkout)
        [found] = survey.found
        assert [(each.file, each.line) for each in found.evidence] == [("app/requirements.txt", 1)]
        assert (survey.files, survey.unread) == (3, ("passed over as links, pipes, sockets or devices: app/b.py",))


@pytest.mark.parametrize(
    "target",
    [
        *("../outside/secret.md", "docs/../../outside/secret.md", "{outside}/secret.md", "chain.md", "linked/about.md", "docs", "."),
        *("gone.md", "README.md", ".git/config", "inner/about.md", "x" * 4000),
    ],
)
def test_no_readme_is_read_out_of_the_checkout_or_over_a_second_link(tmp_path: Path, target: str) -> None:
    written(tmp_path / "outside", {"secret.md": "# Secret\n"})
    folder = written(tmp_path / "folder", {"docs/about.md": "# About\n"})
    committed(folder / "inner", {"about.md": "# Inner\n"})
    (folder / "chain.md").symlink_to("docs/about.md")
    (folder / "linked").symlink_to("docs")
    (folder / "README.md").symlink_to(target.replace("{outside}", str(tmp_path / "outside")))
    for checkout in (folder, _committed_as_it_is(folder)):
        survey = read(checkout)
        assert survey.readme.text == ""
        assert survey.unread[0] == "README.md: not followed: a link that leads to no file of this checkout, or over another link"
        assert survey.unread[-1] == "passed over as links, pipes, sockets or devices: chain.md, linked"


def test_of_many_links_a_few_are_followed_and_all_are_counted(tmp_path: Path) -> None:
    folder = written(tmp_path, {"needed.txt": "torch\n"})
    for number in range(MAX_LINKS_FOLLOWED + 10):
        (folder / f"requirements-{number:03}.txt").symlink_to("needed.txt")
    for checkout in (folder, _committed_as_it_is(folder)):
        survey = read(checkout)
        assert survey.files == MAX_LINKS_FOLLOWED + 1
        assert survey.unread[0].endswith("requirements-203.txt, requirements-204.txt and 5 more")


def _committed_as_it_is(folder: Path) -> Path:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "With links")
    return folder / ".git"


def test_submodules_and_other_repositories_inside_are_not_looked_into(tmp_path: Path) -> None:
    inner = committed(tmp_path / "inner", {"a.py": "import torch\n"})
    outer = committed(tmp_path / "outer", LIBRARY)
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "inner")
    git(outer, "commit", "-q", "-m", "Inner")
    store, tree = read(outer / ".git"), read(outer)
    assert store.files == tree.files == len(LIBRARY) + 1  # and .gitmodules
    assert store.unread == ("inner: not looked into: a repository of its own, such as a submodule",)
    assert tree.unread == ("inner/: not looked into: a repository of its own, such as a submodule",)
    committed(outer / "docs" / "other", {"b.py": "import nltk\n"})
    assert (read(outer).files, tokens(read(outer))) == (tree.files, tokens(tree))


def test_nothing_is_changed_on_disk(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", PRODUCT)
    store = bare(tmp_path / "store.git", PRODUCT)

    def contents() -> dict[Path, tuple[bytes, int]]:
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(tmp_path.rglob("*")) if path.is_file()}

    before = contents()
    read(clone)
    read(store)
    assert contents() == before


# ---- bad input ----


@pytest.mark.parametrize("what", ["missing", "file", "empty", "empty-clone", "circle"])
def test_what_is_no_checkout_says_what_was_expected(tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    match what:
        case "file":
            path.write_text("x", "utf-8")
        case "empty":
            path.mkdir()
        case "empty-clone":
            path.mkdir()
            git(path, "init", "-q", "-b", "main")
        case "circle":
            path.symlink_to(path)
    assert (
        refused(path)
        == {
            "missing": "there is no such folder; expected a checkout or a bare git repository",
            "file": "is a file; expected the folder of a checkout or a bare git repository",
            "empty": "is an empty folder; expected a checkout or a bare git repository",
            "empty-clone": "is empty: refs/heads/main has no commit yet",
            "circle": "is a link that leads nowhere, or in a circle; expected a checkout or a bare git repository",
        }[what]
    )


def test_corrupt_repositories_are_told_of(tmp_path: Path) -> None:
    store = bare(tmp_path / "store.git", LIBRARY)
    whole = (store / "HEAD").read_text("utf-8")
    for text in ("", "nonsense\n", "\xff\n", "ref: refs/heads/gone\n", "ref: HEAD\n"):
        (store / "HEAD").write_text(text, "utf-8")
        assert refused(store).startswith(("is corrupt: ", "is empty: ")), text
    (store / "HEAD").write_text(f"{'0' * 39}1\n", "utf-8")
    assert refused(store).startswith("is corrupt: the tree of 000000000000 cannot be read")
    (store / "HEAD").write_text(whole, "utf-8")
    for pack in (store / "objects" / "pack").glob("*.pack"):
        pack.chmod(0o644)
        pack.write_bytes(pack.read_bytes()[:40])
    assert refused(store).startswith("is corrupt: ")


def test_a_corrupt_object_is_told_of_and_the_rest_is_read(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", {f"f{number:03}.py": f"import sklearn  # {number}\n" for number in range(300)})
    for name, content in (("f007.py", b"garbage"), ("f200.py", zlib.compress(b"blob 5\0abc"))):
        key = git(clone, "rev-parse", f"HEAD:{name}")
        loose = clone / ".git" / "objects" / key[:2] / key[2:]
        loose.chmod(0o644)
        loose.write_bytes(content)
    survey = read(clone / ".git")
    assert survey.files == 300
    [found] = survey.found
    assert found.in_own_code == 298
    assert sorted(survey.unread) == ["f007.py: its content is corrupt, or may not be read", "f200.py: its content is corrupt"]


def test_a_corrupt_object_in_a_pack_ends_git_and_not_the_reading(tmp_path: Path) -> None:
    store = bare(tmp_path / "store.git", {f"f{number:03}.py": f"import sklearn  # {number}\n" * (number + 1) for number in range(300)})
    key = git(store, "rev-parse", "HEAD:f150.py")
    [index] = (store / "objects" / "pack").glob("*.idx")
    [row] = [row.split() for row in git(store, "verify-pack", "-v", str(index)).splitlines() if row.startswith(key)]
    pack = index.with_suffix(".pack")
    pack.chmod(0o644)
    content = bytearray(pack.read_bytes())
    start = int(row[4]) + 6
    content[start : start + 8] = b"\xff" * 8
    pack.write_bytes(content)
    survey = read(store)
    assert survey.files == 300
    assert 1 <= len(survey.unread) < 10
    assert all("corrupt" in line or "missing" in line or "not in the repository" in line for line in survey.unread)
    assert sum(size.files for size in survey.sizes.values()) == 300 - len(survey.unread)


DYING = """#!{python}
import os, subprocess, sys
if "--batch" in sys.argv and not os.path.exists("{once}"):
    os.mkdir("{once}")
    git = subprocess.Popen(["{real}", *sys.argv[1:]], stdout=subprocess.PIPE)
    sys.stdout.buffer.write(git.stdout.read(5000))
    git.kill()
    sys.stdout.flush()
    os._exit(1)
os.execv("{real}", ["{real}", *sys.argv[1:]])
"""


def test_git_that_dies_is_started_again_after_the_object_it_died_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = bare(tmp_path / "store.git", {f"f{number:03}.py": f"import sklearn  # {number}\n" for number in range(300)})
    programs = tmp_path / "programs"
    written(programs, {"git": DYING.format(python=sys.executable, real=shutil.which("git"), once=tmp_path / "once")})
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    survey = read(store)
    assert (tmp_path / "once").exists()
    [found] = survey.found
    [unread] = survey.unread
    assert unread.endswith(".py: its content is corrupt")
    assert found.in_own_code == 299


def test_what_changed_since_it_was_listed_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path / "outside", {"secret.py": "import torch\n"})
    folder = written(tmp_path / "folder", {"a.py": "x", "b.py": "x", "c.py": "import sklearn\n", "d.py": "x" * 10})
    tree = WorkTree(folder, "work tree", History())
    listed = list(tree.files())
    for name in ("a.py", "b.py"):
        (folder / name).unlink()
    (folder / "a.py").symlink_to(tmp_path / "outside" / "secret.py")
    os.mkfifo(folder / "b.py")
    (folder / "d.py").write_text("y" * 10_000_000, "utf-8")
    assert {file.path: len(content) for file, content in tree.read(listed)} == {"c.py": 15, "d.py": 10}
    assert tree.problems.summary() == ("a.py: cannot be read: Too many levels of symbolic links",)


def test_history_that_breaks_off_says_so(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    first = git(clone, "rev-parse", "HEAD")
    git(clone, "commit", "-q", "--allow-empty", "-m", "Second")
    (clone / ".git" / "objects" / first[:2] / first[2:]).unlink()
    history = read(clone).history
    assert history.partial == "the history breaks off"


def test_large_binary_and_broken_files_are_told_of_by_name(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        {
            "photo.py": b"\x89PNG\r\n\x00\x00" * 20,
            "latin.py": b"# caf\xe9\nimport sklearn\n",
            "wide.cs": "using Microsoft.ML.Data;\n".encode("utf-16"),
            "line\nbreak.py": "import torch\n",
            "right\u202eleft.py": "import nltk\n",
        },
    )
    (folder / os.fsdecode(b"by\xffte.py")).write_text("import gensim\nimport cv2\n", "utf-8")
    with (folder / "huge.py").open("wb") as huge:
        huge.truncate(2 * 1024**3)
    survey = read(folder)
    assert sorted(survey.unread) == [
        f"huge.py: not read: 2,147,483,648 bytes, more than the {MAX_SOURCE_FILE_BYTES:,} of a source file",
        "photo.py: not read: binary, whatever its name says",
    ]
    assert {"scikit-learn", "ML.NET and Accord", "PyTorch", "spaCy, NLTK, gensim", "OpenCV"} <= tokens(survey)
    files = {evidence.file for found in survey.found for evidence in found.evidence}
    assert {"line\\nbreak.py", "right\\u202eleft.py", "by\\xffte.py", "latin.py", "wide.cs"} <= files


def test_hostile_names_in_git(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", {"line\nbreak.py": "import torch\n", 'quote".py': "import nltk\n", "-dash.py": "import sklearn\n"})
    assert len(tokens(read(clone / ".git"))) == 3


def test_pipes_and_sockets_do_not_stop_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "plug.py"))
        written(tmp_path, {"a.py": "import torch\n"})
        survey = read(tmp_path)
    assert tokens(survey) == {"PyTorch"}
    assert survey.unread == ("passed over as links, pipes, sockets or devices: pipe.py, plug.py",)


def test_without_permission_the_rest_is_read(tmp_path: Path) -> None:
    """As root, by a process that gives its rights away."""
    folder = written(tmp_path / "folder", {"a.py": "import torch\n", "locked/b.py": "import nltk\n", "c.py": "import sklearn\n"})
    code = """
tree = WorkTree(Path("folder"), "work tree", History())
print([listed.path for listed, _ in tree.read(tree.files())], tree.problems.summary())
"""
    assert as_ordinary_user(tmp_path, code, locked=(folder / "locked", folder / "c.py")) == [
        "['a.py'] ('c.py: cannot be read: Permission denied', 'locked/: cannot be listed: Permission denied')"
    ]


def as_ordinary_user(folder: Path, code: str, locked: Iterable[Path]) -> list[str]:
    """What a program prints in a folder where some paths are closed to it; as root, it gives its rights away."""
    program = f"""
import os, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from checkouts import shipped_lists
from patternbook.runtime.progress import Progress
from patternbook.screening.pipeline.run import match_metadata, screen_all
from patternbook.screening.repository.work_tree import WorkTree
from patternbook.screening.repository.tree import History
lists = shipped_lists()
{"os.setuid(65534)" if ROOT_USER else ""}
{code}
"""
    folder.chmod(0o755)
    for parent in folder.parents:
        if any("pytest" in part for part in parent.parts):  # what pytest made, one folder more where tests run on all cores
            parent.chmod(parent.stat().st_mode | 0o055)
    before = {path: path.stat().st_mode for path in locked}
    for path in before:
        path.chmod(0)
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    for path, mode in reversed(before.items()):
        path.chmod(mode)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


SCREENED = """
for one in screen_all(match_metadata([Path(name) for name in {names}], ()), lists, 1, Progress()):
    print(one.checkout, getattr(one, "why", "") or one.survey.history.partial, sep=": ")
"""
PERMISSIONS = "check its permissions and those of the folders above it"


def test_a_checkout_without_permission_takes_no_other_with_it(tmp_path: Path) -> None:
    for name in ("good", "closed", "above/inner", "refs", "bald"):
        committed(tmp_path / name, LIBRARY)
    for child in (tmp_path / "bald").iterdir():
        if child.name != ".git":
            shutil.rmtree(child) if child.is_dir() else child.unlink()
    bare(tmp_path / "tags.git", LIBRARY)
    places = ("closed", "above", "refs/.git/refs", "bald/.git", "tags.git/refs/tags")
    code = SCREENED.format(names=("closed", "above/inner", "refs", "bald", "tags.git", "good"))
    assert as_ordinary_user(tmp_path, code, locked=[tmp_path / place for place in places]) == [
        f"closed: cannot be read: Permission denied; {PERMISSIONS}",
        f"above/inner: cannot be read: Permission denied; {PERMISSIONS}",
        f"refs: its git history refs/heads/main cannot be read: Permission denied; {PERMISSIONS}",
        f"bald: cannot be read: Permission denied; {PERMISSIONS}",
        f"tags.git: its tags cannot be read: Permission denied; {PERMISSIONS}",
        "good: ",
    ]


def test_an_object_without_permission_is_not_said_to_be_missing(tmp_path: Path) -> None:
    clone = committed(tmp_path / "clone", LIBRARY)
    key = git(clone, "rev-parse", "HEAD:README.md")
    gone = git(clone, "rev-parse", "HEAD:pyproject.toml")
    (clone / ".git" / "objects" / gone[:2] / gone[2:]).unlink()
    code = "[one] = screen_all(match_metadata([Path('clone/.git')], ()), lists, 1, Progress())\nprint(*one.survey.unread, sep='\\n')"
    assert as_ordinary_user(tmp_path, code, locked=[clone / ".git" / "objects" / key[:2] / key[2:]]) == [
        "README.md: its content is corrupt, or may not be read",
        "pyproject.toml: its content is not in the repository, or its pack is corrupt",
    ]


def test_a_git_directory_without_permission_costs_the_history_alone(tmp_path: Path) -> None:
    committed(tmp_path / "clone", LIBRARY)
    assert as_ordinary_user(tmp_path, SCREENED.format(names=("clone",)), locked=[tmp_path / "clone" / ".git"]) == [
        f"clone: its git history cannot be read: Permission denied; {PERMISSIONS}"
    ]


def test_deep_folders_end_somewhere(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(260):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    written(tmp_path, {"a.py": "import torch\n"})
    survey = read(tmp_path)
    assert survey.files == 1
    assert len(survey.unread) == 1
    assert survey.unread[0].endswith("not looked into: more than 200 folders deep")


def test_many_problems_are_counted_rather_than_listed(tmp_path: Path) -> None:
    survey = read(written(tmp_path, {f"f{number}.py": b"\0" for number in range(50)}))
    assert len(survey.unread) == 21
    assert survey.unread[-1] == "and 30 more"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process alone, without the one it came from")
def test_memory_stays_bounded(tmp_path: Path) -> None:
    """Files of 2 MB each are read one after the other, never together."""
    text = b"import torch\n" + b"x = 'some words of a longer line, over and over'\n" * 40_000
    written(tmp_path, {f"f{number}.py": text[: MAX_SOURCE_FILE_BYTES - 10] for number in range(80)})
    code = f"""
import re, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from test_screening_repository import read
read(Path({str(tmp_path)!r}))
print(re.search("VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150_000


def test_what_is_shown_of_a_checkout_is_one_safe_line() -> None:
    assert printable("a\nb\r\t\x1b[31mred\x00\u202e\u2028\udcff") == "a\\nb\\r\\t\\x1b[31mred\\x00\\u202e\\u2028\\xff"
    assert printable("Füße 東京 🐦") == "Füße 東京 🐦"
