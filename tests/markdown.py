"""A document as its readers see it: fenced blocks, console sessions, tables, links, prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_INLINE_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and its text."""

    language: str
    text: str


@dataclass(frozen=True)
class Command:
    """A line that a reader types, and the lines that the document says are printed."""

    line: str
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def prose(self) -> str:
        """The text without its fenced blocks."""
        return _FENCE.sub("", self.text)

    def blocks(self, *languages: str) -> list[Block]:
        found = [Block(match[1], match[2]) for match in _FENCE.finditer(self.text)]
        return [block for block in found if not languages or block.language in languages]

    def inline_code(self) -> list[str]:
        return _INLINE_CODE.findall(self.prose)

    def links(self) -> list[str]:
        return _LINK.findall(self.prose)

    def anchors(self) -> set[str]:
        """The headings, as links name them."""
        headings = _HEADING.findall(self.prose)
        return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}

    def table(self, *header: str) -> list[list[str]]:
        """The rows of the first table with that header."""
        return self.tables(*header)[0]

    def tables(self, *header: str) -> list[list[list[str]]]:
        lines = self.prose.splitlines()
        starts = [i for i, line in enumerate(lines) if _cells(line) == list(header)]
        return [list(_rows(lines[start + 2 :])) for start in starts]


def _rows(lines: list[str]) -> Iterator[list[str]]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield _cells(line)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def commands(block: Block) -> list[Command]:
    """The commands of a console block; what follows each is printed by it."""
    found: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], ()))
        else:
            last = found.pop()
            found.append(Command(last.line, (*last.printed, line)))
    return found
