"""资格清理统计表: how many certificates each unit had, why some go, and how many are left.

Columns: certificates note §2.7; the reasons are those of the clean-up in §2.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.forms.roster import NO_FOOT, NUMBER_COLUMN, RosterColumn, RosterFoot, print_roster, total_row
from services.printing.grid import Align

_FIGURES = (
    *(("before", "原持证数", ""), ("retired", "退休", "清理原因"), ("moved", "调离", "清理原因")),
    *(("resigned", "辞职\n辞退", "清理原因"), ("deceased", "死亡", "清理原因"), ("changed_post", "转岗", "清理原因")),
    *(("expired", "过期", "清理原因"), ("lost", "遗失", "清理原因"), ("not_staff", "编外", "清理原因")),
    *(("several_cards", "一人\n多证", "清理原因"), ("no_case", "一年未\n办案", "清理原因")),
    *(("other", "其他", "清理原因"), ("to_cancel", "拟注销", ""), ("after", "清理后\n持证数", "")),
)
_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 16),
    *(RosterColumn(key, name, 5, Align.RIGHT, group) for key, name, group in _FIGURES),
    RosterColumn("note", "备注", 8),
)


@dataclass(frozen=True, slots=True)
class CleanUpRow:
    """Figures of one unit; None where it has not reported yet, which is not 0."""

    unit: str = ""
    before: int | None = None
    retired: int | None = None
    moved: int | None = None
    resigned: int | None = None
    deceased: int | None = None
    changed_post: int | None = None
    expired: int | None = None
    lost: int | None = None
    not_staff: int | None = None
    several_cards: int | None = None
    no_case: int | None = None
    other: int | None = None
    to_cancel: int | None = None
    after: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CleanUpValues:
    """`period` is the time of the clean-up."""

    rows: tuple[CleanUpRow, ...] = ()
    period: str = ""
    foot: RosterFoot = NO_FOOT


def render_clean_up(values: CleanUpValues, target: Path) -> int:
    """行政执法人员资格清理统计表 with a row of sums. Returns its pages; raises as `print_table` does."""
    after = []
    if values.rows:
        sums = {key: str(sum(getattr(row, key) or 0 for row in values.rows)) for key, _name, _group in _FIGURES}
        after.append(total_row(_COLUMNS, sums))
    subtitle = f"清理时间：{values.period}" if values.period else ""
    title = "行政执法人员资格清理统计表"
    return print_roster(title, _COLUMNS, values.rows, values.foot, target, subtitle=subtitle, after=after)
