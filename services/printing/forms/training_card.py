"""业务培训登记卡: one officer's training of one year, with the hours of each category and whether the rule is met.

Columns and foot: certificates note §3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.printing.faces import Style
from services.printing.form import FormPart, FormPrint, label, opinion, print_forms, value
from services.printing.forms.officer_values import NOBODY, SEAL_HERE, OfficerValues
from services.printing.grid import Align, Cell, GridLook
from services.printing.measures import MM

_HEADS = (
    *("序号", "培训日期", "培训班、课程名称", "主办单位", "培训类别", "形式", "地点、平台", "学时", "考核\n成绩"),
    *("证明材料", "记录人\n签字", "本人\n签字"),
)
_SHARES = (4.0, 10.0, 17.0, 11.0, 8.0, 7.0, 10.0, 5.0, 6.0, 9.0, 6.5, 6.5)
_LOOK = GridLook(size=9.5, pitch=13.0, pad_x=2.5, pad_y=3.5)
_SIDE = 15 * MM
_BLANK_ENTRIES, _ENTRY_LINES = 7, 2


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """One training; `days` from and to, `hours` in 学时."""

    days: str = ""
    title: str = ""
    organiser: str = ""
    category: str = ""
    mode: str = ""
    place: str = ""
    hours: str = ""
    score: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CategoryHours:
    """What was earned in a category; `required` where the rule asks for a least number."""

    name: str
    hours: str
    required: str = ""


@dataclass(frozen=True, slots=True)
class TrainingCardValues:
    """`met` is the finished judgement, `rule` the name and version of the rule that it follows."""

    officer: OfficerValues = NOBODY
    year: str = ""
    entries: tuple[TrainingEntry, ...] = ()
    sums: tuple[CategoryHours, ...] = ()
    total: str = ""
    met: str = ""
    rule: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrainingCardsValues:
    """Cards of one officer or of many; with `fronts` each begins on the front of a sheet."""

    cards: tuple[TrainingCardValues, ...] = ()
    fronts: bool = False


def render_training_cards(
    values: TrainingCardsValues, target: Path, progress: Callable[[int, int], None] | None = None
) -> int:
    """Cards in one file, each with its own page numbers; without cards a blank one.

    Returns the pages; `progress` and what is raised as in `print_forms`.
    """
    cards = values.cards or (TrainingCardValues(),)
    return print_forms([_form(each) for each in cards], target, fronts=values.fronts, progress=progress)


def _form(values: TrainingCardValues) -> FormPrint:
    """Whose card it is stands above the heads of every page."""
    officer = values.officer
    owner = (
        *(label("单位", span=2), _told(officer.unit, 2), label("姓名"), _told(officer.name, 2)),
        *(label("性别"), _told(officer.gender, 1), label("职务"), _told(officer.post, 2)),
    )
    certificate = (
        *(label("执法证号", span=2), _told(officer.cert_no, 2), label("年度"), _told(values.year, 2)),
        *(label("有效期至", span=2), _told(officer.valid_to, 3)),
    )
    part = FormPart(
        "行政执法人员培训登记卡",
        _SHARES,
        (*_entries(values.entries), *_foot(values)),
        heads=(owner, certificate, tuple(label(head) for head in _HEADS)),
        footnote=f"口径说明：{values.note}" if values.note else "",
    )
    return FormPrint((part,), landscape=True, look=_LOOK, side=_SIDE)


def _entries(entries: Sequence[TrainingEntry]) -> list[tuple[Cell, ...]]:
    rows = []
    for number, each in enumerate(entries, start=1):
        words = (each.days, each.title, each.organiser, each.category, each.mode, each.place)
        figures = (value(each.hours, align=Align.RIGHT), value(each.score, align=Align.RIGHT), value(each.evidence))
        first = value(str(number), align=Align.CENTER, lines=_ENTRY_LINES)
        rows.append((first, *map(value, words), *figures, value(""), value("")))
    blank = (value("", lines=_ENTRY_LINES), *(value("") for _head in _HEADS[1:]))
    return rows or [blank] * _BLANK_ENTRIES


def _told(text: str, span: int) -> Cell:
    """A value among the heads."""
    return Cell(text, span=span, align=Align.LEFT, style=Style.BODY)


def _foot(values: TrainingCardValues) -> list[tuple[Cell, ...]]:
    parts = [f"{each.name}{each.hours}学时{_required(each)}" for each in values.sums]
    if values.total:
        parts.append(f"合计{values.total}学时")
    met = values.met or "□达标　□未达标"
    return [
        (label("各类合计", span=2), value("，".join(parts), span=10, lines=1 if parts else 2)),
        (label("是否达标", span=2), value(f"{met}　　适用规则：{values.rule}" if values.rule else met, span=10)),
        (
            *(label("所在单位", span=2), opinion("", span=4, lines=2, foot=SEAL_HERE)),
            *(label("司法局核验", span=2), opinion("", span=4, lines=2, foot=SEAL_HERE)),
        ),
    ]


def _required(category: CategoryHours) -> str:
    return f"（要求{category.required}）" if category.required else ""
