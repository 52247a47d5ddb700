"""Use of the seal: the approval of one use (用印审批单) and the register of all (用印登记表)."""

from __future__ import annotations

from collections.abc import Mapping

from services.printing.form import FormPart, FormPrint, choices, label, opinion, value
from services.printing.forms.values import FormValues
from services.printing.grid import Align

APPROVAL_KEYS = (
    *("organ", "number", "unit", "applicant", "phone", "applied_on", "title", "document_number", "to", "copies"),
    *("pages", "seals", "reason", "taken_out", "unit_opinion", "office_opinion", "leader_opinion", "chief_opinion"),
    *("approver", "keeper", "used_on", "code"),
)
REGISTER_KEYS = ("organ", "period", "keeper", "rows")
ROW_KEYS = ("used_on", "title", "number", "to", "seal", "copies", "unit", "applicant", "approver", "keeper", "note")
_SEALS = ("单位公章", "法定代表人签名章", "执法监督专用章", "合同专用章")
_HEADS = (
    "序号",
    "用印日期",
    "文件名称或者事由",
    "文号",
    "发往单位",
    "印章",
    "份数",
    "用印单位",
    "经办人",
    "批准人",
    "监印人",
    "备注",
)
_SHARES = (4.0, 10.5, 19.0, 11.0, 11.0, 7.5, 4.5, 9.5, 6.5, 6.5, 6.5, 6.5)
_LEAST_ROWS = 14  # a page to be filled by hand


def seal_approval_form(values: Mapping[str, object]) -> FormPrint:
    """`seals` are the seals to be used, `taken_out` is 是 or 否 (the seal leaves the office).

    Raises ValidationError for an unknown key (`APPROVAL_KEYS`).
    """
    filled = FormValues(values, APPROVAL_KEYS)
    text = filled.text
    rows = (
        (
            *(label("申请单位"), value(text("unit"))),
            *(label("经办人"), value(text("applicant"))),
            *(label("联系电话"), value(text("phone"))),
        ),
        (label("文件名称"), value(text("title"), span=5, lines=2)),
        (
            *(label("文号"), value(text("document_number"))),
            *(label("份数"), value(text("copies"))),
            *(label("每份页数"), value(text("pages"))),
        ),
        (label("发往单位"), value(text("to"), span=5)),
        (label("用印种类"), value(choices(_SEALS, filled.texts("seals")), span=5)),
        (label("用印事由"), value(text("reason"), span=5, lines=3)),
        (
            *(label("带出使用"), value(choices(("否", "是"), filled.texts("taken_out")), span=2)),
            *(label("申请日期"), value(text("applied_on"), span=2)),
        ),
        (label("承办单位\n意见"), opinion(text("unit_opinion"), span=5, lines=2)),
        (label("办公室审核"), opinion(text("office_opinion"), span=5, lines=2)),
        (label("分管负责人\n意见"), opinion(text("leader_opinion"), span=5, lines=2)),
        (label("主要负责人\n意见"), opinion(text("chief_opinion"), span=5, lines=2)),
        (
            *(label("批准人"), value(text("approver"), lines=2)),
            *(label("监印人"), value(text("keeper"))),
            *(label("用印时间"), value(text("used_on"))),
        ),
    )
    part = FormPart(
        f"{text('organ')}用印审批单",
        (15.0, 20.0, 12.0, 17.0, 15.0, 21.0),
        rows,
        right_note=f"编号：{text('number') or '　' * 8}",
        footnote="注：本单随用印文件的底稿归档。",
    )
    return FormPrint((part,), code=text("code"))


def seal_register_form(values: Mapping[str, object]) -> FormPrint:
    """`rows` are objects with `ROW_KEYS`; blank rows fill the page. Raises ValidationError for unknown keys."""
    filled = FormValues(values, REGISTER_KEYS)
    rows = []
    for number, row in enumerate(filled.rows("rows", ROW_KEYS), start=1):
        cells = [value(row.text(key), align=Align.CENTER if key == "copies" else None) for key in ROW_KEYS]
        rows.append((value(str(number), align=Align.CENTER), *cells))
    blank = tuple(value("") for _head in _HEADS)
    rows += [blank] * (_LEAST_ROWS - 2 * len(rows))  # what is filled in takes two lines
    part = FormPart(
        f"{filled.text('organ')}用印登记表",
        _SHARES,
        tuple(rows),
        heads=(tuple(label(head) for head in _HEADS),),
        left_note=f"登记期间：{filled.text('period') or '　' * 12}",
        right_note=f"印章保管人：{filled.text('keeper') or '　' * 6}",
    )
    return FormPrint((part,), landscape=True)
