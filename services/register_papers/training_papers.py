"""Training on paper: cards, plans, sign-in books and rosters of classes; and the yearly assessment of officers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select

from models.agency import EnforcementAgency
from models.officer import AnnualAssessment, AssessmentScheme
from models.training import AttendanceStatus, TrainingPlan, TrainingPlanItem, TrainingRecord, TrainingSession
from services.people_fields import GRADES, SCHEME_LABELS
from services.printing.forms.annual_assessment import AssessmentValues
from services.printing.forms.training_card import CategoryHours, TrainingCardsValues, TrainingCardValues, TrainingEntry
from services.printing.forms.training_classes import PlannedClass, TrainingClassValues, TrainingPlanValues
from services.register_papers.chosen import Chosen
from services.register_papers.filling import Filling, day_text, days_of
from services.register_papers.people import Person, people, score_words
from services.spec import hours_text, hundredths_text
from services.training.card import CardRow, TrainingCard, training_card
from services.training.words import CATEGORY_LABELS, MODE_LABELS
from services.words import chinese_date

CARD_WORDS = (
    "各类合计和是否达标只计已确认的培训，不计的在“证明材料”栏注明；合计只加规则要求的类别；每学时45分钟，不四舍五入。"
)
_LONGEST_CLASS = 31  # days for which a book each is printed


def training_cards(filling: Filling) -> list[TrainingCardsValues]:
    """登记卡, one for each officer chosen, in one file."""
    cards = []
    for person in people(filling):
        found = training_card(filling.session, person.officer.id, filling.year, filling.day)
        cards.append(_card(person, found))
    return [TrainingCardsValues(tuple(cards), fronts=True)]


def training_plans(filling: Filling) -> list[TrainingPlanValues]:
    """备案表 of the chosen plans, or of the plans that the chosen units have for the year."""
    plan, chosen = TrainingPlan, filling.chosen
    wanted = select(plan, EnforcementAgency).join(EnforcementAgency, EnforcementAgency.id == plan.agency_id)
    wanted = wanted.where(plan.deleted_at.is_(None))
    if chosen.ledger == "training_plans":
        wanted = wanted.where(plan.id.in_(chosen.ids)) if chosen.ids else wanted
    else:
        wanted = wanted.where(plan.year == filling.year)
        wanted = wanted.where(plan.agency_id.in_(chosen.ids)) if chosen.ids else wanted
    found = filling.session.execute(wanted.order_by(EnforcementAgency.name.collate("PINYIN"), plan.id)).all()
    return [_plan(filling, row, unit) for row, unit in found]


def sign_in_books(filling: Filling) -> list[TrainingClassValues]:
    """签到册, one for each day of a class. Before anybody is enrolled it lists the unit's officers on post."""
    return [
        _class(session_, members, filling, chinese_date(day))
        for session_, members in _classes(filling)
        for day in _days(session_)
    ]


def class_rosters(filling: Filling) -> list[TrainingClassValues]:
    """学员花名册 of each class."""
    classes = _classes(filling)
    return [_class(one, members, filling, days_of(one.held_on, one.ends_on)) for one, members in classes]


def assessments(filling: Filling) -> list[AssessmentValues]:
    """年度考核登记表: the chosen assessments, or each officer's last one by enforcement's own scheme."""
    chosen = people(filling, photos=True)
    found = _assessments(filling, [person.officer.id for person in chosen])
    forms = []
    for person in chosen:
        rows = found.get(person.officer.id, ())
        forms += [_assessment(filling, person, row) for row in rows] or [AssessmentValues(person.values)]
    return forms


def _card(person: Person, found: TrainingCard) -> TrainingCardValues:
    entries = tuple(_entry(row) for row in found.rows)
    total = hours_text(found.person.minutes(found.rule.counted))
    note = f"{CARD_WORDS}截至{day_text(found.as_of)}。"
    year, rule = f"{found.year}年", found.rule.words
    return TrainingCardValues(person.values, year, entries, _sums(found), total, found.verdict, rule, note)


def _sums(found: TrainingCard) -> tuple[CategoryHours, ...]:
    """Each category with what was exempted; those that the rule does not ask for are not part of the total."""
    counted = {category.value for category in found.rule.counted}
    asked = {
        next(iter(each.categories)).value: hours_text(each.minutes)
        for each in found.rule.constraints
        if len(each.categories) == 1
    }
    keys = {label: key for key, label in CATEGORY_LABELS.items()}
    sums = []
    for label, earned, exempt in found.sums:
        remarks = [f"减免{hours_text(exempt)}"] if exempt else []
        remarks += [] if keys[label] in counted else ["不计入合计"]
        name = f"{label}（{'，'.join(remarks)}）" if remarks else label
        sums.append(CategoryHours(name, hours_text(earned), asked.get(keys[label], "")))
    return tuple(sums)


def _entry(row: CardRow) -> TrainingEntry:
    return TrainingEntry(
        row.days,
        row.title,
        row.organiser,
        CATEGORY_LABELS[row.category],
        row.mode,
        row.place,
        hours_text(row.minutes),
        row.score,
        "；".join(filter(None, (row.evidence, f"{row.why_not}，不计" if row.why_not else ""))),
    )


