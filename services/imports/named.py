"""Rows of another ledger by the name that a file gives, and by what stands beside it where the name means several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.imports.cells import Match

SHOWN = 5  # rows of one name that a message lists


@dataclass(frozen=True, slots=True)
class RowFound:
    """`match` is the one row; without it `why` says what is wrong and `suggest` what it may mean."""

    match: Match | None = None
    why: str = ""
    suggest: str | None = None
    doubtful: bool = False  # a clerk has to choose; otherwise nothing fits


class NamedRow(NamedTuple):
    """A registered row; `marks` are the stored values of the columns beside its name, `shown` their words."""

    id: int
    name: str
    marks: Mapping[str, Any]
    shown: str


class NamedRows:
    """The rows of one ledger by name. `title` is what files call them, `labels` name the columns beside."""

    def __init__(self, title: str, labels: Mapping[str, str], rows: Iterable[NamedRow] = ()) -> None:
        self._title, self._labels = title, labels
        self._rows: dict[str, list[NamedRow]] = {}
        for row in rows:
            self._rows.setdefault(_folded(row.name), []).append(row)

    def find(self, name: str, marks: Mapping[str, Any]) -> RowFound:
        """The one row of that name that contradicts none of the marks; blank ones say nothing."""
        same = self._rows.get(_folded(name), [])
        said = {key: value for key, value in marks.items() if value not in (None, "")}
        fitting = [row for row in same if all(row.marks.get(key) == value for key, value in said.items())]
        if len(fitting) == 1:
            return RowFound(Match(fitting[0].id, fitting[0].name))
        if len(fitting) > 1:
            return self._several(name, fitting, said)
        if same:
            words = "、".join(self._labels[key] for key in said)
            return RowFound(why=f"有“{name[:40]}”，但{words}对不上。请核对。", suggest=_listed(same))
        return RowFound(why=f"“{name[:40]}”不在“{self._title}”的名单中。对应到已有的，或先登记。")

    def _several(self, name: str, rows: list[NamedRow], said: Mapping[str, Any]) -> RowFound:
        missing = [
            label
            for key, label in self._labels.items()
            if key not in said and len({row.marks.get(key) for row in rows}) > 1
        ]
        words = "".join(f"“{label}”" for label in missing)
        todo = f"请填写{words}。" if missing else "先在台账里给它们分别命名。"
        why = f"叫“{name[:40]}”的有{len(rows)}个，分不清是哪一个。{todo}"
        return RowFound(why=why, suggest=_listed(rows), doubtful=True)


def _folded(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def _listed(rows: list[NamedRow]) -> str:
    more = f"等{len(rows)}个" if len(rows) > SHOWN else ""
    return "；".join(f"{row.name}（{row.shown}）" if row.shown else row.name for row in rows[:SHOWN]) + more
