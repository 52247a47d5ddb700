"""The lists of 学时达标, made from the figures of a year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.spec import hours_text
from services.training.card import TrainingCard
from services.training.compliance import Compliance, PersonYear, Rate, UnitFigures
from services.training.doubles import CLASH_LABELS, Attended
from services.training.office import Doubtful, TrainingYear
from services.training.overview import Round
from services.training.rules import YEAR_END
from services.training.words import CATEGORY_LABELS, lacking_text
from ui.kit.table import RIGHT, Column, State
from ui.pages.training.listing import CardOf, Listing, People, RoundPeople, Row, Target

NAME, UNIT = Column("姓名", 4), Column("单位", 9, stretch=True)
DOUBTFUL_NOTE = (
    "同一人、同一名称、同一日期、同一来源的为疑似重复；起止时间相交，或者没有写时间而同日合计超过一天能容下的，为时间重叠。"
    "认定前只计先登记的一条。双击打开记录，在“培训学时”里认定重复或不是重复。"
)


def by_unit(found: Compliance) -> Listing:
    """A row for each unit and one for all; every figure leads to its people."""
    columns = (
        UNIT,
        Column("应训", 4, RIGHT),
        Column("达标", 4, RIGHT),
        Column("达标率", 5, RIGHT),
        Column("结果", 6.5),
        *(Column(constraint.label, min(12, max(7.5, len(constraint.label)))) for constraint in found.rule.constraints),
    )
    units = (found.total, *found.units) if found.units else ()
    over = _over(found)
    rows = tuple(_unit_row(unit, over) for unit in units)
    targets: dict[tuple[int, int], Target] = {}
    for n, unit in enumerate(units):
        targets[n, -1] = People(unit.agency_id)
        for place in range(len(unit.parts)):
            targets[n, 5 + place] = People(unit.agency_id, place)
    return Listing(
        f"{found.year}年执法人员培训学时达标情况",
        _finding(found),
        columns,
        rows,
        found.definition + found.footing,
        targets,
        "这一年没有应训人员。先登记执法人员和证件。",
    )


def people(year: TrainingYear, asked: People) -> Listing:
    """Who is behind a figure, those short of most first."""
    found = year.compliance
    constraints = found.rule.constraints
    chosen, words = _chosen(year, asked)
    columns = (
        NAME,
        UNIT,
        *(Column(c.label, min(13, max(9.5, len(c.label)))) for c in constraints),
        Column("减免", 4, RIGHT),
        Column("还差合计", 5, RIGHT),
        Column("结果", 5.5),
    )
    place = asked.constraint
    label = constraints[place].label if place is not None else "全部要求"
    title = f"{found.year}年培训学时　{words}"
    missing = State("na", "离岗") if asked.which == "leavers" else State("late" if _over(found) else "due", "未达标")
    return Listing(
        title,
        f"{label}，共{len(chosen):,}人，未达标{sum(bool(_short(p, place)) for p in chosen):,}人。",
        columns,
        tuple(_person_row(found, person, place, missing) for person in chosen),
        found.definition + found.footing,
        {(n, -1): CardOf(person.holder.officer_id) for n, person in enumerate(chosen)},
    )


def round_units(found: Round) -> Listing:
    """Coverage by unit."""
    columns = (
        UNIT,
        Column("应训", 5, RIGHT),
        Column("已训", 5, RIGHT),
        Column("未训", 5, RIGHT),
        Column("覆盖率", 6, RIGHT),
    )
    over = found.until >= found.deadline
    units: list[tuple[int | None, str, Rate]] = [*found.units]
    if units:
        units.insert(0, (None, "合计", found.rate))
    rows = tuple(
        (name, rate.due, rate.met, rate.due - rate.met, rate.words, _rate_chip(rate, over, "全部已训"))
        for _id, name, rate in units
    )
    return Listing(
        f"{found.year}年执法人员轮训覆盖情况",
        f"应训{found.rate.due:,}人，已训{found.rate.met:,}人，覆盖率{found.rate.words}；截止日{found.deadline:%Y-%m-%d}。",
        (*columns, Column("结果", 6.5)),
        rows,
        found.footing,
        {(n, -1): RoundPeople(agency_id) for n, (agency_id, _name, _rate) in enumerate(units)},
        "还没有在岗持证人员。",
    )


def round_people(found: Round, asked: RoundPeople) -> Listing:
    """Who has still to be trained."""
    chosen = [h for h in found.missing if asked.agency_id is None or h.agency_id == asked.agency_id]
    unit = "各单位" if asked.agency_id is None else next((h.unit for h in chosen), "")
    late = State("late", "未轮训") if found.until >= found.deadline else State("todo", "未轮训")
    return Listing(
        f"{found.year}年未参加轮训人员　{unit}".rstrip(),
        f"共{len(chosen):,}人没有参加。",
        (NAME, UNIT, Column("轮训", 6)),
        tuple((holder.name, holder.unit, late) for holder in chosen),
        found.footing,
        {(n, -1): CardOf(holder.officer_id) for n, holder in enumerate(chosen)},
        "都参加过了。",
    )


def doubtful(year: int, found: Iterable[Doubtful]) -> Listing:
    """What does not count until somebody has decided."""
    listed = list(found)
    columns = (
        NAME,
        Column("单位", 8),
        Column("问题", 6),
        Column("没有计入的", 10, stretch=True),
        Column("日期和时间", 12.5),
        Column("学时", 3, RIGHT),
        Column("计入的", 10),
        Column("日期和时间", 12.5),
    )
    rows = tuple(
        (
            one.name,
            one.unit,
            State("ask", CLASH_LABELS[one.suspicion.clash.value]),
            one.suspicion.later.title,
            _when(one.suspicion.later),
            hours_text(one.suspicion.later.minutes),
            one.suspicion.earlier.title,
            _when(one.suspicion.earlier),
        )
        for one in listed
    )
    minutes = sum(one.suspicion.later.minutes for one in listed)
    return Listing(
        f"{year}年重复与重叠的培训记录",
        f"{len(listed):,}条待认定，合计{hours_text(minutes)}学时暂不计入。" if listed else "没有待认定的记录。",
        columns,
        rows,
        DOUBTFUL_NOTE,
        {(n, -1): Row("training", one.suspicion.later.id) for n, one in enumerate(listed)},
        "没有重复或重叠的培训记录。",
    )


def card(found: TrainingCard) -> Listing:
    """One officer's year, row by row."""
    columns = (
        Column("培训日期", 8.5),
        Column("培训名称", 12, stretch=True),
        Column("主办单位", 8),
        Column("类别", 6.5),
        Column("形式", 5),
        Column("地点", 5),
        Column("学时", 3, RIGHT),
        Column("成绩", 3),
        Column("是否计入", 10),
    )
    rows = tuple(
        (
            item.days,
            item.title,
            item.organiser,
            CATEGORY_LABELS[item.category],
            item.mode,
            item.place,
            hours_text(item.minutes),
            item.score,
            State("ask", item.why_not) if item.why_not else State("done", "计入"),
        )
        for item in found.rows
    )
    sums = "、".join(
        f"{label}{hours_text(earned)}" + (f"（另减免{hours_text(spared)}）" if spared else "")
        for label, earned, spared in found.sums
    )
    facts = "　".join(filter(None, (found.unit, found.name, found.gender, found.post, found.cert_no)))
    return Listing(
        f"{found.year}年执法人员培训登记卡　{found.name}",
        f"{facts}　{found.verdict}",
        columns,
        rows,
        f"各类合计（学时）：{sums or '没有'}。{found.verdict}。规则：{found.rule.words}。截至{found.as_of:%Y-%m-%d}。",
        {(n, -1): Row("training", item.record_id) for n, item in enumerate(found.rows)},
        "这一年还没有培训记录。",
    )


