"""Rosters: officers in public and in full, the summary that goes up with applications, subjects, supervisors, helpers.

Columns: certificates note §1.1, §4, §5.1, §5.4, §5.5, §6.1 (lists 1 and 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.forms.officer_values import OfficerValues
from services.printing.forms.roster import NO_FOOT, RosterColumn, RosterFoot, print_roster
from services.printing.grid import Align, GridLook
from services.printing.paper import Paper

_NUMBER = RosterColumn("#", "序号", 4, Align.CENTER)
PUBLIC_COLUMNS = (
    _NUMBER,
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
    _NUMBER,
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
    _NUMBER,
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
SUBJECT_COLUMNS = (
    _NUMBER,
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
    _NUMBER,
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
    _NUMBER,
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
    _NUMBER,
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
_SMALL = GridLook(size=8.0, pitch=10.5, pad_x=1.5, pad_y=2.5)


@dataclass(frozen=True, slots=True)
class OfficerRosterValues:
    """Officers in the order in which they are to stand; `as_of` is the day that the list is true for."""

    rows: tuple[OfficerValues, ...] = ()
    title: str = ""
    as_of: str = ""
    foot: RosterFoot = NO_FOOT


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


def render_public_roster(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员清单 as it is published. Returns its pages; all of these raise as `print_table` does."""
    title = values.title or "行政执法人员清单"
    return print_roster(title, PUBLIC_COLUMNS, values.rows, values.foot, target, subtitle=_as_of(values.as_of))


def render_office_roster(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员花名册 on A4, as it goes with applications."""
    title = values.title or "行政执法人员花名册"
    return print_roster(title, OFFICE_COLUMNS, values.rows, values.foot, target, subtitle=_as_of(values.as_of))


def render_full_roster(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员花名册 with every field, on A3."""
    return print_roster(
        values.title or "行政执法人员花名册",
        FULL_COLUMNS,
        values.rows,
        values.foot,
        target,
        subtitle=_as_of(values.as_of),
        paper=Paper.A3,
        look=_SMALL,
    )


def render_summary(values: OfficerRosterValues, target: Path) -> int:
    """行政执法人员信息汇总表: what goes up with a batch of applications."""
    title = values.title or "行政执法人员信息汇总表"
    subtitle = _as_of(values.as_of)
    if values.rows:
        subtitle = f"{subtitle}　共{len(values.rows)}人".lstrip("　")
    return print_roster(title, SUMMARY_COLUMNS, values.rows, values.foot, target, subtitle=subtitle)


def render_subjects(values: ListValues, target: Path) -> int:
    """行政执法主体资格清单."""
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
    return print_roster(title, columns, values.rows, values.foot, target, subtitle=_as_of(values.as_of))


def _as_of(day: str) -> str:
    return f"截至{day}" if day else ""
