"""Mutation testing: change the engine in one place, run the tests that concern it, and list the changes that no test noticed.

    python tests/mutate.py --seed 1 --count 60           # draw 60 mutants, run them, print figures and survivors
    python tests/mutate.py --seed 1 --count 60 --list    # print the mutants and their test files, run nothing
    python tests/mutate.py --seed 1 --count 60 --numbers 7 31    # run these two of the 60 again

A seed stands for the same mutants as long as the code under hooks/ is the same. Mutants are drawn by statement, so that a
module gets as many as its size asks for. Each is applied to a copy of the checkout, never to the checkout itself.

Test files are found by imports, not by a table: first the module's own test file (named after it or its room), then the
files that import the module, then those that import it through one other module, then those that run the engine as a
program, then the rest. How long a test file may take depends on how much farther from the module it is than the nearest.
Tests that need a browser or a large catalogue run only for modules that no other test file imports. The unchanged copy
runs first, because a failure shows something only where the test passes without the change; a test file that fails then is
named and left out. Times are kept in build/mutate.json for the next run; delete the file to measure again.

A survivor is a hole in the tests, or a mutant that changes nothing anybody can see (an equivalent mutant): a person decides.
What is equivalent by construction is never drawn: annotations, docstrings, `if TYPE_CHECKING`, `__all__`, sizes of caches,
texts of the log, assertions for the type checker. The exit code is 0, whatever survives.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

ROOT = Path(__file__).parent.parent
TIMES = Path("build/mutate.json")

STEP_SECONDS, REST_SECONDS = 30, 10
"""How long a test file may take that is one step farther from a module than the nearest test files, or more."""
NOT_AT_ALL = 4
BATCH_SECONDS = 20
"""Test files run together up to this sum, so that a mutant that hangs is noticed early."""
PATIENCE, SPARE_SECONDS = 4, 30
"""A batch is given up after so many times as long as without a change, and these seconds."""
BASELINE_SECONDS = 1800
MEMORY = 8 << 30
"""Bytes of address space a test process may take: a loop that no longer ends often fills the memory first."""
RUNS_PROGRAM = re.compile(r"\bsubprocess\b|conftest import .*\bbuild\b|\bsite: Path")
"""What a test file holds that runs the engine as a program, and so modules it does not import."""
LAST_RESORT = re.compile(r"playwright|large")
"""What a test file that needs a browser, or a large catalogue, imports or is named."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# --- mutants -----------------------------------------------------------------------------------------------------------

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NO_VALUES = frozenset({"annotation", "returns", "decorator_list", "type_params"})
"""Fields of the syntax tree that hold no code of interest; decorators are removed as a whole."""
NO_EFFECT = frozenset({"slots", "gc", "strict", "maxsize"})
"""Keyword arguments that change speed, or catch mistakes of the program itself."""
TYPING = frozenset({"cast", "TypeVar", "ParamSpec", "NewType", "Literal"})
KEPT_DECORATORS = frozenset(
    {"dataclass", "cache", "lru_cache", "cached_property", "override", "final", "overload", "abstractmethod", "runtime_checkable"}
)
UNSWAPPED = frozenset({"max", "min", "isinstance", "issubclass", "getattr", "setattr", "hasattr", "map", "filter", "next"})
"""Functions whose arguments can be swapped to no effect, or to none but a TypeError."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change to a syntax tree, not made yet."""

    statement: int
    """Line of the statement it is in."""
    kind: str
    old: ast.AST
    new: ast.AST
    replace: Callable[[ast.AST], None]
    """Puts another node in place of the old one."""
    around: ast.AST
    """The node whose text is written anew: the old one, or what is around it where it has no place or text of its own."""

    def __str__(self) -> str:
        if self.kind == "decorator":
            return f"decorator: @{_shown(self.new)}  ->  none"
        return f"{self.kind}: {_shown(self.old)}  ->  {_shown(self.new)}"

    def apply(self, text: str) -> str:
        """The module's text with the change, all else as it is: tests may read it."""
        if self.kind == "decorator":
            return _cut(text, self.around)
        self.replace(self.new)
        new = ast.unparse(ast.fix_missing_locations(self.new if self.around is self.old else self.around))
        return _cut(text, self.around, new if isinstance(self.around, ast.stmt) else f"({new})")


