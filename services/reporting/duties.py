"""报送事项: what units file with the bureau, by when, and since when that is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Date, case, func, select, type_coerce
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, EnforcementAgency
from models.reporting import DutyScope, ReportDuty, ReportState, UnitReport
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerPageData, LedgerQuery, LedgerRow, Outcome
from services.reporting.labels import FORCE_CHIPS, FORCE_LABELS, SCOPE_LABELS, SHIFT_LABELS
from services.reporting.overview import overview_of
from services.reporting.periods import read_rule, rule_fault, rule_words
from services.reporting.raising import Raised, raise_reports
from services.spec import FieldSpec, Kind, LedgerSpec
from services.words import chinese_date

GENERATE = Action("generate", "生成本期应报", "nav-list", main=True)
START = Action("start", "启用", "ok", main=True)
STOP = Action("stop", "停用", "st-void")


class ReportDutyLedger(BasicLedger[ReportDuty]):
    """What comes with the program waits until the bureau puts it in force; what a clerk registers is in force."""

    record = ReportDuty
    references: ClassVar[Mapping[str, Reference]] = {"group_id": Reference(AgencyGroup, further=("aliases",))}
    spec = LedgerSpec(
        name="report_duties",
        title="报送事项",
        item="报送事项",
        purpose="各单位要向司法局报什么、什么时候报；启用后自动生成每期的应报名单。",
        unit_word="项",
        default_sort="force",
        then_by="title",
        title_field="title",
        state_field="force",
        match_on=("title",),
        add_label="登记报送事项",
        empty_hint="按当年计划登记要各单位报送的材料；程序自带的事项先核对依据，再启用。",
        fields=(
            FieldSpec(
                "title", "事项", required=True, unique=True, max_length=100, width_chars=12, example="培训计划备案"
            ),
            FieldSpec(
                "force", "状态", Kind.CHOICE, choices=FORCE_LABELS, states=FORCE_CHIPS, computed=True, width_chars=5
            ),
            FieldSpec(
                "scope", "报送单位", Kind.CHOICE, required=True, choices=SCOPE_LABELS, in_filter=True, width_chars=6
            ),
            FieldSpec(
                "group_id",
                "单位组",
                Kind.REFERENCE,
                reference="unit_groups",
                in_table=False,
                help="“报送单位”选单位组时填写。",
            ),
            FieldSpec(
                "due_on",
                "首个截止日",
                Kind.DATE,
                in_table=False,
                in_print=True,
                help="只报一次的填截止日；每年、每月都报的可以不填，从下一期开始。",
            ),
            FieldSpec(
                "rule",
                "重复规则",
                max_length=120,
                in_table=False,
                in_print=True,
                example="每年4月15日",
                help="如每年4月15日、每年2月底、每月5日、每季度首月10日、每周五。只报一次的不填。",
            ),
            FieldSpec("next_due_on", "本期截止", Kind.DATE, computed=True, in_form=False, width_chars=6),
            FieldSpec("progress", "已报", computed=True, in_form=False, width_chars=3, help="已报单位数和应报单位数。"),
            FieldSpec(
                "shift",
                "逢休息日",
                Kind.CHOICE,
                required=True,
                choices=SHIFT_LABELS,
                width_chars=4,
                in_table=False,
                in_print=True,
                help="上级定的日子一般前移；本局自己定的按惯例选。",
            ),
            FieldSpec("basis", "依据", Kind.LONG_TEXT, max_length=200, width_chars=15),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=500, in_table=False),
        ),
    )

    @property
    def tables(self) -> frozenset[str]:
        """How many have reported shows here too."""
        return super().tables | {UnitReport.__tablename__, EnforcementAgency.__tablename__}

    def computed(self, today: date) -> Mapping[str, Any]:
        """The day of the newest period and how many of its units have reported."""
        report, duty = UnitReport, ReportDuty
        live = (report.duty_id == duty.id, report.deleted_at.is_(None))
        newest = select(func.min(report.due_on)).where(*live, report.due_on >= today).correlate(duty).scalar_subquery()
        past = select(func.max(report.due_on)).where(*live).correlate(duty).scalar_subquery()
        day = func.coalesce(newest, past)
        of_period = (*live, report.state != ReportState.EXEMPT)
        owed = select(func.count(report.id)).where(*of_period, report.due_on == day).correlate(duty)
        came = owed.where(report.state == ReportState.RECEIVED)
        shown = func.printf("%d/%d", came.scalar_subquery(), owed.scalar_subquery())
        return {
            "force": case((duty.active, "on"), else_="off"),
            "next_due_on": type_coerce(day, Date),
            "progress": case((day.is_not(None), shown)),
        }

    def search(self, query: LedgerQuery) -> LedgerPageData:
        """Rules in the words of plans, as the form takes them."""
        found = super().search(query)
        return LedgerPageData([_spoken(row) for row in found.rows], found.total)

    def load(self, row_id: int) -> LedgerRow:
        """As `search`."""
        return _spoken(super().load(row_id))

    def import_rows(self) -> Sequence[LedgerRow]:
        """As `search`, so that a file that comes back is the same."""
        return [_spoken(row) for row in super().import_rows()]

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A rule that can be reckoned, and a group where one is meant."""
        problems = {}
        if wrong := rule_fault(values.get("rule")):
            problems["rule"] = wrong
        if values.get("scope") == DutyScope.GROUP and not values.get("group_id"):
            problems["group_id"] = "“报送单位”选了单位组，请选是哪一组。"
        if not values.get("rule") and not values.get("due_on"):
            problems["due_on"] = "只报一次的填“首个截止日”，每年、每月都报的填“重复规则”。"
        return problems

    def before_save(self, session: Session, item: ReportDuty, values: Mapping[str, Any]) -> None:
        """A rule in one spelling."""
        item.rule = read_rule(item.rule)

    def store(self, session: Session, row_id: int | None, row_version: int, values: Mapping[str, Any]) -> ReportDuty:
        """What is registered is in force at once: its units owe the next report."""
        item = super().store(session, row_id, row_version, values)
        raise_reports(session, item, self.today)
        return item

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Put in force, out of force, or make the units of the period again."""
        if row.values["force"] == "off":
            return (START,)
        return (GENERATE, STOP)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Putting in force makes the first period; stopping keeps what was made and asks for nothing more."""
        words = {"generate": "生成本期应报", "start": "启用报送事项", "stop": "停用报送事项"}[action]
        with self._db.write(f"{words}：{row.values['title']}"[:100]) as session:
            item = self.permitted(session, action, row, values)
            if action != GENERATE.name:
                item.active = action == START.name
            raised = raise_reports(session, item, self.today)
            session.flush()
            group = session.info.get("group")
        title = row.values["title"]
        if action == STOP.name:
            return Outcome(f"已停用“{title}”，已经生成的应报还在，不再催报。", group)
        done = f"已启用“{title}”" if action == START.name else f"“{title}”"
        return Outcome(f"{done}，{_raised_words(raised)}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """When, and how far each period is."""
        with self._db.read() as session:
            duty = session.get_one(ReportDuty, row.id)
            when = rule_words(duty.rule, duty.due_on)
            found = overview_of(session, self.today, duty.id)
        lines = tuple((each.period, each.words) for each in found)
        return (
            Detail("报送时间", (("时间", when), ("逢休息日", SHIFT_LABELS[duty.shift.value]))),
            *((Detail("各期报送", lines),) if lines else ()),
        )


def _spoken(row: LedgerRow) -> LedgerRow:
    return replace(row, values={**row.values, "rule": rule_words(row.values["rule"]) or None})


def _raised_words(raised: Raised) -> str:
    if raised.period is None:
        return "截止日已经过去，没有生成应报"
    day = chinese_date(raised.period.due_on)
    if raised.made:
        return f"{raised.made}个单位应在{day}前报送"
    if raised.moved:
        return f"{raised.moved}个单位的截止日改为{day}"
    return f"本期（{day}截止）的应报已经齐全，没有增加"
