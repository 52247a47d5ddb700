"""单位任务: what every unit owes of every task, with its state, the dates that bind it, and what can be done next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.obligation import DueExtension, ExtensionState, ObligationState, TaskObligation
from models.plan import Plan, PlanTask, TaskState
from services.access import Right
from services.due_state import due_state
from services.errors import ConflictError, NotFoundError, ServiceError, ValidationError
from services.ledger import GONE, BasicLedger
from services.ledger_select import Reference
from services.plans.extensions import Asked, Decision, ask, decide, why_no_extension
from services.plans.fields import DECIDE, MORE_TIME, OF_ACT
from services.plans.labels import OBLIGATION_LABELS, ROLE_LABELS
from services.plans.machine import OPEN, STEPS, Act, why_not
from services.plans.progress import Entry, Writer, carry_out, unit_name, why_over
from services.plans.timeline import extension_lines, note_lines
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

EXTEND, DECIDE_NAME = "extend", "decide"
CHIP_LABELS = {
    "late": "逾期",
    "due": "即将到期",
    "back": "退回",
    "wait": "已报送待核",
    "run": "推进中",
    "todo": "未开始",
    "long": "持续",
    "done": "已完成",
    "na": "不适用",
    "void": "任务已结",
}
CHIPS = {key: key for key in CHIP_LABELS}
NO_PENDING = "没有等审批的延期申请。"
IN_PANE = (
    "role",
    "printed",
    "plan",
    "original_due_on",
    "reported_on",
    "self_assessment",
    "checked_on",
    "checked_by",
    "check_note",
    "returns",
    "done_on",
)
NAMED_AT_MOST = 12  # units in the message of a refused batch


@dataclass(frozen=True, slots=True)
class BatchAct:
    """What can be done to many units at once."""

    name: str
    label: str
    icon: str
    fields: tuple[FieldSpec, ...]


BATCHES = (
    *(
        BatchAct(act.value, STEPS[act].label, STEPS[act].icon, OF_ACT[act])
        for act in (Act.PROGRESS, Act.REPORT, Act.PASS, Act.RETURN, Act.EXEMPT, Act.REOPEN)
    ),
    BatchAct(EXTEND, "申请延期", "extend", MORE_TIME),
)
BATCH = {batch.name: batch for batch in BATCHES}


class ObligationLedger(BasicLedger[TaskObligation]):
    """One row per unit and task; rows come from the tasks, their state changes by acts only."""

    record = TaskObligation
    references: ClassVar[Mapping[str, Reference]] = {
        "agency_id": UNIT,
        "task_id": Reference(PlanTask, "summary"),
    }
    spec = LedgerSpec(
        name="obligations",
        title="单位任务",
        item="单位任务",
        purpose="每个单位承担的任务办到哪一步，先看逾期和待核验。",
        unit_word="项",
        default_sort="due_state",
        then_by="due_on",
        title_field="unit",
        state_field="due_state",
        addable=False,
        removable=False,
        empty_hint="导入一份计划文件，各单位承担的任务会列在这里。",
        fields=(
            FieldSpec("unit", "单位", computed=True, in_form=False, width_chars=10),
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
            FieldSpec("task_id", "任务", Kind.REFERENCE, reference="tasks", in_form=False, width_chars=15),
            FieldSpec(
                "role",
                "分工",
                Kind.CHOICE,
                choices=ROLE_LABELS,
                in_form=False,
                in_filter=True,
                in_table=False,
                in_print=True,
                width_chars=5,
            ),
            FieldSpec("due_on", "当前时限", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("percent", "完成率", Kind.INTEGER, computed=True, in_form=False, width_chars=4),
            FieldSpec("progress", "最近进展", Kind.LONG_TEXT, in_form=False, width_chars=10),
            FieldSpec(
                "agency_id",
                "责任主体",
                Kind.REFERENCE,
                reference="units",
                in_form=False,
                in_filter=True,
                width_chars=9,
                in_table=False,
            ),
            FieldSpec("task_no", "序号", computed=True, in_form=False, width_chars=4, in_table=False, in_print=True),
            FieldSpec("plan", "计划", computed=True, in_form=False, width_chars=12, in_table=False),
            FieldSpec("printed", "计划里的写法", in_form=False, width_chars=9, in_table=False),
            FieldSpec(
                "state",
                "办理环节",
                Kind.CHOICE,
                choices=OBLIGATION_LABELS,
                in_form=False,
                in_table=False,
                width_chars=6,
            ),
            FieldSpec("original_due_on", "最初时限", Kind.DATE, in_form=False, in_table=False, width_chars=6),
            FieldSpec(
                "reported_on", "报送日期", Kind.DATE, in_form=False, in_table=False, in_print=True, width_chars=6
            ),
            FieldSpec("self_assessment", "自评", Kind.LONG_TEXT, in_form=False, in_table=False, width_chars=12),
            FieldSpec("checked_on", "核验日期", Kind.DATE, in_form=False, in_table=False, width_chars=6),
            FieldSpec("checked_by", "核验人", in_form=False, in_table=False, width_chars=4),
            FieldSpec("check_note", "核验意见", Kind.LONG_TEXT, in_form=False, in_table=False, width_chars=10),
            FieldSpec("done_on", "完成日期", Kind.DATE, in_form=False, in_table=False, in_print=True, width_chars=6),
            FieldSpec("returns", "退回次数", Kind.INTEGER, in_form=False, in_table=False, width_chars=4),
        ),
    )

    # --- reading -------------------------------------------------------------------------
    def base(self, statement: Select[Any]) -> Select[Any]:
        """Beside the task and its plan, which decide whether anything still falls due."""
        item = TaskObligation
        return statement.join(PlanTask, PlanTask.id == item.task_id).join(Plan, Plan.id == PlanTask.plan_id)

    def computed(self, today: date) -> Mapping[str, Any]:
        """The chip: settled by the task or the unit, waiting for the check, late, due soon, sent back, running."""
        item, state = TaskObligation, ObligationState
        named = select(EnforcementAgency.name).where(EnforcementAgency.id == item.agency_id).scalar_subquery()
        over = PlanTask.state.in_((TaskState.DONE, TaskState.VOID)) | Plan.closed_on.is_not(None)
        soon = self.setting("due_soon_days")
        easy = item.due_on.is_(None) | (item.due_on > today + timedelta(days=soon))
        return {
            "unit": func.coalesce(named, item.printed),
            "percent": item.percent,
            "task_no": PlanTask.no,
            "plan": Plan.title,
            "due_state": due_state(
                today,
                soon,
                item.due_on,
                (item.state == state.DONE, "done"),
                (item.state == state.EXEMPT, "na"),
                (over, "void"),
                (item.state == state.REPORTED, "wait"),
                (item.state == state.ONGOING, "long"),
                (and_(item.state == state.RETURNED, easy), "back"),
                (and_(item.state == state.TODO, easy), "todo"),
                (item.due_on.is_(None), "run"),
            ),
        }

    @property
    def tables(self) -> frozenset[str]:
        """Plans that are closed show here too."""
        return super().tables | {Plan.__tablename__}

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The task in full, what happened so far, and the extensions."""
        with self._db.read() as session:
            item = session.get_one(TaskObligation, row.id)
            task = session.get_one(PlanTask, item.task_id)
            notes = note_lines(session, task.id, obligation_id=item.id)
            extensions = extension_lines(session, task.id, obligation_id=item.id)
        known = tuple((self.spec.field(key).label, row.show(self.spec.field(key))) for key in IN_PANE)
        parts = [Detail("办理情况", tuple(line for line in known if line[1] not in ("", "0")))]
        parts += [Detail("进展", notes)] if notes else []
        parts += [Detail("延期", extensions)] if extensions else []
        return (*parts, Detail("任务", (("", task.text), ("时限原文", task.deadline_text or "没有写明"))))

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """By state; what cannot be done now says why."""
        with self._db.read() as session:
            item = session.get(TaskObligation, row.id)
            if item is None:
                return ()
            task = session.get_one(PlanTask, item.task_id)
            over = why_over(task, session.get_one(Plan, task.plan_id))
            pending = _pending(session, row.id)
        start = self.start_values()
        main = _main_act(item.state)
        acts = [
            Action(
                act.value,
                STEPS[act].label,
                STEPS[act].icon,
                OF_ACT[act],
                start,
                main=act is main,
                why_not=over or why_not(act, item.state),
            )
            for act in Act
        ]
        no_more = over or ("没有要办的事，不用延期。" if item.state not in OPEN else "")
        no_more = no_more or why_no_extension(item.due_on, self.today)
        extend = Action(EXTEND, "申请延期", "extend", MORE_TIME, {"on": self.today}, why_not=no_more)
        why_undecided = "" if pending is not None else NO_PENDING
        approve = Action(
            DECIDE_NAME, "审批延期", "sign", DECIDE, start | {"approver": start["by"]}, why_not=why_undecided
        )
        return (*acts[:1], *sorted(acts[1:], key=lambda act: bool(act.why_not)), extend, approve)

    def start_values(self) -> dict[str, Any]:
        """Today, and whoever is signed in."""
        return {"on": self.today, "by": self._db.actor().name}

    # --- writing -------------------------------------------------------------------------
    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """One act on one unit."""
        label = _label(action)
        right = Right.APPROVE if action == DECIDE_NAME else Right.EDIT
        with self._db.write(f"{label}：{row.values['unit']}"[:100], right) as session:
            item = self.permitted(session, action, row, values)
            self._do(session, action, item, {**self.start_values(), **values})
            session.flush()
            group = session.info.get("group")
        moved = action == EXTEND and item.due_on == values["new_due_on"]  # 原则上: nobody has to approve
        done = f"时限已推迟到{item.due_on:%Y-%m-%d}" if moved else f"已{label}"
        return Outcome(f"{done}：{row.values['unit']}。", group)

    def batch(self, name: str, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """One act on many units, all or none; ConflictError names every unit that stands against it."""
        batch = BATCH[name]
        refused: dict[str, list[str]] = {}
        with self._db.write(f"{batch.label}（批量）") as session:
            for row_id in row_ids:
                item = session.get(TaskObligation, row_id)
                if item is None or item.deleted_at is not None:
                    raise NotFoundError(GONE)
                try:
                    self._do(session, name, item, {**self.start_values(), **values})
                except ValidationError:
                    raise
                except ServiceError as error:
                    unit = unit_name(session, item)
                    refused.setdefault(str(error).removeprefix(unit), []).append(unit)
            if refused:
                raise ConflictError(_refusal(refused, len(row_ids)))
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{batch.label}，共{len(row_ids)}项。", group)

    def _do(self, session: Session, name: str, item: TaskObligation, values: Mapping[str, Any]) -> None:
        writer = Writer(self._db.actor().name, self.today)
        on = values.get("on") or self.today
        if name == EXTEND:
            asked = Asked(on, values["new_due_on"], values["reason"], values.get("percent"))
            ask(session, session.get_one(PlanTask, item.task_id), item, asked, writer)
        elif name == DECIDE_NAME:
            decision = Decision(on, values["granted"] == "granted", values["approver"], values.get("decision") or "")
            pending = _pending(session, item.id)
            if pending is None:
                raise ConflictError(NO_PENDING)
            decide(session, pending, decision, writer)
        else:
            act = Act(name)
            by = values.get("by") if act in (Act.PASS, Act.RETURN) else None
            entry = Entry(on, values.get("text") or "", values.get("percent"), by)
            carry_out(session, item, act, entry, writer)


def _label(action: str) -> str:
    return "审批延期" if action == DECIDE_NAME else BATCH[action].label


def _main_act(state: ObligationState) -> Act | None:
    if state is ObligationState.REPORTED:
        return Act.PASS
    return Act.PROGRESS if state in OPEN or state is ObligationState.ONGOING else None


def _pending(session: Session, obligation_id: int) -> DueExtension | None:
    return session.scalar(
        select(DueExtension).where(
            DueExtension.obligation_id == obligation_id,
            DueExtension.state == ExtensionState.ASKED,
            DueExtension.deleted_at.is_(None),
        )
    )


def _refusal(refused: Mapping[str, Sequence[str]], total: int) -> str:
    count = sum(len(units) for units in refused.values())
    lines = [f"{why.rstrip('。')}：{_few(units)}。" for why, units in refused.items()]
    return "\n".join([f"{count}项不能这样办，{total}项都没有改动。去掉这些再办。", *lines])


def _few(units: Sequence[str]) -> str:
    shown = list(dict.fromkeys(units))
    rest = f"等{len(shown)}个单位" if len(shown) > NAMED_AT_MOST else ""
    return "、".join(shown[:NAMED_AT_MOST]) + rest