def _cut(text: str, node: ast.AST, instead: str = "") -> str:
    """A text with another in place of a node's; columns of nodes count bytes."""
    start_line, start, end_line, end = (getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"))
    lines = text.encode().splitlines(keepends=True)
    before, after = lines[start_line - 1][:start], lines[end_line - 1][end:]
    if not instead:
        before = before.rpartition(b"@")[0]  # of a decorator
    return b"".join([*lines[: start_line - 1], before, instead.encode(), after, *lines[end_line:]]).decode()


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutation that was drawn, and the module's text with it."""

    file: str
    line: int
    change: str
    text: str


def mutations(tree: ast.AST) -> Iterator[Mutation]:
    """Every mutation of a module, always in the same order."""
    for node, statement, around, replace in _nodes(tree, 1, None):
        for kind, new in _variants(node):
            yield Mutation(statement, kind, node, new, replace, new if kind == "decorator" else around)


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node)
    return " ".join(text.split())[:120] or repr(text)


def _nodes(parent: ast.AST, statement: int, text: ast.AST | None) -> Iterator[tuple[ast.AST, int, ast.AST, Callable[[ast.AST], None]]]:
    """Every node below one that is worth a change.

    Yields:
        The node, the line of its statement, the node around it to write anew, and what puts another node in its place.
        `text` is the f-string around the parent: what is inside one has no place that Python tells before 3.12.

    """
    for field, value in ast.iter_fields(parent):
        if field in NO_VALUES:
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST) and not _is_equivalent(child):
                line = child.lineno if isinstance(child, ast.stmt) else statement
                around = text or (parent if isinstance(child, ast.Slice) else child)
                yield child, line, around, _replacer(parent, field, index if isinstance(value, list) else None)
                yield from _nodes(child, line, text or (child if isinstance(child, ast.JoinedStr) else None))


def _replacer(parent: ast.AST, field: str, index: int | None) -> Callable[[ast.AST], None]:
    def replace(new: ast.AST) -> None:
        if index is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[index] = new

    return replace


def _is_equivalent(node: ast.AST) -> bool:
    """Whether no change below a node can be seen from outside."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert():
            return True
        case ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case ast.If(test=test):
            return bool({"TYPE_CHECKING", "__name__"} & {_name(each) for each in ast.walk(test)})
        case ast.Assign(targets=[ast.Name(id="__all__" | "__slots__")]):
            return True
        case ast.AnnAssign(annotation=annotation):
            return _name(annotation) == "TypeAlias"
        case ast.keyword(arg=argument):
            return argument in NO_EFFECT
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="debug" | "info" | "warning" | "error" | "exception" | "log")):
            return "log" in name.lower()
        case ast.Call(func=ast.Attribute(value=ast.Name(id="gc"))):  # memory and time only
            return True
        case ast.Call(func=called) | ast.Subscript(value=called):
            return _name(called) in TYPING
    return False


def _name(node: ast.AST) -> str:
    """The last part of a dotted name; of a call, that of what is called."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=called):
            return _name(called)
    return ""


def _variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a node may be changed to, with the kind of the change."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp(op=op, values=values):
            yield "boolean", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield "not", operand
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC and not _is_text(left) and not _is_text(right) and not _is_type(right):
            yield "arithmetic", ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.Constant(value=value):
            yield from (("constant", ast.Constant(other)) for other in _other_values(value))
        case ast.Slice(lower, upper, step):
            yield from (("slice", ast.Slice(*others)) for others in _less(lower, upper, step))
        case ast.Call(func=called, args=[first, second, *others], keywords=keywords):
            if _may_swap(first, second) and _name(called) not in UNSWAPPED:
                yield "arguments", ast.Call(called, [second, first, *others], keywords)
        case ast.stmt():
            yield from _other_statements(node)


