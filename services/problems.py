"""The one shape for everything that is wrong or doubtful in what came from outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a problem is: only an error stops a row, a sheet or a standard."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the place in the input (a cell, an item), `raw` what stood there, `suggest` what to put instead."""

    level: Level
    code: str
    where: str
    message: str
    raw: str | None = None
    suggest: str | None = None

    def to_json(self) -> dict[str, str]:
        """The object of the command line's contract; raw and suggest only where they apply."""
        found = {"level": self.level.value, "code": self.code, "where": self.where, "message": self.message}
        found |= {"raw": self.raw} if self.raw is not None else {}
        return found | ({"suggest": self.suggest} if self.suggest is not None else {})
