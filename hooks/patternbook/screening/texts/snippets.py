"""Snippets of program code in a README: they show that it is meant for programmers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE_PATTERN = re.compile(r"^\s*(?:```|~~~)\s*\{?\.?([\w+#-]*)")
_DIRECTIVE = re.compile(r"^\s*\.\.\s+(?:code-block|code|sourcecode)::\s*([\w+#-]+)")
_LANGUAGES = frozenset({
    *("python", "python3", "py", "pycon", "javascript", "js", "jsx", "typescript", "ts", "tsx", "java", "kotlin", "scala", "groovy", "swift"),
    *("objective-c", "objc", "c", "cpp", "c++", "csharp", "cs", "c#", "go", "golang", "rust", "rs", "ruby", "rb", "r", "php", "dart", "julia", "lua"),
})  # fmt: skip
_COMMAND = re.compile(
    r"^\s*(?:[$#>%!]|//|(?:sudo|pip3?|python3?|py|conda|cd|git|npm|npx|yarn|pnpm|node|docker|docker-compose|export|source|virtualenv|"
    r"make|cmake|mkdir|curl|wget|apt|apt-get|brew|chmod|set|echo|cargo|go build|bash|sh|java -jar|\w+ run|\./\S+)(?:\s|$))"
)
_USES = re.compile(
    r"^\s*(?:<[^>\n]{1,80}>)*(?:>>> \S|from [\w.]+ import \w|import \w[\w.]*(?: as \w+)?\s*(?:</\w+>)*\s*;?$|import .{1,120} from ['\"]"
    r"|(?:const|let|var) .{1,120}\brequire\(|#include [<\"]|using [A-Z][\w.]+;|library\(\w+\)\s*$|use [a-z]\w*::)"
)
LINES_APART = 15
"""Unfenced lines of code this far apart are two snippets."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading of a README, on one line of it."""

    text: str
    line: int
    level: int = 0
    """Of a heading, from 1 for the highest; 0 for a sentence."""

    @property
    def title(self) -> bool:
        """Whether it is a heading."""
        return self.level > 0


def code_snippets(text: str) -> Iterator[Sentence]:
    """Yield the first significant line of each snippet; shell commands are not program code, whatever the fence says."""
    fenced = labelled = yielded = False
    last = -LINES_APART
    for number, line in enumerate(text.split("\n"), 1):
        line = line[:500]
        if fence := FENCE_PATTERN.match(line):
            fenced, labelled, yielded = not fenced, fence[1].lower() in _LANGUAGES, False
        elif directive := _DIRECTIVE.match(line):
            labelled, yielded = directive[1].lower() in _LANGUAGES, False
        elif _USES.match(line) or (labelled and line.strip() and not _COMMAND.match(line)):
            if not (yielded if fenced or labelled else number - last < LINES_APART):
                yield Sentence(line.strip()[:160], number)
            yielded, last = True, number
            labelled = labelled and fenced
