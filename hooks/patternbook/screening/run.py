"""Several checkouts at once: one process each, so that one that is killed takes no other with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.runtime.progress import Progress
from patternbook.screening.checkout import remote
from patternbook.screening.lists import Lists
from patternbook.screening.metadata import Known, Match, Metadata
from patternbook.screening.scan import OnProgress
from patternbook.screening.screen import Failed, Screened, screen
from patternbook.screening.tree import CheckoutError, shown, unreadable

Result = Screened | Failed
LOST = "the process that read it was killed, perhaps for want of memory; screen it alone, with --jobs 1"


@dataclass(frozen=True, slots=True)
class Request:
    """One checkout to screen, and what is known of it."""

    path: Path
    match: Match = field(default_factory=Match)


def requests(paths: Sequence[Path], known: Sequence[Metadata]) -> tuple[Request, ...]:
    """Each checkout with its metadata."""
    descriptions = Known(known)
    return tuple(Request(path, descriptions.fitting(path, remote(path), alone=len(paths) == 1)) for path in paths)


def screen_all(requests: Sequence[Request], lists: Lists, processes: int, progress: Progress) -> tuple[Result, ...]:
    """Screen every checkout; results in the order of the requests, whatever happened to any of them.

    With more than one process, each checkout is read in a process of its own: the memory that a large one took is given
    back, and where a process is killed only its checkout is lost. Temporary files lie in a folder of this process, so that
    those of a process that was killed are removed, too.
    """
    files: dict[int, int] = {}
    with TemporaryDirectory(prefix="patternbook-") as folder, progress.bar("checkouts", len(requests)) as bar:

        def answer(counted: tuple[int, int]) -> None:
            index, files[index] = counted
            bar.show(f"{sum(files.values()):,} files")

        results = []
        task = Task(partial(_screener, lists, Path(folder)), answer, on_lost=_lost)
        for result in map_unordered(enumerate(requests), task, min(processes, len(requests))):
            results.append(result)
            bar.advance()
    return tuple(result for _, result in sorted(results, key=itemgetter(0)))


@contextmanager
def _screener(lists: Lists, temporary: Path, ask_parent: AskParent) -> Iterator[Callable[[tuple[int, Request]], tuple[int, Result]]]:
    def numbered(item: tuple[int, Request]) -> tuple[int, Result]:
        index, request = item
        return index, attempt(request, lists, temporary, lambda files: ask_parent((index, files)))

    yield numbered


def _lost(item: tuple[int, Request]) -> tuple[int, Result]:
    index, request = item
    return index, Failed(shown(str(request.path)), LOST)


def attempt(request: Request, lists: Lists, temporary: Path, on_progress: OnProgress) -> Result:
    """Screen one checkout; whatever it holds, there is a result."""
    try:
        return screen(request.path, lists, request.match.metadata, temporary, on_progress)
    except CheckoutError as error:
        return Failed(shown(str(request.path)), str(error))
    except OSError as error:
        return Failed(shown(str(request.path)), unreadable(error))
    except Exception as error:  # whatever a stranger's file brings about, the other checkouts are still screened
        return Failed(
            shown(str(request.path)),
            f"this program failed on it, which is a defect; please report it: {type(error).__name__}: {shown(str(error))[:200]}",
        )
