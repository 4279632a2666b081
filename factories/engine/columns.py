"""Records of whole columns, for what is no row of a table yet, or never one."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import Any, ClassVar, Self

import numpy as np


class Columns:
    """Base of the dataclasses whose fields are numpy columns of one length: one row an entity."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def rows(self, which: Any) -> Self:
        """The same columns at other rows: positions, a mask or a slice."""
        return type(self)(**{each.name: getattr(self, each.name)[which] for each in fields(self)})

    @classmethod
    def joined(cls, *groups: Self) -> Self:
        """All rows of the groups, one after the other."""
        names = [each.name for each in fields(cls)]
        return cls(
            **{name: np.concatenate([getattr(group, name) for group in groups]) for name in names}
        )
