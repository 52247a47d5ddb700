"""Lists of units and of people who are no officers: subjects, supervisors, auxiliary staff, lawyers.

Columns: certificates note §4, §5.1, §5.4, §5.5, §6.1 (list 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.forms.roster import (
    NO_FOOT,
    NUMBER_COLUMN,
    RosterColumn,
    RosterFoot,
    as_of_words,
    print_roster,
)
from services.printing.grid import Align

SUBJECT_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("name", "主体名称", 14),
    RosterColumn("kind", "主体类别", 8),
    RosterColumn("basis", "执法依据", 18),
    RosterColumn("representative", "法定代表人", 8),
    RosterColumn("address", "地址", 12),
    RosterColumn("phone", "咨询、监督电话", 10),
    RosterColumn("entrusted_by", "委托机关及期限", 12),
    RosterColumn("announcement", "公告文号", 9),
    RosterColumn("note", "备注", 6),
)
SUPERVISOR_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("name", "姓名", 6),
    RosterColumn("gender", "性别", 3, Align.CENTER),
    RosterColumn("birth", "出生年月", 7),
    RosterColumn("politics", "政治面貌", 6),
    RosterColumn("workplace", "工作单位及职务", 15),
    RosterColumn("circle", "界别", 7),
    RosterColumn("recommended", "推荐方式", 6),
    RosterColumn("card_no", "证号", 9),
    RosterColumn("term", "聘期", 12),
    RosterColumn("field", "监督领域", 8),
    RosterColumn("trainings", "培训次数", 5, Align.RIGHT),
    RosterColumn("activities", "参加活动", 5, Align.RIGHT),
    RosterColumn("note", "备注", 6),
)
AUXILIARY_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 14),
    RosterColumn("name", "姓名", 6),
    RosterColumn("gender", "性别", 3, Align.CENTER),
    RosterColumn("work_card", "工作证号", 9),
    RosterColumn("employment", "聘用方式", 8),
    RosterColumn("duty", "岗位", 10),
    RosterColumn("training", "培训考试", 9),
    RosterColumn("employed_on", "聘用日期", 8),
    RosterColumn("dismissed_on", "解聘日期", 8),
    RosterColumn("note", "备注", 8),
)
COUNSEL_COLUMNS = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 10),
    RosterColumn("name", "姓名", 6),
    RosterColumn("kind", "类别", 6),
    RosterColumn("card_no", "证号", 9),
    RosterColumn("certified_on", "取证、备案时间", 7),
    RosterColumn("firm", "执业机构", 9),
    RosterColumn("term", "聘期", 9),
    RosterColumn("contract", "合同号", 7),
    RosterColumn("fee", "费用", 5, Align.RIGHT),
    RosterColumn("assessed", "年度考核", 5),
    RosterColumn("reviews", "法制审核", 4.2, Align.RIGHT, group="参与事项"),
    RosterColumn("major_cases", "重大案件", 4.2, Align.RIGHT, group="参与事项"),
    RosterColumn("lawsuits", "诉讼", 4.2, Align.RIGHT, group="参与事项"),
    RosterColumn("regulations", "规范性文件", 5, Align.RIGHT, group="参与事项"),
    RosterColumn("note", "备注", 5),
)


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """An enforcing unit as it is announced."""

    name: str = ""
    kind: str = ""
    basis: str = ""
    representative: str = ""
    address: str = ""
    phone: str = ""
    entrusted_by: str = ""
    announcement: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupervisorRow:
    """行政执法监督员 (社会、特邀)."""

    name: str = ""
    gender: str = ""
    birth: str = ""
    politics: str = ""
    workplace: str = ""
    circle: str = ""
    recommended: str = ""
    card_no: str = ""
    term: str = ""
    field: str = ""
    trainings: str = ""
    activities: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuxiliaryRow:
    """行政执法辅助人员: they hold no certificate."""

    unit: str = ""
    name: str = ""
    gender: str = ""
    work_card: str = ""
    employment: str = ""
    duty: str = ""
    training: str = ""
    employed_on: str = ""
    dismissed_on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CounselRow:
    """公职律师 or 法律顾问, with how often they took part in what."""

    unit: str = ""
    name: str = ""
    kind: str = ""
    card_no: str = ""
    certified_on: str = ""
    firm: str = ""
    term: str = ""
    contract: str = ""
    fee: str = ""
    assessed: str = ""
    reviews: str = ""
    major_cases: str = ""
    lawsuits: str = ""
    regulations: str = ""
    note: str = ""


ListRow = SubjectRow | SupervisorRow | AuxiliaryRow | CounselRow


@dataclass(frozen=True, slots=True)
class ListValues:
    """Rows of one of the lists below, all of one kind."""

    rows: tuple[ListRow, ...] = ()
    as_of: str = ""
    foot: RosterFoot = NO_FOOT


def render_subjects(values: ListValues, target: Path) -> int:
    """行政执法主体资格清单. Returns its pages; all of these raise as `print_table` does."""
    return _print("行政执法主体资格清单", SUBJECT_COLUMNS, values, target)


def render_supervisors(values: ListValues, target: Path) -> int:
    """行政执法监督员名册."""
    return _print("行政执法监督员名册", SUPERVISOR_COLUMNS, values, target)


def render_auxiliaries(values: ListValues, target: Path) -> int:
    """行政执法辅助人员名册."""
    return _print("行政执法辅助人员名册", AUXILIARY_COLUMNS, values, target)


def render_counsels(values: ListValues, target: Path) -> int:
    """公职律师和法律顾问名册."""
    return _print("公职律师和法律顾问名册", COUNSEL_COLUMNS, values, target)


def _print(title: str, columns: tuple[RosterColumn, ...], values: ListValues, target: Path) -> int:
    return print_roster(title, columns, values.rows, values.foot, target, subtitle=as_of_words(values.as_of))
