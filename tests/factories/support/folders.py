"""Folders of small texts, to see which of them are where after they have been moved."""

from pathlib import Path


def folder(path: Path, **texts: str) -> Path:
    """A new folder with these files; an underscore stands for the dot of a name."""
    path.mkdir(parents=True)
    for name, text in texts.items():
        (path / name.replace("_", ".")).write_text(text)
    return path


def content(path: Path) -> dict[str, str]:
    """What the files of a folder hold, by name."""
    return {file.name: file.read_text() for file in path.iterdir() if file.is_file()}
