"""Rosters of officers: the published one, the one of the office, everything on A3, the summary of a batch.

Columns: certificates note §1.1, §6.1 (list 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.forms.officer_values import OfficerValues
from services.printing.forms.roster import (
    NO_FOOT,
    NUMBER_COLUMN,
    RosterColumn,
    RosterFoot,
    as_of_words,
    print_roster,
)
from services.printing.grid import Align, GridLook
from services.printing.paper import Paper

PUBLIC_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("name", "姓名", 7),
    RosterColumn("unit", "单位", 15),
    RosterColumn("post", "岗位、职务", 10),
    RosterColumn("domain", "执法类别", 10),
    RosterColumn("region", "执法区域", 8),
    RosterColumn("cert_no", "证件编号", 11),
    RosterColumn("issuer", "发证机关", 12),
    RosterColumn("valid_to", "有效期至", 9),
    RosterColumn("note", "备注", 6),
)
"""List 3 is published: neither ID numbers nor telephones nor birthdays (§6.1)."""
OFFICE_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("name", "姓名", 6),
    RosterColumn("gender", "性别", 3, Align.CENTER),
    RosterColumn("birth", "出生日期", 7),
    RosterColumn("id_no", "身份证号", 12.5),
    RosterColumn("unit", "单位", 11.5),
    RosterColumn("post", "职务", 7),
    RosterColumn("staffing", "编制性质", 6),
    RosterColumn("domain", "执法类别", 6),
    RosterColumn("cert_no", "证件编号", 7.5),
    RosterColumn("issue_date", "发证日期", 7),
    RosterColumn("valid_to", "有效期至", 7),
    RosterColumn("cert_state", "证件状态", 5.5),
    RosterColumn("phone", "联系电话", 8),
    RosterColumn("note", "备注", 5),
)
FULL_COLUMNS = (
    RosterColumn("#", "序号", 2.6, Align.CENTER),
    RosterColumn("name", "姓名", 5),
    RosterColumn("gender", "性别", 2.4, Align.CENTER),
    RosterColumn("nation", "民族", 3.4),
    RosterColumn("birth", "出生日期", 6),
    RosterColumn("id_no", "身份证号", 10.5),
    RosterColumn("politics", "政治面貌", 4.6),
    RosterColumn("education", "学历", 3.6),
    RosterColumn("degree", "学位", 3.6),
    RosterColumn("major", "专业", 5),
    RosterColumn("school", "毕业院校", 6.5),
    RosterColumn("unit", "单位", 8),
    RosterColumn("dept", "内设机构", 6),
    RosterColumn("post", "职务", 5),
    RosterColumn("rank", "职级", 5),
    RosterColumn("staffing", "编制性质", 4.6),
    RosterColumn("domain", "执法类别", 5, group="执法岗位"),
    RosterColumn("region", "执法区域", 5, group="执法岗位"),
    RosterColumn("cert_kind", "证件种类", 5.4, group="证件"),
    RosterColumn("cert_no", "证件编号", 7, group="证件"),
    RosterColumn("issuer", "发证机关", 7, group="证件"),
    RosterColumn("issue_date", "发证日期", 6, group="证件"),
    RosterColumn("valid_to", "有效期至", 6, group="证件"),
    RosterColumn("cert_state", "证件状态", 4.6, group="证件"),
    RosterColumn("post_status", "在岗情况", 4.6),
    RosterColumn("phone", "联系电话", 7),
    RosterColumn("note", "备注", 5),
)
SUMMARY_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 12, merge=True),
    RosterColumn("name", "姓名", 6),
    RosterColumn("gender", "性别", 3, Align.CENTER),
    RosterColumn("id_no", "身份证号", 11),
    RosterColumn("politics", "政治面貌", 5),
    RosterColumn("education", "学历", 5),
    RosterColumn("post", "职务", 7),
    RosterColumn("staffing", "编制性质", 6),
    RosterColumn("domain", "执法类别", 7),
    RosterColumn("exam_public", "公共法律", 5, Align.RIGHT, group="考试成绩"),
    RosterColumn("exam_special", "专业法律", 5, Align.RIGHT, group="考试成绩"),
    RosterColumn("old_cert_no", "原证号", 8),
    RosterColumn("note", "备注", 6),
)
_SMALL = GridLook(size=8.0, pitch=10.5, pad_x=1.5, pad_y=2.5)


@dataclass(frozen=True, slots=True)
class OfficerRosterValues:
    """Officers in the order in which they are to stand; `as_of` is the day that the list is true for."""

    rows: tuple[OfficerValues, ...] = ()
    title: str = ""
    as_of: str = ""
    foot: RosterFoot = NO_FOOT


def render_public_roster(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员清单 as it is published. Returns its pages; all of these raise as `print_table` does."""
    title = values.title or "行政执法人员清单"
    return print_roster(title, PUBLIC_COLUMNS, values.rows, values.foot, target, subtitle=as_of_words(values.as_of))


def render_office_roster(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员花名册 on A4, as it goes with applications."""
    title = values.title or "行政执法人员花名册"
    return print_roster(title, OFFICE_COLUMNS, values.rows, values.foot, target, subtitle=as_of_words(values.as_of))


def render_full_roster(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员花名册 with every field, on A3."""
    return print_roster(
        values.title or "行政执法人员花名册",
        FULL_COLUMNS,
        values.rows,
        values.foot,
        target,
        subtitle=as_of_words(values.as_of),
        paper=Paper.A3,
        look=_SMALL,
    )


def render_summary(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员信息汇总表: what goes up with a batch of applications."""
    title = values.title or "行政执法人员信息汇总表"
    subtitle = as_of_words(values.as_of)
    if values.rows:
        subtitle = f"{subtitle}　共{len(values.rows)}人".lstrip("　")
    return print_roster(title, SUMMARY_COLUMNS, values.rows, values.foot, target, subtitle=subtitle)
