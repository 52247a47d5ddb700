"""计划 and 任务台账: tasks with their units, the date to be met now, and the paragraph they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.plan import Plan, PlanDeadline, PlanTask, PlanTaskUnit, TaskState
from services.due_state import DUE_CHIPS, DUE_LABELS, due_state
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.plans.labels import ROLE_LABELS
from services.plans.next_due import DueRule, next_due
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

STATE_LABELS = {
    TaskState.TODO.value: "未开始",
    TaskState.RUNNING.value: "推进中",
    TaskState.DONE.value: "已办结",
    TaskState.VOID.value: "作废",
}
KIND_LABELS = {
    "by_date": "定期完成",
    "by_month_end": "月底前完成",
    "by_year_end": "年底前完成",
    "annual": "每年",
    "ongoing": "长期坚持",
    "other": "其他",
}
WHY = FieldSpec("why", "作废理由", Kind.LONG_TEXT, required=True, max_length=80)
PROGRESS = FieldSpec("progress", "进展情况", Kind.LONG_TEXT, required=True, max_length=2000)


class PlanLedger(BasicLedger[Plan]):
    """The plans that came in."""

    record = Plan
    spec = LedgerSpec(
        name="plans",
        title="工作计划",
        item="工作计划",
        purpose="收到的计划文件，每份计划拆成任务台账。",
        unit_word="份",
        default_sort="issued",
        default_descending=True,
        title_field="title",
        addable=False,
        empty_hint="导入一份计划文件，拆成任务。",
        fields=(
            FieldSpec("title", "标题", required=True, max_length=200, width_chars=20),
            FieldSpec("issuer", "发文机关", max_length=100, width_chars=11),
            FieldSpec("doc_number", "发文字号", Kind.CODE, max_length=60, width_chars=10),
            FieldSpec("issued", "成文日期", Kind.DATE, width_chars=6),
            FieldSpec("task_count", "任务数", Kind.INTEGER, computed=True, in_form=False, width_chars=4),
            FieldSpec("source_name", "来源文件", in_form=False, width_chars=14, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """How many tasks the plan has."""
        count = select(func.count(PlanTask.id)).where(PlanTask.plan_id == Plan.id, PlanTask.deleted_at.is_(None))
        return {"task_count": count.scalar_subquery()}

    def source(self, plan_id: int) -> str:
        """The plan's text as it came in."""
        with self._db.read() as session:
            return session.scalars(select(Plan.source_text).where(Plan.id == plan_id)).one()


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
        empty_hint="导入一份计划文件，任务会列在这里。",
        fields=(
            FieldSpec("no", "序号", max_length=20, width_chars=4),
            FieldSpec(
                "due_state",
                "状态",
                Kind.CHOICE,
                choices=DUE_LABELS,
                states=DUE_CHIPS,
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec("summary", "任务", required=True, max_length=120, width_chars=17),
            FieldSpec("unit_words", "单位", Kind.LONG_TEXT, in_form=False, width_chars=11),
            FieldSpec("due_on", "当前时限", Kind.DATE, width_chars=6),
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
            FieldSpec("state", "进度", Kind.CHOICE, choices=STATE_LABELS, in_form=False, in_filter=True, width_chars=5),
            FieldSpec("progress", "进展情况", Kind.LONG_TEXT, max_length=2000, in_table=False),
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
        """The chip; an ongoing task without a date is never late."""
        long = PlanTask.ongoing & PlanTask.due_on.is_(None)
        return {
            "due_state": due_state(
                today,
                self.setting("due_soon_days"),
                PlanTask.due_on,
                (PlanTask.state == "void", "void"),
                (PlanTask.state == "done", "done"),
                (long, "long"),
            )
        }

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Chase who is late, note progress, settle."""
        over = "任务已经办结。" if row.values["state"] in ("done", "void") else ""
        late = row.values["due_state"] == "late"
        return (
            Action("letter", "生成催报函", "letter", main=late, why_not=over),
            Action(
                "finish",
                "办结",
                "st-done",
                (PROGRESS, FieldSpec("done_on", "办结日期", Kind.DATE, required=True)),
                {"done_on": self.today},
                main=not late,
                why_not=over,
            ),
            Action("progress", "登记进展", "edit", (PROGRESS,), {"progress": row.values.get("progress")}, why_not=over),
            Action("reopen", "重新打开", "undo", why_not="" if over else "任务还没有办结。"),
            Action("void", "作废", "st-void", (WHY,), why_not=over),
        )

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Note progress, settle a task (a yearly one moves on to its next date), or open it again."""
        words = {"progress": "登记任务进展", "finish": "任务办结", "reopen": "重新打开任务", "void": "任务作废"}[action]
        why = f"：{values['why']}" if values.get("why") else ""
        with self._db.write(words + why) as session:
            item = self.permitted(session, action, row, values)
            if action == "finish":
                message = self._finish(session, item, values)
            elif action == "progress":
                item.progress, item.state = values["progress"], TaskState.RUNNING
                message = f"已登记进展：{item.summary}。"
            elif action == "void":
                item.state = TaskState.VOID
                message = f"已作废：{item.summary}。"
            else:
                item.state, item.done_on = TaskState.RUNNING, None
                message = f"已重新打开：{item.summary}。"
            session.flush()
            group = session.info.get("group")
        return Outcome(message, group)

    def _finish(self, session: Session, item: PlanTask, values: Mapping[str, Any]) -> str:
        if values["done_on"] > self.today:
            raise ValidationError({"done_on": "办结日期晚于今天，请核对。"})
        rules = task_rules(session, item.id)
        following = next_due(rules, item.due_on) if item.due_on else None
        item.progress, item.done_on = values["progress"], values["done_on"]
        if following is not None:
            item.due_on, item.state = following, TaskState.TODO
            return f"已登记办结，下一次时限是{following:%Y-%m-%d}：{item.summary}。"
        if item.ongoing:
            item.due_on, item.state = None, TaskState.RUNNING
            return f"已登记办结，此后长期坚持：{item.summary}。"
        item.state = TaskState.DONE
        return f"已办结：{item.summary}。"

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Units by role, deadlines, and the paragraph that the task comes from."""
        with self._db.read() as session:
            units = session.execute(
                select(PlanTaskUnit.role, PlanTaskUnit.printed, EnforcementAgency.name)
                .outerjoin(EnforcementAgency, EnforcementAgency.id == PlanTaskUnit.agency_id)
                .where(PlanTaskUnit.task_id == row.id, PlanTaskUnit.deleted_at.is_(None))
                .order_by(PlanTaskUnit.id)
            ).all()
            deadlines = session.scalars(
                select(PlanDeadline)
                .where(PlanDeadline.task_id == row.id, PlanDeadline.deleted_at.is_(None))
                .order_by(PlanDeadline.id)
            ).all()
            task = session.get_one(PlanTask, row.id)
            text = task.text
            plan = session.scalars(select(Plan.title).where(Plan.id == task.plan_id)).one()
        by_role = [
            (label, "、".join(printed for found, printed, _name in units if found == role))
            for role, label in ROLE_LABELS.items()
        ]
        dates = [
            ("节点" if d.inline else "时限", f"{d.due_on:%Y-%m-%d}" if d.due_on else KIND_LABELS.get(d.kind, d.kind))
            for d in deadlines
        ]
        parts = (
            [Detail("单位", tuple(line for line in by_role if line[1]))] if any(words for _l, words in by_role) else []
        )
        parts += [Detail("时限", tuple(dates))] if dates else []
        return (*parts, Detail("来源", (("", f"《{plan}》第{row.values['no'].strip('.．、 ')}项"), ("", text))))


def task_rules(session: Session, task_id: int) -> list[DueRule]:
    """The stored deadlines of a task."""
    found = session.scalars(
        select(PlanDeadline).where(PlanDeadline.task_id == task_id, PlanDeadline.deleted_at.is_(None))
    )
    return [DueRule(d.kind, d.due_on, d.month, d.day) for d in found]
