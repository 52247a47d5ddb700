"""暂扣, 注销 and what goes with them: the notice, the application with its list, the receipt of a card.

Fields: certificates note §2.6 (T08, T09, T12), §2.7; reason codes §8.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.form import FormPart, FormPrint, choices, label, opinion, print_form, value
from services.printing.forms.officer_values import NOBODY, SEAL_HERE, SIGN_AND_DAY, OfficerValues, continued
from services.printing.forms.roster import NO_FOOT, NUMBER_COLUMN, RosterColumn, RosterFoot, print_roster
from services.printing.grid import Align, Cell

CANCELLATION_REASONS = (
    *(("Z01", "调离"), ("Z02", "退休"), ("Z03", "辞职"), ("Z04", "辞退"), ("Z05", "开除"), ("Z06", "死亡")),
    *(("Z07", "转岗"), ("Z08", "主体撤销"), ("Z09", "到期未换"), ("Z10", "遗失"), ("Z11", "旧证作废")),
    *(("Z12", "编外身份"), ("Z13", "一人多证"), ("Z99", "其他")),
)
_YES_NO = ("是", "否")
_FOUR = (16.0, 34.0, 16.0, 34.0)
_LEAST_CARDS = 4


@dataclass(frozen=True, slots=True)
class CancellationValues:
    """`chosen` are codes of `reasons`, which a bureau may have changed."""

    officer: OfficerValues = NOBODY
    number: str = ""
    reasons: tuple[tuple[str, str], ...] = CANCELLATION_REASONS
    chosen: tuple[str, ...] = ()
    reason: str = ""
    card_returned: str = ""
    why_not_returned: str = ""
    handler: str = ""
    applied_on: str = ""
    unit_opinion: str = ""
    bureau_opinion: str = ""
    issuer_opinion: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CancellationRow:
    """One certificate of the list that goes with applications."""

    name: str = ""
    unit: str = ""
    cert_no: str = ""
    valid_to: str = ""
    reason: str = ""
    card_returned: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CancellationListValues:
    """注销名单 of a unit, or of several."""

    rows: tuple[CancellationRow, ...] = ()
    subtitle: str = ""
    foot: RosterFoot = NO_FOOT


@dataclass(frozen=True, slots=True)
class SuspensionValues:
    """`organ` decides, `number` is that of its paper. `remedies` says where and until when the holder may object."""

    officer: OfficerValues = NOBODY
    organ: str = ""
    number: str = ""
    facts: str = ""
    basis: str = ""
    suspended_from: str = ""
    suspended_to: str = ""
    education: str = ""
    remedies: str = ""
    decided_on: str = ""
    footnote: str = "注：本通知书一式三份，持证人、所在单位、决定机关各存一份。暂扣期间不得从事行政执法活动。"


@dataclass(frozen=True, slots=True)
class HandedOverCard:
    """A card that changes hands."""

    name: str = ""
    unit: str = ""
    cert_no: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandoverValues:
    """Who hands cards over to whom."""

    cards: tuple[HandedOverCard, ...] = ()
    number: str = ""
    giver: str = ""
    receiver: str = ""
    handed_on: str = ""
    note: str = ""


def render_cancellation(values: CancellationValues, target: Path) -> int:
    """Prints `cancellation_form`. Returns its pages; raises as `print_form` does."""
    return print_form(cancellation_form(values), target)


def render_suspension(values: SuspensionValues, target: Path) -> int:
    """Prints `suspension_form`. Returns its pages; raises as `print_form` does."""
    return print_form(suspension_form(values), target)


def render_handover(values: HandoverValues, target: Path) -> int:
    """行政执法证件交接单, the same twice on one page with a line to cut. Returns its pages; raises as `print_form`."""
    parts = tuple(_handover_part(values, copy) for copy in ("第一联　移交人存", "第二联　接收人存"))
    return print_form(FormPrint(parts, seam="裁切线　　加盖骑缝章"), target)


def cancellation_form(values: CancellationValues) -> FormPrint:
    """行政执法证件注销申请表."""
    officer = values.officer
    names = dict(values.reasons)
    chosen = [names.get(code, code) for code in values.chosen]
    rows = (
        (label("单位"), value(officer.unit, span=3)),
        (label("姓名"), value(officer.name), label("职务"), value(officer.post)),
        (label("证件种类"), value(officer.cert_kind), label("证号"), value(officer.cert_no)),
        (label("发证机关"), value(officer.issuer), label("有效期至"), value(officer.valid_to)),
        (label("注销原因"), value(choices([name for _code, name in values.reasons], chosen), span=3, lines=3)),
        (label("情况说明"), value(values.reason, span=3, lines=3)),
        (
            *(label("证件是否\n交回"), value(choices(_YES_NO, [values.card_returned] if values.card_returned else ()))),
            *(label("未交回\n原因"), value(values.why_not_returned, lines=2)),
        ),
        (label("经办人"), value(values.handler), label("申请日期"), value(values.applied_on)),
        (label("本单位\n意见"), opinion(values.unit_opinion, span=3, foot=SEAL_HERE)),
        (label("司法局\n意见"), opinion(values.bureau_opinion, span=3, foot=SEAL_HERE)),
        (label("发证机关\n意见"), opinion(values.issuer_opinion, span=3, foot=SEAL_HERE)),
        (label("备注"), value(values.note, span=3)),
    )
    title, number = "行政执法证件注销申请表", f"编号：{values.number or '　' * 8}"
    part = FormPart(title, _FOUR, rows, right_note=number, continued=continued(title, officer))
    return FormPrint((part,))


def render_cancellation_list(values: CancellationListValues, target: Path) -> int:
    """行政执法证件注销名单. Returns its pages; raises as `print_table` does."""
    columns = (
        NUMBER_COLUMN,
        RosterColumn("name", "姓名", 6),
        RosterColumn("unit", "单位", 14),
        RosterColumn("cert_no", "证号", 10),
        RosterColumn("valid_to", "有效期至", 8),
        RosterColumn("reason", "注销原因", 8),
        RosterColumn("card_returned", "是否交回", 7, Align.CENTER),
        RosterColumn("note", "备注", 8),
    )
    title = "行政执法证件注销名单"
    return print_roster(title, columns, values.rows, values.foot, target, subtitle=values.subtitle, landscape=False)


def suspension_form(values: SuspensionValues) -> FormPrint:
    """行政执法证件暂扣通知书, with the place where it is received."""
    officer = values.officer
    rows = (
        (label("持证人"), value(officer.name), label("证号"), value(officer.cert_no)),
        (label("单位"), value(officer.unit, span=3)),
        (label("事由"), value(values.facts, span=3, lines=5)),
        (label("依据"), value(values.basis, span=3, lines=3)),
        (label("暂扣期限"), value(_period(values), span=3)),
        (label("离岗教育\n要求"), value(values.education, span=3, lines=3)),
        (label("救济途径"), value(values.remedies, span=3, lines=3)),
        (label("决定机关"), Cell(values.organ, span=3, lines=3, foot=_seal_day(values.decided_on))),
        (label("持证人\n签收"), Cell("", span=3, lines=3, foot=SIGN_AND_DAY)),
        (label("所在单位\n签收"), Cell("", span=3, lines=3, foot=SEAL_HERE)),
        (label("证件收缴"), value("□证件已当场收缴　□证件未带，限　　日内交回", span=3)),
    )
    title = "行政执法证件暂扣通知书"
    part = FormPart(
        f"{values.organ}\n{title}".lstrip(),
        _FOUR,
        rows,
        right_note=values.number or "编号：　　　　　　　　",
        footnote=values.footnote,
        continued=continued(title, officer),
    )
    return FormPrint((part,))


def _handover_part(values: HandoverValues, copy: str) -> FormPart:
    cards = [
        (_centred(str(number)), value(card.name), value(card.unit), value(card.cert_no), value(card.reason))
        for number, card in enumerate(values.cards, start=1)
    ]
    cards += [(value(""),) * 5] * (_LEAST_CARDS - len(cards))
    rows = (
        (label("移交人", span=2), value(values.giver), label("接收人"), value(values.receiver)),
        (label("序号"), label("姓名"), label("单位"), label("证号"), label("移交事由")),
        *cards,
        (label("移交人\n签名", span=2), value("", lines=2), label("接收人\n签名"), value("")),
        (label("移交日期", span=2), value(values.handed_on), label("备注"), value(values.note)),
    )
    number = f"编号：{values.number or '　' * 8}"
    return FormPart("行政执法证件交接单", (8.0, 17.0, 31.0, 20.0, 24.0), rows, left_note=copy, right_note=number)


def _period(values: SuspensionValues) -> str:
    """An open end is the decision to give the card back (§2.5: no length is found in the rules)."""
    if not values.suspended_from:
        return "自　　年　　月　　日起至　　年　　月　　日止"
    return f"自{values.suspended_from}起至{values.suspended_to or '作出发还决定之日'}止"


def _seal_day(day: str) -> str:
    return f"（盖章）　{day}" if day else SEAL_HERE


def _centred(text: str) -> Cell:
    return value(text, align=Align.CENTER)
