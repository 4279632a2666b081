"""Records of whole columns, for what is no row of a table yet, or never one."""

from __future__ import annotations

from dataclasses import Field
from typing import Any, ClassVar, Self

import numpy as np


class Columns:
    """Base of the dataclasses whose fields are numpy columns of one length: one row an entity."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.__dataclass_fields__))))

    def rows(self, which: Any) -> Self:
        """The same columns at other rows: positions, a mask or a slice."""
        return type(self)(*[getattr(self, name)[which] for name in self.__dataclass_fields__])

    @classmethod
    def none(cls) -> Self:
        """No row: of truths where a column is declared as a ``Mask``, else of whole numbers."""
        declared = [field.type for field in cls.__dataclass_fields__.values()]
        return cls(*[np.zeros(0, np.bool_ if type_ == "Mask" else np.int64) for type_ in declared])

    @classmethod
    def joined(cls, *groups: Self) -> Self:
        """All rows of the groups, one after the other."""
        names = cls.__dataclass_fields__
        return cls(*[np.concatenate([getattr(group, name) for group in groups]) for name in names])