def _compared(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for index, op in enumerate(node.ops):
        yield "comparison", ast.Compare(node.left, [*node.ops[:index], COMPARISONS[type(op)](), *node.ops[index + 1 :]], node.comparators)


def _is_text(node: ast.AST) -> bool:
    """Whether another operator could do nothing but raise a TypeError."""
    return isinstance(node, ast.JoinedStr | ast.List | ast.Tuple) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _is_type(node: ast.AST) -> bool:
    return (isinstance(node, ast.Constant) and node.value is None) or re.match(r"[A-Z][a-z]|str$|int$", _name(node)) is not None


def _may_swap(first: ast.expr, second: ast.expr) -> bool:
    """Whether two arguments may be of one type: neither is unpacked, and both or none are constants."""
    if isinstance(first, ast.Starred | ast.Lambda) or isinstance(second, ast.Starred | ast.Lambda):
        return False
    return isinstance(first, ast.Constant) == isinstance(second, ast.Constant) and ast.dump(first) != ast.dump(second)


def _other_values(value: object) -> list[bool] | list[str] | list[bytes] | list[int] | list[float]:
    match value:
        case bool():
            return [not value]
        case str():
            return [""] if value else []
        case bytes():
            return [b""] if value else []
        case int():
            return [value + 1, value - 1]
        case float():
            return [value + 1, value - 1]
    return []


def _less(*parts: ast.expr | None) -> Iterator[list[ast.expr | None]]:
    """A slice without each of its bounds."""
    for index, part in enumerate(parts):
        if part is not None:
            yield [None if index == other else kept for other, kept in enumerate(parts)]


def _other_statements(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Return(value=value) if value and not (isinstance(value, ast.Constant) and value.value in (None, False)):
            yield "return", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() as call) if not _is_equivalent(call):
            yield "statement", ast.Pass()
        case ast.AugAssign(target, op, value):
            yield "statement", ast.Pass()
            if type(op) in ARITHMETIC and not _is_text(value):
                yield "arithmetic", ast.AugAssign(target, ARITHMETIC[type(op)](), value)
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.Raise() | ast.Continue() | ast.Delete():
            yield "statement", ast.Pass()
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield from (("decorator", each) for each in node.decorator_list if _name(each) not in KEPT_DECORATORS)


def drawn(modules: dict[str, str], seed: int, count: int) -> list[Mutant]:
    """Mutants drawn by a seed: a module by its number of statements, a statement in it, a mutation of the statement.

    Args:
        modules: path -> text.
        seed: of the pseudo-random numbers.
        count: how many; all there are, where there are fewer.

    """
    dice, found = random.Random(seed), dict[tuple[str, int], Mutant]()
    choices = {file: _by_statement(text) for file, text in modules.items()}
    weights = {file: sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(modules[file]))) for file, some in choices.items() if some}
    total = sum(len(each) for some in choices.values() for each in some)
    while len(found) < min(count, total):
        (file,) = dice.choices(list(weights), list(weights.values()))
        number = dice.choice(dice.choice(choices[file]))
        if (file, number) not in found:
            found[file, number] = _mutant(file, modules[file], number)
    return list(found.values())


def _by_statement(text: str) -> list[list[int]]:
    """The numbers of a module's mutations, statement by statement."""
    found = defaultdict[int, list[int]](list)
    for number, each in enumerate(mutations(ast.parse(text))):
        found[each.statement].append(number)
    return list(found.values())


def _mutant(file: str, text: str, number: int) -> Mutant:
    chosen = list(mutations(ast.parse(text)))[number]
    return Mutant(file, getattr(chosen.around, "lineno", chosen.statement), str(chosen), chosen.apply(text))


# --- test files --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suite:
    """The test files of a checkout, and what they import."""

    paths: tuple[str, ...]
    imports: dict[str, frozenset[str]]
    """Path of any Python file of hooks/ and tests/ -> paths of those it imports."""
    programs: frozenset[str]
    """Those that run the engine as a program."""
    last: frozenset[str]
    """Those that need a browser or a large catalogue."""

    @classmethod
    def of(cls, root: Path) -> Suite:
        paths = [*(root / "hooks").rglob("*.py"), *(root / "tests").rglob("*.py")]
        texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(paths)}
        names = {_dotted(file): file for file in texts}
        imported = {file: set(_imported(text)) for file, text in texts.items()}
        imports = {file: frozenset(names[name] for name in some if name in names) - {file} for file, some in imported.items()}
        tests = [file for file in texts if Path(file).name.startswith("test_")]
        programs = frozenset(file for file in tests if RUNS_PROGRAM.search(texts[file]))
        last = frozenset(file for file in tests if LAST_RESORT.search(Path(file).stem + " ".join(imported[file])))
        return cls(tuple(tests), imports, programs, last)

    def concerned(self, module: str, seconds: dict[str, float]) -> list[str]:
        """The test files for a module, in the order they run in; what takes how long decides where nothing else does."""
        ranks = {file: self.rank(file, module) for file in self.paths}
        usual = [file for file in ranks if file not in self.last]
        nearest = max(1, min((ranks[file] for file in usual), default=NOT_AT_ALL))
        limits = dict.fromkeys(range(NOT_AT_ALL + 1), REST_SECONDS) | {min(nearest + 1, NOT_AT_ALL - 1): STEP_SECONDS}
        found = [file for file in usual if ranks[file] <= nearest or seconds.get(file, 0) <= limits[ranks[file]]]
        found = found if nearest < NOT_AT_ALL else list(ranks)
        return sorted(found, key=lambda file: (file in self.last, ranks[file], seconds.get(file, 0), file))

    def rank(self, file: str, module: str) -> int:
        """0 the module's own test file, 1 it imports the module, 2 through one step, 3 it runs the program, else NOT_AT_ALL."""
        *_, name = folders = Path(file.replace("test_", "")).with_suffix("").parts[1:]
        parts = _dotted(module).split(".")
        rooms = parts[1:] if len(parts) > 1 else parts
        names = {"_".join(rooms[start:end]) for end in range(len(rooms) + 1) for start in range(end)}
        if "_".join(rooms) in (name, "_".join(folders)) or (name in names and module in self._reached(file)):
            return 0
        if module in self.imports[file]:
            return 1
        if any(module in self.imports[each] for each in self.imports[file]):
            return 2
        return 3 if file in self.programs else NOT_AT_ALL

    def _reached(self, file: str) -> set[str]:
        """Every file that a file imports, through however many others."""
        reached, waiting = set[str](), [file]
        while waiting:
            fresh = self.imports[waiting.pop()] - reached
            reached |= fresh
            waiting += fresh
        return reached


