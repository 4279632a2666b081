"""Packages whose public names are imported when they are first asked for (PEP 562).

A command imports such a package before it can hear a signal, and a small run needs few of its
modules. It imports next to nothing itself.
"""

from importlib import import_module

# As `typing` has it, which takes a third of the time until a command hears a signal.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any


def lazily(
    namespace: "dict[str, Any]", modules: "Mapping[str, str]", public: "Iterable[str]" = ()
) -> "tuple[Callable[[str], Any], Callable[[], list[str]]]":
    """The `__getattr__` and the `__dir__` of a package.

    ``namespace`` is the package's `globals()`, where a name stays once it is found; ``modules``
    says in which module of the package each name is, or that it is that module; ``public`` are
    names that the package makes in another way. Put it under `if not TYPE_CHECKING`: a type checker
    that sees a `__getattr__` takes every name of the package for one that is there.
    """
    package = namespace["__name__"]

    def get(name: str) -> "Any":
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = import_module(f"{package}.{modules[name]}")
        value = namespace[name] = found if modules[name] == name else getattr(found, name)
        return value

    def names() -> "list[str]":
        return sorted({*namespace, *modules, *public})

    return get, names
