"""三色督办单: what is pressed for, why, until when; the unit signs for it and answers on the same sheet.

Fields: domain note "Official documents" B3, 10 and C1 (督办台账). The grade is told by word and by shape as well as by
colour, so that a black-and-white print and a photocopy still say it.
"""

from __future__ import annotations

from collections.abc import Mapping

from services.printing.form import DAY_HERE, FormPart, FormPrint, label, opinion, value
from services.printing.forms.values import FormValues
from services.printing.grid import Align, Cell
from services.printing.page import Colour

KEYS = (
    *("organ", "number", "colour", "serial", "unit", "origin", "matter", "first_due_on", "state", "due_on"),
    *("grounds", "demand", "calls", "issued_on", "contact", "phone"),
)
GRADES: Mapping[str, tuple[str, str, Colour]] = {
    "blue": ("●", "蓝色督办（提示）", (0.11, 0.36, 0.62)),
    "yellow": ("◆", "黄色督办（警示）", (0.86, 0.62, 0.0)),
    "red": ("▲", "红色督办（逾期）", (0.80, 0.08, 0.08)),
}
_SHARES = (15.0, 35.0, 15.0, 35.0)
_WHOLE = 3


def supervision_slip_form(values: Mapping[str, object]) -> FormPrint:
    """`colour` is one of `GRADES`, `calls` a list of what was done before. What is left out stays blank.

    Raises ValidationError for unknown keys (`KEYS`).
    """
    filled = FormValues(values, KEYS)
    text = filled.text
    grade = GRADES.get(text("colour"))
    part = FormPart(
        f"{text('organ')}督办单",
        _SHARES,
        (
            (label("督办等级"), Cell(_grades(text("colour")), span=_WHOLE, align=Align.CENTER)),
            (*(label("承办单位"), value(text("unit"))), *(label("督办次数"), value(_times(text("serial"))))),
            (label("事项来源"), value(text("origin"), span=_WHOLE)),
            (label("督办事项"), value(text("matter"), span=_WHOLE, lines=2)),
            (
                *(label("原定时限"), value(_joined(text("first_due_on"), text("state")))),
                *(label("要求时限"), value(text("due_on"))),
            ),
            (label("督办理由"), value(text("grounds"), span=_WHOLE, lines=2)),
            (label("已催办记录"), value("\n".join(_numbered(filled.texts("calls"))), span=_WHOLE, lines=3)),
            (label("办理要求"), value(text("demand"), span=_WHOLE, lines=2)),
            (label("签收"), opinion("", span=_WHOLE, lines=1, foot=f"签收人：　　　　　　　{DAY_HERE}")),
            (
                label("办理情况\n反馈"),
                opinion("", span=_WHOLE, lines=7, foot=f"承办单位（盖章）　　负责人：　　　　　　{DAY_HERE}"),
            ),
            (label("办结意见"), opinion("", span=_WHOLE, lines=3, foot=f"督办人：　　　　　　　{DAY_HERE}")),
        ),
        left_note=(text("number") and f"督办号：{text('number')}") or "督办号：",
        right_note=text("issued_on"),
        footnote=_foot(text("contact"), text("phone")),
    )
    return FormPrint((part,), stripe=grade[2] if grade else None)


def _grades(chosen: str) -> str:
    """All three with their shapes, the one that holds ticked."""
    return "　".join(
        f"{'☑' if key == chosen else '□'}{shape}{words}" for key, (shape, words, _colour) in GRADES.items()
    )


def _times(serial: str) -> str:
    return f"第{serial}次" if serial else ""


def _joined(day: str, state: str) -> str:
    return f"{day}（{state}）" if day and state else day


def _numbered(lines: list[str]) -> list[str]:
    return [f"{number}.{line}" for number, line in enumerate(lines, start=1)]


def _foot(contact: str, phone: str) -> str:
    who = f"联系人：{contact}，电话：{phone}。" if contact and phone else ""
    return f"{who}注：一事一单，一式两份，承办单位和督办机关各存一份；反馈时附佐证材料。"