def _dotted(file: str) -> str:
    """The name a file of hooks/ or tests/ is imported by."""
    parts = Path(file).with_suffix("").parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(text: str) -> Iterator[str]:
    """Names that may be modules, of every import of a file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


# --- running -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant, and which test ended it."""

    verdict: str
    """killed, timeout or survived."""
    by: str
    seconds: float


class Copy:
    """A copy of the checkout to run tests in."""

    def __init__(self, folder: Path, files: Iterable[str]) -> None:
        self.folder = folder / "copy"
        self._base = folder / "pytest"  # tests that run as another user open folders of this name
        self._time = int(time.time())
        for file in files:
            (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / file, self.folder / file, follow_symlinks=False)

    def run(self, tests: Sequence[str], limit: float) -> tuple[int | None, str]:
        """Run test files up to the first failure; the exit code, None after the limit, and what pytest printed."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_") and key != "PYTHONDONTWRITEBYTECODE"}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", f"--basetemp={self._base}", *tests]
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=environment | {"PYTHONPATH": str(self.folder / "hooks")},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            if not any("playwright" in (self.folder / test).read_text("utf-8") for test in tests):
                resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))  # a browser reserves more than it uses
            try:
                code: int | None = process.wait(limit)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                _end(process)
            out.seek(0)
            return code, out.read()

    def judge(self, mutant: Mutant, tests: Sequence[str], seconds: dict[str, float]) -> Outcome:
        """Apply a mutant, run its tests, and take it back."""
        began, unchanged = time.monotonic(), (self.folder / mutant.file).read_text("utf-8")
        self._write(mutant.file, mutant.text)
        try:
            for batch in _batches(tests, seconds):
                code, out = self.run(batch, PATIENCE * sum(seconds[file] for file in batch) + SPARE_SECONDS)
                if code != 0:
                    return Outcome("timeout" if code is None else "killed", _failed(out) or batch[0], time.monotonic() - began)
        finally:
            self._write(mutant.file, unchanged)
        return Outcome("survived", "", time.monotonic() - began)

    def _write(self, file: str, text: str) -> None:
        """Write a module with a time no other version of it had, so that compiled code is never taken for that of another."""
        self._time += 2
        (self.folder / file).write_text(text, "utf-8")
        os.utime(self.folder / file, (self._time, self._time))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a test run with everything it started and left running."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _batches(tests: Sequence[str], seconds: dict[str, float]) -> Iterator[list[str]]:
    batch: list[str] = []
    for file in tests:
        if batch and sum(seconds[each] for each in [*batch, file]) > BATCH_SECONDS:
            yield batch
            batch = []
        batch.append(file)
    if batch:
        yield batch


def _failed(out: str) -> str:
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", out, re.MULTILINE)
    return found[1] if found else ""


class Copies:
    """As many copies as tests run at once."""

    def __init__(self, folder: Path, files: Sequence[str], jobs: int) -> None:
        self._free: SimpleQueue[Copy] = SimpleQueue()
        self._jobs = jobs
        for number in range(jobs):
            self._free.put(Copy(folder / str(number), files))

    def each(self, work: Callable[[Copy, _Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Work on each item in a copy of its own; results in order."""

        def one(item: _Item) -> _Result:
            copy = self._free.get()
            try:
                return work(copy, item)
            finally:
                self._free.put(copy)

        if self._jobs == 1:  # in this thread, where Ctrl-C ends the tests that run
            yield from map(one, items)
            return
        with ThreadPoolExecutor(self._jobs) as threads:
            yield from threads.map(one, items)


