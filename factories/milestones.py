"""How far the command at hand has come.

A command replaces one thing or several, each all or nothing. What an interruption means, and
whether the same command should be run again, depends on how many of them are in their place.
"""

from dataclasses import dataclass
from typing import Final


@dataclass
class _Work:
    parts: int = 1
    """What the command replaces, one after the other."""
    done: int = 0
    """How many of them are in their place."""
    said: str = ""
    """What the last of those has left behind, such as 'hvac.sqlite is made'."""


_WORK: Final = _Work()


def begin() -> None:
    """A command begins: nothing is done, and one part is expected."""
    _WORK.parts, _WORK.done, _WORK.said = 1, 0, ""


def expect(parts: int) -> None:
    """The command is to do so many things, each of which is told by `reach`."""
    _WORK.parts = parts


def reach(said: str) -> None:
    """From here on an interruption undoes nothing of this part, and must not make anybody do it
    again: whoever lives a day twice has another company. To be called where no signal can come
    between it and what it tells of."""
    _WORK.done += 1
    _WORK.said = said


def all_reached() -> bool:
    """Whether nothing is left to do."""
    return _WORK.done >= _WORK.parts


def last_reached() -> str:
    """What the last part that is done has left behind; empty where none is."""
    return _WORK.said
