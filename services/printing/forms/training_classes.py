"""Before and during a training: the plan that is filed, the roster of a class, the book in which people sign.

Fields: certificates note §3.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.form import FormPart, FormPrint, label, opinion, print_form, value
from services.printing.forms.officer_values import SEAL_HERE, OfficerValues
from services.printing.forms.roster import NO_FOOT, NUMBER_COLUMN, RosterColumn, RosterFoot, print_roster
from services.printing.grid import Align, Cell, GridLook
from services.printing.measures import MM

_PLAN_HEADS = (
    *("序号", "班次名称", "类别", "培训对象", "人数", "培训内容", "学时", "方式", "时间", "地点", "师资", "经费"),
    "责任人",
)
_PLAN_SHARES = (4.0, 13.0, 7.0, 9.0, 5.0, 15.0, 5.0, 6.5, 9.0, 8.0, 7.5, 6.5, 6.5)
_PLAN_LOOK = GridLook(size=10.0, pitch=13.5, pad_x=2.5, pad_y=4.0)
_LEAST_CLASSES = 6
_SIGN_IN = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 16),
    RosterColumn("name", "姓名", 7),
    RosterColumn("post", "职务", 9),
    RosterColumn("", "签到", 9, group="上午"),
    RosterColumn("", "签到", 9, group="下午"),
    RosterColumn("phone", "联系电话", 9),
    RosterColumn("note", "备注", 6),
)
_CLASS = (
    NUMBER_COLUMN,
    RosterColumn("unit", "单位", 17, merge=True),
    RosterColumn("name", "姓名", 7),
    RosterColumn("gender", "性别", 4, Align.CENTER),
    RosterColumn("post", "职务", 10),
    RosterColumn("cert_no", "执法证号", 11),
    RosterColumn("phone", "联系电话", 10),
    RosterColumn("note", "备注", 7),
)


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """One class of a plan; `hours` in 学时, `budget` in the words of the plan."""

    title: str = ""
    category: str = ""
    audience: str = ""
    people: str = ""
    content: str = ""
    hours: str = ""
    mode: str = ""
    time: str = ""
    place: str = ""
    teachers: str = ""
    budget: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class TrainingPlanValues:
    """A unit's plan of one year. `filed_on` is the day on which the bureau took it in."""

    unit: str = ""
    year: str = ""
    classes: tuple[PlannedClass, ...] = ()
    handed_in_on: str = ""
    handler: str = ""
    phone: str = ""
    filed_on: str = ""
    unit_opinion: str = ""
    filing_opinion: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrainingClassValues:
    """Who takes part in a class; a book for signing is for one day of it."""

    title: str = ""
    day: str = ""
    place: str = ""
    organiser: str = ""
    people: tuple[OfficerValues, ...] = ()
    foot: RosterFoot = NO_FOOT


def render_training_plan(values: TrainingPlanValues, target: Path) -> int:
    """行政执法人员培训计划备案表. Returns its pages; raises as `print_form` does."""
    classes = [
        (
            _centred(str(number)),
            *(value(getattr(each, key), align=_ALIGNS.get(key)) for key in PlannedClass.__dataclass_fields__),
        )
        for number, each in enumerate(values.classes, start=1)
    ]
    blank = (value("", lines=2), *(value("") for _head in _PLAN_HEADS[1:]))
    classes += [blank] * (_LEAST_CLASSES - len(classes))
    rows = (
        *classes,
        (
            *(label("报送日期", span=2), value(values.handed_in_on, span=2), label("经办人", span=2)),
            *(value(values.handler, span=2), label("联系电话", span=2), value(values.phone, span=3)),
        ),
        (
            *(label("报送单位\n意见", span=2), opinion(values.unit_opinion, span=5, lines=2, foot=SEAL_HERE)),
            *(label("备案意见", span=2), opinion(_filing(values), span=4, lines=2, foot=SEAL_HERE)),
        ),
        (label("备注", span=2), value(values.note, span=11)),
    )
    part = FormPart(
        f"{values.year}行政执法人员培训计划备案表",
        _PLAN_SHARES,
        rows,
        heads=(tuple(label(head) for head in _PLAN_HEADS),),
        left_note=f"单位：{values.unit or '　' * 16}",
        right_note="" if values.year else "年度：　　　　　　",
    )
    return print_form(FormPrint((part,), landscape=True, look=_PLAN_LOOK, side=15 * MM), target)


def render_sign_in(values: TrainingClassValues, target: Path) -> int:
    """签到册 of one day, morning and afternoon apart. Returns its pages; raises as `print_table` does."""
    return print_roster(
        f"{values.title}签到册" if values.title else "培训签到册",
        _SIGN_IN,
        values.people,
        values.foot,
        target,
        subtitle=_where(values),
        landscape=False,
        row_lines=2,
    )


def render_class_roster(values: TrainingClassValues, target: Path) -> int:
    """学员花名册 of a class. Returns its pages; raises as `print_table` does."""
    title = f"{values.title}学员花名册" if values.title else "培训班学员花名册"
    subtitle = _where(values)
    if values.people:
        subtitle += f"　共{len(values.people)}人"
    return print_roster(title, _CLASS, values.people, values.foot, target, subtitle=subtitle, landscape=False)


_ALIGNS = {"people": Align.RIGHT, "hours": Align.RIGHT}


def _filing(values: TrainingPlanValues) -> str:
    filed = f"备案日期：{values.filed_on}" if values.filed_on else ""
    return "\n".join(filter(None, (values.filing_opinion, filed)))


def _where(values: TrainingClassValues) -> str:
    told = (("日期", values.day), ("地点", values.place), ("主办", values.organiser))
    return "　".join(f"{name}：{words or '　' * 7}" for name, words in told)


def _centred(text: str) -> Cell:
    return value(text, align=Align.CENTER)