def _files() -> list[str]:
    """Every file of the checkout that is tracked, or new and not ignored."""
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [file for file in listed.stdout.split("\0") if file and (ROOT / file).is_file()]


def _measured(copies: Copies, tests: Sequence[str], files: Sequence[str]) -> dict[str, float]:
    """How many seconds each test file takes that passes without a change, as measured now, or earlier if nothing it needs changed."""
    shared = blake2b(b"".join((ROOT / file).read_bytes() for file in files if not Path(file).name.startswith(("test_", Path(__file__).name))))
    keys = {test: blake2b(shared.digest() + (ROOT / test).read_bytes(), digest_size=16).hexdigest() for test in tests}
    kept: dict[str, float] = json.loads((ROOT / TIMES).read_text("utf-8")) if (ROOT / TIMES).exists() else {}

    def measure(copy: Copy, test: str) -> tuple[float, str]:
        began = time.monotonic()
        code, out = copy.run([test], BASELINE_SECONDS)
        return round(time.monotonic() - began, 2), "" if code == 0 else _failed(out) or f"exit code {code}"

    (ROOT / TIMES).parent.mkdir(exist_ok=True)
    missing = [test for test in tests if keys[test] not in kept]
    for test, (seconds, failed) in zip(missing, copies.each(measure, missing), strict=True):
        if not failed:
            kept[keys[test]] = seconds
            (ROOT / TIMES).write_text(json.dumps(kept, indent=1), "utf-8")
        print(f"{seconds:7.1f} s  {test} without a change{failed and f': LEFT OUT, as it fails: {failed}'}", flush=True)
    return {test: kept[keys[test]] for test in tests if keys[test] in kept}


def _run(mutants: dict[int, Mutant], tests: Suite, jobs: int) -> None:
    files = _files()
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        Path(folder).chmod(0o755)  # some tests run as another user
        copies = Copies(Path(folder), files, jobs)
        wanted = {test for mutant in mutants.values() for test in tests.concerned(mutant.file, {})}
        seconds = _measured(copies, sorted(wanted), files)

        def judge(copy: Copy, mutant: Mutant) -> Outcome:
            return copy.judge(mutant, [test for test in tests.concerned(mutant.file, seconds) if test in seconds], seconds)

        outcomes: dict[int, Outcome] = {}
        for (number, mutant), outcome in zip(mutants.items(), copies.each(judge, list(mutants.values())), strict=True):
            outcomes[number] = outcome
            print(f"{number:4} {outcome.verdict:8} {_named(mutant)}  [{outcome.seconds:.0f} s] {outcome.by}", flush=True)
    _summarize(mutants, outcomes)


def _named(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line}  {mutant.change}"


def _summarize(mutants: dict[int, Mutant], outcomes: dict[int, Outcome]) -> None:
    verdicts = [outcome.verdict for outcome in outcomes.values()]
    survived = verdicts.count("survived")
    print(f"\n{len(verdicts)} mutants: {verdicts.count('killed')} killed, {verdicts.count('timeout')} timed out, {survived} survived", end="")
    print(f" ({1 - survived / len(verdicts):.0%} noticed)" if verdicts else "")
    for number, outcome in outcomes.items():
        if outcome.verdict == "survived":
            print(f"{number:4} {_named(mutants[number])}")


def main() -> None:
    """Draw mutants, and list or run them."""
    parser = argparse.ArgumentParser(description="Change the engine in one place at a time and list the changes that no test noticed.")
    parser.add_argument("--seed", type=int, default=1, help="draws the mutants (1)")
    parser.add_argument("--count", type=int, default=200, help="how many to draw (200)")
    parser.add_argument("--only", default="", metavar="PATH", help="only of modules whose path holds this")
    parser.add_argument("--numbers", type=int, nargs="*", metavar="N", help="run only these of the mutants drawn")
    parser.add_argument("--jobs", type=int, default=1, help="how many run at once (1)")
    parser.add_argument("--list", action="store_true", help="print mutants and test files, and run nothing")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was begun is cleared away
    paths = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "hooks").rglob("*.py"))
    modules = {path: (ROOT / path).read_text("utf-8") for path in paths if options.only in path}
    mutants = dict(enumerate(drawn(modules, options.seed, options.count), 1))
    mutants = {number: mutant for number, mutant in mutants.items() if options.numbers is None or number in options.numbers}
    tests = Suite.of(ROOT)
    if not options.list:
        _run(mutants, tests, options.jobs)
        return
    for number, mutant in mutants.items():
        print(f"{number:4} {_named(mutant)}\n         {' '.join(tests.concerned(mutant.file, {})[:6])} ...")


if __name__ == "__main__":
    main()
