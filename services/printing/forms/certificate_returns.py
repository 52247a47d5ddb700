"""After 暂扣: the end of off-post education and the return to the post; handing out new cards; a notice of loss.

Fields: certificates note §2.6 (T06, T09, T13), §2.7, §4.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.faces import Style, load_faces
from services.printing.files import replacing
from services.printing.form import FormPart, FormPrint, label, opinion, print_form, value
from services.printing.forms.officer_values import NOBODY, SEAL_HERE, SIGN_AND_DAY, OfficerValues, continued
from services.printing.forms.roster import NO_FOOT, NUMBER_COLUMN, RosterColumn, RosterFoot, print_roster
from services.printing.grid import Align
from services.printing.page import Pen
from services.printing.paper import ListPaper, Paper, paper_size, wrap

_SHARES = (16.0, 24.0, 18.0, 20.0, 22.0)
_LEAST_COURSES = 4
_TEXT, _SIDE = 16.0, 74.0


@dataclass(frozen=True, slots=True)
class EducationCourse:
    """One part of the off-post education; `hours` are 学时."""

    day: str = ""
    title: str = ""
    hours: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class ReturnValues:
    """What was decided, what was learnt, and who agrees that the officer goes back to the post."""

    officer: OfficerValues = NOBODY
    number: str = ""
    suspended: str = ""
    decision: str = ""
    reason: str = ""
    courses: tuple[EducationCourse, ...] = ()
    hours_required: str = ""
    hours_total: str = ""
    test_day: str = ""
    test_score: str = ""
    application: str = ""
    unit_opinion: str = ""
    bureau_opinion: str = ""
    issuer_opinion: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A card that is to be handed out; whoever takes it signs on paper."""

    unit: str = ""
    name: str = ""
    cert_no: str = ""
    valid_to: str = ""
    old_card: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptValues:
    """领取登记表 of one batch."""

    rows: tuple[ReceiptRow, ...] = ()
    batch: str = ""
    foot: RosterFoot = NO_FOOT


@dataclass(frozen=True, slots=True)
class LossNoticeValues:
    """Words for the newspaper. `kind` is the certificate, `unit` gives the notice."""

    name: str = ""
    unit: str = ""
    kind: str = "行政执法证"
    cert_no: str = ""
    issuer: str = ""
    issue_date: str = ""
    noticed_on: str = ""


def render_return(values: ReturnValues, target: Path) -> int:
    """Prints `return_form`. Returns its pages; raises as `print_form` does."""
    return print_form(return_form(values), target)


def return_form(values: ReturnValues) -> FormPrint:
    """离岗教育结业及恢复上岗审批表."""
    officer = values.officer
    courses = [
        (
            *(value(each.day), value(each.title, span=2)),
            *(value(each.hours, align=Align.CENTER), value(each.score, align=Align.CENTER)),
        )
        for each in values.courses
    ]
    courses += [(value(""), value("", span=2), value(""), value(""))] * (_LEAST_COURSES - len(courses))
    rows = (
        (label("姓名"), value(officer.name), label("职务"), value(officer.post, span=2)),
        (label("单位"), value(officer.unit), label("证号"), value(officer.cert_no, span=2)),
        (label("暂扣期间"), value(values.suspended, span=4)),
        (label("暂扣决定"), value(values.decision), label("离岗原因"), value(values.reason, span=2)),
        (label("教育日期"), label("教育内容", span=2), label("学时"), label("成绩")),
        *courses,
        (
            *(label("应完成学时"), value(values.hours_required, align=Align.CENTER)),
            *(label("学时合计"), value(values.hours_total, align=Align.CENTER, span=2)),
        ),
        (
            *(label("考核日期"), value(values.test_day)),
            *(label("考核成绩"), value(values.test_score, align=Align.CENTER, span=2)),
        ),
        (label("本人申请"), opinion(values.application, span=4, lines=2, foot=SIGN_AND_DAY)),
        (label("本单位\n意见"), opinion(values.unit_opinion, span=4, lines=2, foot=SEAL_HERE)),
        (label("司法局\n意见"), opinion(values.bureau_opinion, span=4, lines=2, foot=SEAL_HERE)),
        (label("发证机关\n意见"), opinion(values.issuer_opinion, span=4, lines=2, foot=SEAL_HERE)),
    )
    title, number = "离岗教育结业及恢复上岗审批表", f"编号：{values.number or '　' * 8}"
    part = FormPart(title, _SHARES, rows, right_note=number, continued=continued(title, officer))
    return FormPrint((part,))


def render_receipts(values: ReceiptValues, target: Path) -> int:
    """行政执法证件领取登记表 with places to sign. Returns its pages; raises as `print_table` does."""
    columns = (
        NUMBER_COLUMN,
        RosterColumn("unit", "单位", 15),
        RosterColumn("name", "姓名", 7),
        RosterColumn("cert_no", "证号", 10),
        RosterColumn("valid_to", "有效期至", 8),
        RosterColumn("old_card", "旧证", 6),
        RosterColumn("", "领取人签名", 10),
        RosterColumn("", "领取日期", 8),
        RosterColumn("note", "备注", 7),
    )
    batch = f"批次：{values.batch or '　' * 10}"
    title = "行政执法证件领取登记表"
    return print_roster(title, columns, values.rows, values.foot, target, subtitle=batch, row_lines=2)


def render_loss_notice(values: LossNoticeValues, target: Path) -> int:
    """遗失声明, one plain page with the words as the newspaper prints them. Returns 1; raises StorageError."""
    faces = load_faces()
    width, height = paper_size(Paper.A4, landscape=False)
    with replacing(target) as path:
        pen = Pen(path, faces, title="遗失声明", width=width, height=height)
        paper = ListPaper(pen, "", side=_SIDE)
        y = paper.title_block(paper.open_page().top + 60, "遗失声明", "", "", size=22.0) + 24
        y = paper.paragraph(y, f"　　{loss_notice(values)}", _TEXT) + 30
        for line in (values.unit, values.noticed_on or "　　　　年　　月　　日"):
            for piece in wrap(faces, line, Style.BODY, _TEXT, paper.width):
                paper.right_line(y, piece, _TEXT)
                y += _TEXT * 1.75
        return paper.close()


def loss_notice(values: LossNoticeValues) -> str:
    """The notice itself; T14 demands that it names the very number that was lost."""
    blank = "＿" * 6
    issued = f"，{values.issue_date}由{values.issuer}发放" if values.issuer and values.issue_date else ""
    return (
        f"{values.unit or blank}执法人员{values.name or blank}遗失《{values.kind}》一本，"
        f"证号{values.cert_no or blank}{issued}，声明作废。"
    )
