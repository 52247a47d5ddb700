"""培训计划 and its classes: filed with the bureau by a day, and enough of what the rule asks for in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import Integer, String, case, cast, func, select
from sqlalchemy.orm import Session

from models.training import TrainingCategory, TrainingPlan, TrainingPlanItem
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.settings import value_of
from services.spec import FieldSpec, Kind, LedgerSpec, hours_text
from services.training.rules import Constraint, RuleSet, rule_of_year
from services.unit_reference import UNIT
from services.workdays import WorkCalendar

_INTEGER = Integer()
FILING_LABELS = {"late": "逾期未报", "todo": "未报", "filed_late": "逾期备案", "filed": "已备案"}
FILING_CHIPS = {"late": "late", "todo": "todo", "filed_late": "due", "filed": "done"}
FILE_FIELDS = (
    FieldSpec("filed_on", "备案日期", Kind.DATE, required=True, help="本单位收到计划的那天。"),
    FieldSpec("opinion", "备案意见", Kind.LONG_TEXT, max_length=300),
)


@dataclass(frozen=True, slots=True)
class PlannedSum:
    """One constraint and what a plan holds of it, in minutes."""

    constraint: Constraint
    planned: int

    @property
    def missing(self) -> int:
        """Minutes that the plan lacks."""
        return max(0, self.constraint.minutes - self.planned)

    @property
    def words(self) -> str:
        """公共法律知识：计划24学时，要求30学时，还差6学时。"""
        lacking = f"，还差{hours_text(self.missing)}学时" if self.missing else ""
        needed = hours_text(self.constraint.minutes)
        return f"计划{hours_text(self.planned)}学时，要求{needed}学时{lacking}"


def filing_words(due_on: date | None, filed_on: date | None, today: date) -> str:
    """未报, 已备案, 逾期1天 where it came late, 逾期3天未报 where it has not come (case 40)."""
    until = filed_on or today
    late = (until - due_on).days if due_on else 0
    if filed_on is not None:
        return f"逾期{late}天" if late > 0 else "已备案"
    return f"逾期{late}天未报" if late > 0 else "未报"


def plan_due_day(session: Session, year: int) -> date:
    """The last day for filing in `year`, from the settings; it moves past a day off only where the bureau says so."""
    month, day = value_of(session, "training_plan_month"), value_of(session, "training_plan_day")
    following = date(year + month // 12, month % 12 + 1, 1)
    due = min(date(year, month, 1) + timedelta(days=day - 1), following - timedelta(days=1))
    if not value_of(session, "training_plan_postponed"):
        return due
    calendar = WorkCalendar.load(session)
    while not calendar.is_workday(due):
        due += timedelta(days=1)
    return due


def planned_sums(rule: RuleSet, items: Iterable[tuple[TrainingCategory, int]]) -> list[PlannedSum]:
    """What classes of a category and so many minutes give for each constraint of the rule."""
    planned = list(items)
    return [
        PlannedSum(c, sum(minutes for category, minutes in planned if category in c.categories))
        for c in rule.constraints
    ]


class TrainingPlanLedger(BasicLedger[TrainingPlan]):
    """One plan of a unit and year; 备案 takes it in."""

    record = TrainingPlan
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="training_plans",
        title="培训计划",
        item="培训计划",
        purpose="各单位的年度培训计划，按时备案，学时够不够。",
        unit_word="份",
        default_sort="filing",
        then_by="due_on",
        title_field="title",
        state_field="filing",
        match_on=("agency_id", "year"),
        add_label="登记计划",
        empty_hint="各单位报来的年度培训计划登记在这里，再逐个登记计划班次。",
        fields=(
            FieldSpec(
                "agency_id", "单位", Kind.REFERENCE, reference="units", required=True, in_filter=True, width_chars=11
            ),
            FieldSpec("year", "年度", Kind.INTEGER, required=True, plain=True, in_filter=True, width_chars=3),
            FieldSpec("title", "计划名称", required=True, max_length=120, width_chars=12, synonyms=("名称", "标题")),
            FieldSpec(
                "filing",
                "备案",
                Kind.CHOICE,
                choices=FILING_LABELS,
                states=FILING_CHIPS,
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec("filing_note", "备案情况", computed=True, in_form=False, width_chars=7),
            FieldSpec("due_on", "报备截止日", Kind.DATE, width_chars=6, help="留空时按设置里的日期。"),
            FieldSpec("filed_on", "备案日期", Kind.DATE, in_form=False, width_chars=6, in_table=False, in_print=True),
            FieldSpec("planned", "计划学时", Kind.MINUTES, computed=True, in_form=False, width_chars=5),
            FieldSpec("responsible", "责任人", max_length=50, width_chars=5, in_table=False, in_print=True),
            FieldSpec("opinion", "备案意见", Kind.LONG_TEXT, max_length=300, in_form=False, in_table=False),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """The chip, its words with the days, and the hours of the classes."""
        plan, item = TrainingPlan, TrainingPlanItem
        late = func.julianday(func.coalesce(plan.filed_on, today.isoformat())) - func.julianday(plan.due_on)
        days = cast(cast(late, type_=_INTEGER), String)
        filed = plan.filed_on.is_not(None)
        planned = (
            select(func.coalesce(func.sum(item.minutes), 0))
            .where(item.plan_id == plan.id, item.deleted_at.is_(None))
            .scalar_subquery()
        )
        return {
            "filing": case((filed & (late > 0), "filed_late"), (filed, "filed"), (late > 0, "late"), else_="todo"),
            "filing_note": case(
                (filed & (late > 0), "逾期" + days + "天"),
                (filed, "已备案"),
                (late > 0, "逾期" + days + "天未报"),
                else_="未报",
            ),
            "planned": planned,
        }

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A year that a calendar has."""
        year = values.get("year")
        return {"year": "年度写成四位数字，如2026。"} if year is not None and not 2000 <= year <= 2100 else {}

    def before_save(self, session: Session, item: TrainingPlan, values: Mapping[str, Any]) -> None:
        """The day by which it is due, and one plan for a unit and year."""
        item.due_on = item.due_on or plan_due_day(session, item.year)
        with session.no_autoflush:
            same = (TrainingPlan.agency_id == item.agency_id, TrainingPlan.year == item.year)
            other = select(TrainingPlan.id).where(
                *same, TrainingPlan.deleted_at.is_(None), TrainingPlan.id != (item.id or 0)
            )
            if session.scalar(other.limit(1)):
                year = item.year
                session.expunge_all()
                raise ValidationError(
                    {"year": f"这个单位{year}年的培训计划已经登记过，没有保存。打开已有的那一份修改。"}
                )

    def why_fixed(self, item: TrainingPlan, keys: Collection[str]) -> str:
        """What was filed stays under its unit and year."""
        if item.filed_on is not None and set(keys) & {"agency_id", "year", "due_on"}:
            return "这份计划已备案，单位、年度和截止日没有改动。登记有误的先撤销备案。"
        return ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Take it in; take that back."""
        if row.values["filed_on"] is None:
            return (Action("file", "备案", "ok", FILE_FIELDS, {"filed_on": self.today}, main=True),)
        return (Action("unfile", "撤销备案", "undo"),)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """备案 with its day and opinion."""
        verb = {"file": "备案培训计划", "unfile": "撤销培训计划备案"}[action]
        with self._db.write(verb) as session:
            item = self.permitted(session, action, row, values)
            if action == "unfile":
                item.filed_on = None
            elif values["filed_on"] > self.today:
                raise ValidationError({"filed_on": "备案日期晚于今天，请核对。"})
            else:
                item.filed_on, item.opinion = values["filed_on"], values.get("opinion") or None
            session.flush()
            words = filing_words(item.due_on, item.filed_on, self.today)
            group = session.info.get("group")
        return Outcome(f"已{verb}：{row.values['title']}，{words}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The classes against the rule of the year."""
        with self._db.read() as session:
            rule = rule_of_year(session, row.values["year"]).rule
            item = TrainingPlanItem
            rows = session.execute(
                select(item.category, item.minutes).where(item.plan_id == row.id, item.deleted_at.is_(None))
            ).all()
        found = planned_sums(rule, [(category, minutes) for category, minutes in rows])
        lines = tuple(("", f"{made.constraint.label}：{made.words}") for made in found)
        return (Detail(f"对照{rule.name}", lines if rows else (("", "还没有登记计划班次。"),)),)
