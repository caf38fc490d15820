"""Screen several checkouts, each in a process of its own, so that the others survive if one is killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from patternbook.diagnostics.escaping import printable
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.runtime.progress import Progress
from patternbook.screening.pipeline.screen import Failed, Screened, screen_checkout
from patternbook.screening.repository.checkout import github_name
from patternbook.screening.repository.metadata import Metadata, MetadataIndex, MetadataMatch
from patternbook.screening.repository.tree import CheckoutError, explain_os_error
from patternbook.screening.survey.scan import OnProgress
from patternbook.screening.tokens.lists import TokenLists

ScreeningResult = Screened | Failed
LOST_WORKER = "the process that read it was killed, perhaps for want of memory; screen it alone, with --jobs 1"


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """A checkout to screen, and the metadata that fits it."""

    path: Path
    match: MetadataMatch = field(default_factory=MetadataMatch)


def match_metadata(paths: Sequence[Path], known: Sequence[Metadata]) -> tuple[ScreeningRequest, ...]:
    """Find the metadata for each checkout."""
    descriptions = MetadataIndex(known)
    return tuple(ScreeningRequest(path, descriptions.match(path, github_name(path), alone=len(paths) == 1)) for path in paths)


def screen_all(requests: Sequence[ScreeningRequest], lists: TokenLists, processes: int, progress: Progress) -> tuple[ScreeningResult, ...]:
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
def _screener(
    lists: TokenLists, temporary: Path, ask_parent: AskParent
) -> Iterator[Callable[[tuple[int, ScreeningRequest]], tuple[int, ScreeningResult]]]:
    def numbered(item: tuple[int, ScreeningRequest]) -> tuple[int, ScreeningResult]:
        index, request = item
        return index, screen_or_fail(request, lists, temporary, lambda files: ask_parent((index, files)))

    yield numbered


def _lost(item: tuple[int, ScreeningRequest]) -> tuple[int, ScreeningResult]:
    index, request = item
    return index, Failed(printable(str(request.path)), LOST_WORKER)


def screen_or_fail(request: ScreeningRequest, lists: TokenLists, temporary: Path, on_progress: OnProgress) -> ScreeningResult:
    """Screen one checkout; any failure is a result, too."""
    try:
        return screen_checkout(request.path, lists, request.match.metadata, temporary, on_progress)
    except CheckoutError as error:
        return Failed(printable(str(request.path)), str(error))
    except OSError as error:
        return Failed(printable(str(request.path)), explain_os_error(error))
    except Exception as error:  # whatever a hostile file causes, the other checkouts are still screened
        return Failed(
            printable(str(request.path)),
            f"this program failed on it, which is a defect; please report it: {type(error).__name__}: {printable(str(error))[:200]}",
        )