def _plan(filling: Filling, plan: TrainingPlan, unit: EnforcementAgency) -> TrainingPlanValues:
    item = TrainingPlanItem
    rows = filling.session.scalars(
        select(item).where(item.plan_id == plan.id, item.deleted_at.is_(None)).order_by(item.held_from, item.id)
    )
    classes = tuple(
        PlannedClass(
            row.title, CATEGORY_LABELS[row.category.value], row.audience or "",
            str(row.headcount) if row.headcount is not None else "", row.content or "", hours_text(row.minutes),
            MODE_LABELS[row.mode.value], days_of(row.held_from, row.held_to),
            row.place or "", row.teachers or "", f"{hundredths_text(row.cost)}元" if row.cost is not None else "",
            row.responsible or plan.responsible or "",
        )
        for row in rows
    )  # fmt: skip
    return TrainingPlanValues(
        unit.name,
        f"{plan.year}年",
        classes,
        handed_in_on=day_text(plan.filed_on),
        handler=plan.responsible or unit.contact or "",
        phone=unit.phone or "",
        filed_on=day_text(plan.filed_on),
        filing_opinion=plan.opinion or "",
        note=plan.note or "",
    )


def _classes(filling: Filling) -> Iterable[tuple[TrainingSession, Sequence[Person]]]:
    """Each chosen class with the people enrolled, else the officers on post of the unit that holds it."""
    row = TrainingSession
    wanted = select(row).where(row.deleted_at.is_(None))
    wanted = wanted.where(row.id.in_(filling.chosen.ids)) if filling.chosen.ids else wanted
    for one in filling.session.scalars(wanted.order_by(row.held_on, row.id)).all():
        record = TrainingRecord
        enrolled = filling.session.scalars(
            select(record.officer_id).where(
                record.session_id == one.id, record.status != AttendanceStatus.VOID, record.deleted_at.is_(None)
            )
        ).all()
        if enrolled:
            yield one, people(_of(filling, "officers", tuple(enrolled)))
        elif one.agency_id is not None:
            unit = people(_of(filling, "units", (one.agency_id,)))
            yield one, [person for person in unit if person.officer.post_status == "on_post"]
        else:
            yield one, ()


def _of(filling: Filling, ledger: str, ids: tuple[int, ...]) -> Filling:
    return replace(filling, chosen=Chosen(ledger, ids, filling.chosen.day, filling.chosen.year))


def _class(one: TrainingSession, members: Sequence[Person], filling: Filling, day: str) -> TrainingClassValues:
    names = tuple(person.values for person in members)
    return TrainingClassValues(
        one.title, day, one.place or "", one.organiser or filling.bureau, names, filling.foot(f"本表{len(names)}人。")
    )


def _days(one: TrainingSession) -> list[date]:
    count = ((one.ends_on or one.held_on) - one.held_on).days + 1
    return [one.held_on + timedelta(days=n) for n in range(min(count, _LONGEST_CLASS))]


def _assessments(filling: Filling, officers: Sequence[int]) -> dict[int, Sequence[AnnualAssessment]]:
    row, chosen = AnnualAssessment, filling.chosen
    wanted = select(row).where(row.officer_id.in_(officers), row.deleted_at.is_(None))
    exact = chosen.ledger == "assessments"
    if exact:
        wanted = wanted.where(row.id.in_(chosen.ids)) if chosen.ids else wanted
    else:
        wanted = wanted.where(row.scheme == AssessmentScheme.ENFORCEMENT)
    found: dict[int, list[AnnualAssessment]] = {}
    for one in filling.session.scalars(wanted.order_by(row.year, row.id)):
        found.setdefault(one.officer_id, []).append(one)
    return {key: rows if exact else rows[-1:] for key, rows in found.items()}


def _assessment(filling: Filling, person: Person, row: AnnualAssessment) -> AssessmentValues:
    return AssessmentValues(
        person.values,
        f"{row.year}年",
        scheme=SCHEME_LABELS[row.scheme.value],
        total_given=score_words(row.score),
        grades=GRADES[row.scheme],
        grade=row.grade,
        hours=_hours(filling, person, row.year),
        civil_grade=_civil_grade(filling, person, row.year),
        consequence=row.consequence or "",
    )


def _hours(filling: Filling, person: Person, year: int) -> str:
    """What counted towards the year's rule; nothing where the desk knows of no training."""
    last = min(date(year, 12, 31), filling.today)
    found = training_card(filling.session, person.officer.id, year, last)
    return hours_text(found.person.minutes(found.rule.counted)) if found.rows else ""


def _civil_grade(filling: Filling, person: Person, year: int) -> str:
    row = AnnualAssessment
    wanted = (
        row.officer_id == person.officer.id,
        row.year == year,
        row.scheme != AssessmentScheme.ENFORCEMENT,
        row.deleted_at.is_(None),
    )
    return filling.session.scalar(select(func.max(row.grade)).where(*wanted)) or ""
