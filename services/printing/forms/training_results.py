"""What came of the training: who has the hours, who has not, whom the all-hands round reached.

Every table says whom it counts, by which version of which rule, as of which day: certificates note §3.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from services.printing.forms.roster import NO_FOOT, NUMBER_COLUMN, RosterColumn, RosterFoot, print_roster, total_row
from services.printing.grid import Align

NOT_APPLICABLE = "不适用"
_UNMET = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 16, merge=True),
    RosterColumn("name", "姓名", 7),
    RosterColumn("post", "职务", 9),
    RosterColumn("cert_no", "执法证号", 10),
    RosterColumn("constraint", "未达标的要求", 16),
    RosterColumn("required", "应达", 5, Align.RIGHT, group="学时"),
    RosterColumn("earned", "已得", 5, Align.RIGHT, group="学时"),
    RosterColumn("exempt", "免训", 5, Align.RIGHT, group="学时"),
    RosterColumn("missing", "还差", 5, Align.RIGHT, group="学时"),
    RosterColumn("note", "备注", 9),
)
_ROUND = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 18),
    RosterColumn("due", "在岗持证人数", 8, Align.RIGHT),
    RosterColumn("attended", "已参训人数", 8, Align.RIGHT),
    RosterColumn("coverage", "覆盖率", 7, Align.RIGHT),
    RosterColumn("absent", "未参训人数", 8, Align.RIGHT),
    RosterColumn("reason", "未参训原因", 16),
    RosterColumn("note", "备注", 8),
)


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """`population` people of a unit had to train; `met` has one figure for each constraint, `all_met` met all."""

    unit: str
    population: int
    met: tuple[int, ...]
    all_met: int


@dataclass(frozen=True, slots=True)
class ComplianceValues:
    """`constraints` are the labels of the rule's parts; `foot.definition` says who is counted."""

    constraints: tuple[str, ...] = ()
    rows: tuple[ComplianceRow, ...] = ()
    year: str = ""
    rule: str = ""
    as_of: str = ""
    foot: RosterFoot = NO_FOOT


@dataclass(frozen=True, slots=True)
class UnmetRow:
    """One officer and one constraint that is not met; hours in 学时."""

    unit: str = ""
    name: str = ""
    post: str = ""
    cert_no: str = ""
    constraint: str = ""
    required: str = ""
    earned: str = ""
    exempt: str = ""
    missing: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnmetValues:
    """Officers who have not the hours."""

    rows: tuple[UnmetRow, ...] = ()
    year: str = ""
    rule: str = ""
    as_of: str = ""
    foot: RosterFoot = NO_FOOT


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A unit in the all-hands round: `due` on-post holders at the deadline, of whom `attended` came at least once."""

    unit: str
    due: int
    attended: int
    reason: str = ""
    note: str = ""

    @property
    def absent(self) -> int:
        """Those who did not come."""
        return self.due - self.attended

    @property
    def coverage(self) -> str:
        """The share of those who came."""
        return share_text(self.attended, self.due)


@dataclass(frozen=True, slots=True)
class RoundValues:
    """`deadline` is the day by which all must have come."""

    rows: tuple[RoundRow, ...] = ()
    title: str = ""
    deadline: str = ""
    as_of: str = ""
    foot: RosterFoot = NO_FOOT


def render_compliance(values: ComplianceValues, target: Path) -> int:
    """学时达标汇总表 by unit and constraint. Returns its pages; raises as `print_table` does."""
    columns = _compliance_columns(values.constraints)
    rows = [_figures(row.unit, row.population, (*row.met, row.all_met)) for row in values.rows]
    after = []
    if rows:
        counts = zip(*((*row.met, row.all_met) for row in values.rows), strict=True)
        whole = _figures("", sum(row.population for row in values.rows), map(sum, counts))
        after.append(total_row(columns, {column.key: whole[column.key] for column in columns[2:]}))
    title = f"{values.year}行政执法人员培训学时达标汇总表"
    subtitle = _conditions(values.rule, values.as_of)
    return print_roster(title, columns, rows, values.foot, target, subtitle=subtitle, after=after)


def render_unmet(values: UnmetValues, target: Path) -> int:
    """未达标人员名单. Returns its pages; raises as `print_table` does."""
    title = f"{values.year}培训学时未达标人员名单"
    people = len({(row.unit, row.name, row.cert_no) for row in values.rows})
    subtitle = "　".join(filter(None, (_conditions(values.rule, values.as_of), f"共{people}人" if people else "")))
    return print_roster(title, _UNMET, values.rows, values.foot, target, subtitle=subtitle)


def render_round(values: RoundValues, target: Path) -> int:
    """全员轮训情况表. Returns its pages; raises as `print_table` does."""
    after = []
    if values.rows:
        whole = RoundRow("", sum(row.due for row in values.rows), sum(row.attended for row in values.rows))
        sums = {key: str(getattr(whole, key)) for key in ("due", "attended", "coverage", "absent")}
        after.append(total_row(_ROUND, sums))
    told = (("轮训时限", values.deadline), ("截至", values.as_of))
    subtitle = "　".join(f"{name}：{day}" for name, day in told if day)
    title = values.title or "行政执法人员全员轮训情况表"
    return print_roster(title, _ROUND, values.rows, values.foot, target, subtitle=subtitle, after=after)


def share_text(part: int, whole: int) -> str:
    """A share with one decimal, cut off, so that 99.98 % never reads as 100 %; 不适用 of nobody."""
    if whole <= 0:
        return NOT_APPLICABLE
    thousandths = part * 1000 // whole
    return f"{thousandths // 10}.{thousandths % 10}%"


def _compliance_columns(constraints: tuple[str, ...]) -> tuple[RosterColumn, ...]:
    """A pair of columns for each constraint, the last pair for all of them; at least one pair on an empty form."""
    labels = (*constraints, "全部达标") if len(constraints) != 1 else constraints
    pairs = (
        column
        for index, name in enumerate(labels)
        for column in (
            RosterColumn(f"met{index}", "达标人数", 7, Align.RIGHT, group=name),
            RosterColumn(f"rate{index}", "达标率", 6, Align.RIGHT, group=name),
        )
    )
    return (
        NUMBER_COLUMN,
        RosterColumn("unit", "单位", 18),
        RosterColumn("population", "应训人数", 7, Align.RIGHT),
        *pairs,
    )


def _figures(unit: str, population: int, met: Iterable[int]) -> dict[str, str]:
    """A row under the keys of the columns."""
    found = {"unit": unit, "population": str(population)}
    for index, count in enumerate(met):
        found |= {f"met{index}": str(count), f"rate{index}": share_text(count, population)}
    return found


def _conditions(rule: str, day: str) -> str:
    told = (("适用规则", rule), ("截至", day))
    return "　".join(f"{name}：{words}" for name, words in told if words)
