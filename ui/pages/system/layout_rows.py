"""How the measures of 版式 stand in their table: which are shown, and what each cell says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from services.documents.profiles import MeasureLine, Value
from ui.kit.table import CENTER, RIGHT, Column, State, Wrong
from ui.pages.system.measure_panel import field_words, read_value, tolerance_words

COLUMNS = (
    Column("项目", 12, stretch=True),
    Column("标准值", 5, RIGHT),
    Column("本单位", 5, RIGHT),
    Column("允许误差", 4.5, RIGHT),
    Column("条款", 4.5, CENTER),
    Column("约束力", 5),
    Column("偏离", 5.5),
)
QUIET = "na"
DEPARTS, DEPARTS_FROM_ADVICE, WITHIN = State("late", "偏离"), State("ask", "偏离"), State("same", "允差内")
WAITING = State("change", "未保存")


class Shown(StrEnum):
    """What the chips above the table filter by."""

    ALL = "全部"
    OWN = "有改动"
    DEPARTING = "偏离"


def choose(lines: Sequence[MeasureLine], shown: Shown, words: str) -> list[MeasureLine]:
    """The measures that the chip and the search field leave."""
    return [line for line in lines if words.strip() in line.label and _fits(line, shown)]


def count(lines: Sequence[MeasureLine], shown: Shown) -> int:
    """How many a chip stands for."""
    return sum(_fits(line, shown) for line in lines)


def cells(line: MeasureLine, typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[object]:
    """One row; what was typed and not saved stands there as such."""
    own: object = line.words(line.own) if line.own is not None else ""
    state: object = ""
    if line.own is not None:
        state = WITHIN if not line.deviates else DEPARTS if line.binding else DEPARTS_FROM_ADVICE
    if line.key in typed:
        own, state = typed[line.key], WAITING
    if line.key in wrong:
        own = Wrong(str(own))
    standard = line.words(line.standard)
    return [line.label, standard, own, tolerance_words(line), line.clause, State(QUIET, line.strength), state]


def stored_words(line: MeasureLine) -> str:
    """What the field shows while nothing was typed: the own value, else that of the standard."""
    return field_words(line.standard if line.own is None else line.own)


def own_values(lines: Sequence[MeasureLine], typed: Mapping[str, str]) -> dict[str, Value]:
    """All own values with what was typed; a value of the standard is no own one."""
    values = {line.key: line.own for line in lines if line.own is not None}
    for line in lines:
        if line.key in typed:
            values[line.key] = read_value(line, typed[line.key])
        if line.key in values and values[line.key] == line.standard:
            del values[line.key]
    return values


def _fits(line: MeasureLine, shown: Shown) -> bool:
    return shown is Shown.ALL or (line.deviates if shown is Shown.DEPARTING else line.own is not None)
