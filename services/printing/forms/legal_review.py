"""法制审核机构和人员登记清单 (list 6): the reviewers of each unit, and whether there are enough of them.

Columns and the three denominators: certificates note §5.2, §5.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.faces import Style
from services.printing.forms.roster import NO_FOOT, RosterFoot
from services.printing.grid import Align, Cell
from services.printing.table import TableColumn, TablePrint, print_table

_COLUMNS = (
    TableColumn("序号", 3.4, Align.CENTER),
    TableColumn("单位", 9, merge=True),
    TableColumn("法制审核机构", 7, merge=True),
    TableColumn("负责人", 5, merge=True),
    TableColumn("姓名", 5, group="审核人员"),
    TableColumn("性别", 3, Align.CENTER, group="审核人员"),
    TableColumn("职务", 5, group="审核人员"),
    TableColumn("专职、兼职", 5, Align.CENTER, group="审核人员"),
    TableColumn("编制性质", 5, group="审核人员"),
    TableColumn("学历专业", 6, group="审核人员"),
    TableColumn("法律职业资格", 8, group="审核人员"),
    TableColumn("公职律师", 4, Align.CENTER, group="审核人员"),
    TableColumn("执法证、监督证号", 7, group="审核人员"),
    TableColumn("从事审核时间", 6, group="审核人员"),
    TableColumn("联系电话", 7, group="审核人员"),
    TableColumn("备注", 5),
)
_BLANK_ROWS = 10


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One reviewer; `qualification` is number and day of the 法律职业资格."""

    name: str = ""
    gender: str = ""
    post: str = ""
    full_time: str = ""
    staffing: str = ""
    education: str = ""
    qualification: str = ""
    public_lawyer: str = ""
    card_no: str = ""
    since: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewUnit:
    """A unit with its reviewers; `officers` and `reviewers_counted` are the two sides of `share`.

    `met` is the finished judgement (达标, 不达标, 不适用): the test is made with whole numbers, never with the share.
    """

    unit: str = ""
    organ: str = ""
    head: str = ""
    reviewers: tuple[Reviewer, ...] = ()
    officers: str = ""
    reviewers_counted: str = ""
    share: str = ""
    met: str = ""


@dataclass(frozen=True, slots=True)
class LegalReviewValues:
    """`foot.definition` says which of the denominators `officers` is."""

    units: tuple[ReviewUnit, ...] = ()
    total: ReviewUnit | None = None
    as_of: str = ""
    foot: RosterFoot = NO_FOOT


def render_legal_review(values: LegalReviewValues, target: Path) -> int:
    """法制审核机构和人员登记清单, each unit closed by its figures. Returns its pages; raises as `print_table` does."""
    rows: list[list[Cell | str]] = []
    number = 0
    for unit in values.units:
        for reviewer in unit.reviewers or (Reviewer(name="无"),):
            number += 1 if unit.reviewers else 0
            shown = [str(number) if unit.reviewers else "", unit.unit, unit.organ, unit.head]
            rows.append([*shown, *(getattr(reviewer, key) for key in Reviewer.__dataclass_fields__)])
        rows.append([_figures(unit, unit.unit)])
    if values.total is not None:
        rows.append([_figures(values.total, values.total.unit or "合计")])
    if not rows:
        rows = [[Cell("", lines=2) for _column in _COLUMNS] for _row in range(_BLANK_ROWS)]
        rows.append([_figures(ReviewUnit(), "合计")])
    table = TablePrint(
        title="法制审核机构和人员登记清单",
        columns=_COLUMNS,
        rows=rows,
        printed_on=None,
        subtitle=f"截至{values.as_of}" if values.as_of else "",
        signatures=values.foot.signatures,
        footnote=values.foot.footnote,
        landscape=True,
    )
    return print_table(table, target)


def _figures(unit: ReviewUnit, name: str) -> Cell:
    blank = "　" * 3
    words = (
        f"{name}：执法人员{unit.officers or blank}人，审核人员{unit.reviewers_counted or blank}人，"
        f"占比{unit.share or blank}，{unit.met or '是否达标' + blank}"
    )
    return Cell(words, span=len(_COLUMNS), style=Style.HEI)
