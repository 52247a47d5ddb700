"""任务台账: tasks with their units, the date to be met now, how far they are, and the paragraph they come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Integer, String, case, cast, func, select
from sqlalchemy.orm import object_session

from models.obligation import ObligationState, TaskObligation
from models.plan import Plan, PlanTask, PlanTaskUnit, TaskState
from services.access import Right
from services.due_state import DUE_CHIPS, DUE_LABELS, due_state
from services.ledger import REMOVAL, BasicLedger
from services.ledger_select import Reference
from services.plans import task_acts
from services.plans.figures import figure_lines
from services.plans.labels import ROLE_LABELS
from services.plans.progress import OVER_PLAN, Writer
from services.plans.rounds import deadlines_of
from services.plans.timeline import (
    KIND_LABELS,
    deadline_lines,
    extension_lines,
    note_lines,
    targets_of,
    unit_lines,
)
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

__all__ = ["KIND_LABELS", "ROLE_LABELS", "STATE_LABELS", "TaskLedger"]
STATE_LABELS = {
    TaskState.TODO.value: "未开始",
    TaskState.RUNNING.value: "推进中",
    TaskState.DONE.value: "已办结",
    TaskState.VOID.value: "作废",
}
CHIP_LABELS = DUE_LABELS | {"over": "计划已结束"}
CHIPS = DUE_CHIPS | {"over": "void"}
BY_HAND, BY_UNITS = "手填", "按单位平均"


class TaskLedger(BasicLedger[PlanTask]):
    """The task ledger over all plans."""

    record = PlanTask
    references: ClassVar[Mapping[str, Reference]] = {"plan_id": Reference(Plan, "title")}
    spec = LedgerSpec(
        name="tasks",
        title="任务台账",
        item="任务",
        purpose="计划拆出的任务、单位和时限，先看逾期。",
        unit_word="项",
        default_sort="due_state",
        then_by="due_on",
        title_field="summary",
        state_field="due_state",
        match_on=("plan_id", "no"),
        addable=False,
        empty_hint="导入一份计划文件，任务会列在这里；也可以逐项增加。",
        fields=(
            FieldSpec("no", "序号", max_length=20, width_chars=4),
            FieldSpec(
                "due_state",
                "状态",
                Kind.CHOICE,
                choices=CHIP_LABELS,
                states=CHIPS,
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec("summary", "任务", required=True, max_length=120, width_chars=17),
            FieldSpec("unit_words", "单位", Kind.LONG_TEXT, in_form=False, width_chars=11),
            FieldSpec("due_on", "当前时限", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("units_done", "单位完成", Kind.CODE, computed=True, in_form=False, width_chars=5),
            FieldSpec(
                "deadline_text", "时限原文", max_length=200, in_form=False, width_chars=9, in_table=False, in_print=True
            ),
            FieldSpec(
                "deadline_kind",
                "时限类别",
                Kind.CHOICE,
                choices=KIND_LABELS,
                in_filter=True,
                width_chars=6,
                in_form=False,
                in_table=False,
            ),
            FieldSpec("ongoing", "长期坚持", Kind.BOOLEAN, in_form=False, width_chars=4, in_table=False),
            FieldSpec("section", "章节", in_form=False, width_chars=10, in_table=False),
            FieldSpec(
                "state",
                "进度",
                Kind.CHOICE,
                choices=STATE_LABELS,
                in_form=False,
                in_filter=True,
                in_table=False,
                width_chars=5,
            ),
            FieldSpec(
                "percent_now", "完成率", Kind.INTEGER, computed=True, in_form=False, width_chars=4, in_table=False
            ),
            FieldSpec("percent_from", "完成率依据", computed=True, in_form=False, width_chars=6, in_table=False),
            FieldSpec("leader", "牵头领导", max_length=100, width_chars=6, in_table=False),
            FieldSpec("measures", "工作措施", Kind.LONG_TEXT, max_length=2000, width_chars=10, in_table=False),
            FieldSpec("progress", "进展情况", Kind.LONG_TEXT, max_length=2000, in_table=False),
            FieldSpec("original_due_on", "原时限", Kind.DATE, in_form=False, width_chars=6, in_table=False),
            FieldSpec("next_check_on", "下次检查", Kind.DATE, in_form=False, width_chars=6, in_table=False),
            FieldSpec("done_on", "办结日期", Kind.DATE, in_form=False, width_chars=6, in_table=False),
            FieldSpec(
                "plan_id",
                "计划",
                Kind.REFERENCE,
                reference="plans",
                in_form=False,
                in_filter=True,
                width_chars=14,
                in_table=False,
            ),
            FieldSpec("position", "次序", Kind.INTEGER, in_form=False, in_table=False),
            FieldSpec("warnings", "存疑", Kind.LONG_TEXT, in_form=False, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """The chip (an ongoing task without a date is never late), and the units' shares."""
        task = PlanTask
        ended = task.plan_id.in_(select(Plan.id).where(Plan.closed_on.is_not(None)))
        mean, total, done = _of_units(func.avg(TaskObligation.percent)), _of_units(func.count()), _done()
        return {
            "due_state": due_state(
                today,
                self.setting("due_soon_days"),
                task.due_on,
                (task.state == TaskState.VOID, "void"),
                (task.state == TaskState.DONE, "done"),
                (ended, "over"),
                (task.ongoing & task.due_on.is_(None), "long"),
            ),
            "units_done": case((total > 0, cast(done, String) + "/" + cast(total, String)), else_=""),
            "percent_now": case(
                (task.state == TaskState.DONE, 100),
                (task.percent > 0, task.percent),
                else_=cast(func.round(func.coalesce(mean, 0)), Integer),
            ),
            "percent_from": case((task.percent > 0, BY_HAND), (total > 0, BY_UNITS), else_=""),
        }

    def why_fixed(self, item: PlanTask, keys: Collection[str]) -> str:
        """A plan that is over is read, not written; its tasks can still go into the 回收站."""
        session = object_session(item)
        ended = session is not None and session.get_one(Plan, item.plan_id).closed_on is not None
        return OVER_PLAN if ended and REMOVAL not in keys else ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Chase who is late, note progress, settle what is due, give more time."""
        with self._db.read() as session:
            task = session.get(PlanTask, row.id)
            if task is None:
                return ()
            now = task_acts.offer(session, task, self.today)
        return task_acts.actions(now, row.values, self.today, self._db.actor().name)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Note progress, settle a task (a repeated one moves on to its next date), give more time, open it again."""
        why = f"：{values['why']}" if values.get("why") else ""
        right = Right.APPROVE if action == "decide" else Right.EDIT
        with self._db.write((task_acts.LABELS[action] + why)[:100], right) as session:
            item = self.permitted(session, action, row, values)
            writer = Writer(self._db.actor().name, self.today)
            message = task_acts.perform(session, action, item, {"on": self.today, **values}, writer)
            session.flush()
            group = session.info.get("group")
        return Outcome(message, group)

    def _known(self, row: LedgerRow) -> tuple[tuple[str, str], ...]:
        """What the table has no room for."""
        by = f"（{row.values['percent_from']}）" if row.values["percent_from"] else ""
        shown = [("完成率", f"{row.values['percent_now']}%{by}")] if by or row.values["percent_now"] else []
        fields = [self.spec.field(key) for key in ("original_due_on", "next_check_on", "done_on", "warnings")]
        shown += [(field.label, row.show(field)) for field in fields]
        return tuple(line for line in shown if line[1])

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Units by what they are up to, dates, figures, what happened, and the paragraph that the task comes from."""
        with self._db.read() as session:
            task = session.get_one(PlanTask, row.id)
            plan = session.scalars(select(Plan.title).where(Plan.id == task.plan_id)).one()
            named = session.execute(
                select(PlanTaskUnit.role, PlanTaskUnit.printed)
                .where(PlanTaskUnit.task_id == row.id, PlanTaskUnit.deleted_at.is_(None))
                .order_by(PlanTaskUnit.id)
            ).all()
            units = unit_lines(session, row.id, self.today)
            dates = deadline_lines(deadlines_of(session, row.id))
            figures = figure_lines(session, targets_of(session, row.id), task.text, self.today)
            notes, extensions = note_lines(session, row.id), extension_lines(session, row.id)
        by_role = [
            (label, "、".join(printed for found, printed in named if found == role))
            for role, label in ROLE_LABELS.items()
        ]
        done = f"，完成{row.values['units_done']}" if row.values.get("units_done") else ""
        number = row.values["no"].strip(".．、 ")
        source = f"《{plan}》" + (f"第{number}项" if number else "")
        parts = (
            ("办理情况", self._known(row)),
            ("单位", tuple(line for line in by_role if line[1])),
            (f"各单位{done}", units),
            ("时限和节点", dates),
            ("指标", figures),
            ("进展", notes),
            ("延期", extensions),
            ("来源", (("", source), ("", task.text))),
        )
        return tuple(Detail(title, lines) for title, lines in parts if lines)


def _of_units(what: Any) -> Any:
    """A figure over the units for which the task holds."""
    item = TaskObligation
    return (
        select(what)
        .select_from(item)
        .where(item.task_id == PlanTask.id, item.deleted_at.is_(None), item.state != ObligationState.EXEMPT)
        .correlate(PlanTask)
        .scalar_subquery()
    )


def _done() -> Any:
    return _of_units(func.count(case((TaskObligation.state == ObligationState.DONE, 1))))