def _chosen(year: TrainingYear, asked: People) -> tuple[tuple[PersonYear, ...], str]:
    found = year.compliance
    if asked.which == "leavers":
        return found.leavers, "离岗人员"
    if asked.which == "behind":
        return found.behind(year.warning_percent), f"学时低于要求{year.warning_percent}%的人员"
    chosen = found.of_unit(asked.agency_id, asked.constraint)
    unit = "各单位" if asked.agency_id is None else next((p.holder.unit for p in chosen), "")
    return chosen, f"{unit}人员"


def _unit_row(unit: UnitFigures, over: bool) -> tuple[Any, ...]:
    parts = (_part_cell(rate, over) for rate in unit.parts)
    return unit.name, unit.whole.due, unit.whole.met, unit.whole.words, _rate_chip(unit.whole, over), *parts


def _part_cell(rate: Rate, over: bool) -> State:
    kind = "done" if rate.met == rate.due else "late" if over else "due"
    return State(kind, f"{rate.met}/{rate.due}")


def _rate_chip(rate: Rate, over: bool, whole: str = "全部达标") -> State:
    if rate.met == rate.due:
        return State("done", whole)
    return State("late" if over else "due", f"差{rate.due - rate.met}人")


def _short(person: PersonYear, constraint: int | None) -> int:
    return person.shortfall if constraint is None else person.shortfalls[constraint]


def _person_row(found: Compliance, person: PersonYear, place: int | None, missing: State) -> tuple[Any, ...]:
    cells = []
    for constraint, short in zip(found.rule.constraints, person.shortfalls, strict=True):
        had = hours_text(person.minutes(constraint.categories))
        cells.append(f"{had}，差{lacking_text(short)}" if short else had)
    spared = sum(person.exempt.values())
    return (
        person.holder.name,
        person.holder.unit,
        *cells,
        hours_text(spared) if spared else "",
        lacking_text(person.shortfall) if person.shortfall else "",
        missing if _short(person, place) else State("done", "达标"),
    )


def _over(found: Compliance) -> bool:
    """Whether the year was looked at to its end: what is missing then is late, not under way."""
    return (found.as_of.month, found.as_of.day) == YEAR_END


def _when(record: Attended) -> str:
    times = f"　{record.start}—{record.end}" if record.start else ""
    last = f"至{record.last:%m-%d}" if record.last != record.first else ""
    return f"{record.first:%Y-%m-%d}{last}{times}"


def _finding(found: Compliance) -> str:
    rate = found.rate
    if not rate.due:
        return f"{found.year}年没有应训人员。"
    away = f"；离岗另列{len(found.leavers):,}人" if found.leavers else ""
    doubt = f"；{len(found.suspicions):,}条记录待认定" if found.suspicions else ""
    return f"应训{rate.due:,}人，达标{rate.met:,}人，达标率{rate.words}{away}{doubt}。"
