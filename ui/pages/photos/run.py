"""One run of checking as the screen knows it: what was read, what the clerk said, which rows are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.photo_check.judge import BY_HAND, STATE_LABELS, PhotoRow, PhotoState
from services.photo_check.office import PhotoReading
from services.problems import Level
from ui.kit.table import Column, State

KINDS = {
    PhotoState.FIT: "new",
    PhotoState.UNFIT: "error",
    PhotoState.ASK: "ask",
    PhotoState.SEVERAL: "ask",
    PhotoState.MISSING: "todo",
    PhotoState.SAME: "same",
    PhotoState.OUT: "na",
}
TO_DO = frozenset({PhotoState.ASK, PhotoState.SEVERAL, PhotoState.UNFIT})
COLUMNS = (
    Column("状态", 5.5),
    Column("姓名", 4),
    Column("单位", 9),
    Column("文件", 12),
    Column("说明", 14, stretch=True),
)
MOST_NAMES = 2


@dataclass
class PhotoRun:
    """`choices` is what the clerk said about single files; it outlives every new judgement."""

    reading: PhotoReading | None = None
    choices: dict[Path, int | None] = field(default_factory=dict)

    def choose(self, row: PhotoRow, officer_id: int | None) -> None:
        """The row's photo is this officer's, or (None) is not used; an earlier choice for that person ends."""
        if row.photo is None:
            return
        if officer_id is not None:
            self.choices = {file: other for file, other in self.choices.items() if other != officer_id}
        self.choices[row.photo.file] = officer_id

    def forget(self, row: PhotoRow) -> None:
        """As the file's name says."""
        if row.photo is not None:
            self.choices.pop(row.photo.file, None)

    def rows(self, state: PhotoState | None, words: str) -> list[PhotoRow]:
        """The rows of a filter."""
        found = self.reading.rows if self.reading is not None else ()
        plain = words.strip().casefold()
        return [row for row in found if state in (None, row.state) and (not plain or plain in _sought(row))]


def key_of(row: PhotoRow) -> object:
    """What a row is known again by: its file, else its officer."""
    return row.photo.file if row.photo is not None else row.holder.owner.id if row.holder is not None else None


def cells(row: PhotoRow) -> list[Any]:
    """A row of the table."""
    state = State(KINDS[row.state], STATE_LABELS[row.state])
    return [state, who(row), unit_of(row), row.photo.shown if row.photo is not None else "", told(row)]


def who(row: PhotoRow) -> str:
    """The person, or with a question mark who it may be."""
    if row.holder is not None:
        return row.holder.owner.name
    names = list(dict.fromkeys(each.owner.name for each in row.others))
    more = "等" if len(names) > MOST_NAMES else ""
    return f"{'、'.join(names[:MOST_NAMES])}{more}？" if names else ""


def unit_of(row: PhotoRow) -> str:
    """The unit, where there is one that it may be."""
    if row.holder is not None:
        return row.holder.owner.unit
    units = {each.owner.unit for each in row.others}
    return units.pop() if len(units) == 1 else ""


def told(row: PhotoRow) -> str:
    """The gravest first; a fitting photo says what it was matched by."""
    if row.words:
        return row.words
    return (
        f"{found_by(row)}{'' if row.by == BY_HAND else '对上'}。"
        if row.state is PhotoState.FIT
        else "和名册里的照片相同。"
    )


def found_by(row: PhotoRow) -> str:
    """How the person was found."""
    return row.by if row.by == BY_HAND else f"按{row.by}"


def gravest_first(row: PhotoRow) -> list[tuple[str, str]]:
    """(error or due, sentence) for each thing that is to be said of a row."""
    ordered = sorted(row.problems, key=lambda problem: problem.level is not Level.ERROR)
    return [("error" if problem.level is Level.ERROR else "due", problem.message) for problem in ordered]


def counted(rows: Sequence[PhotoRow]) -> str:
    """Photos and people without one."""
    missing = sum(row.photo is None for row in rows)
    words = f"{len(rows) - missing:,}张照片"
    return f"{words}，缺照片{missing:,}人" if missing else words


def _sought(row: PhotoRow) -> str:
    names = [each.owner.name + each.owner.unit for each in ((row.holder,) if row.holder else row.others)]
    return "\n".join([*names, row.photo.name if row.photo is not None else ""]).casefold()
