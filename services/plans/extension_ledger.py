"""延期申请: who asked for more time, for which task, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.obligation import DueExtension, ExtensionState, TaskObligation
from models.plan import PlanTask
from services.access import Right
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.plans.extensions import DECIDED, Decision, decide
from services.plans.fields import DECIDE
from services.plans.labels import EXTENSION_LABELS
from services.plans.progress import Writer
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

CHIPS = {"asked": "wait", "granted": "done", "refused": "back"}


class ExtensionLedger(BasicLedger[DueExtension]):
    """Requests come from the tasks; here they are decided and listed for the file."""

    record = DueExtension
    references: ClassVar[Mapping[str, Reference]] = {"task_id": Reference(PlanTask, "summary")}
    spec = LedgerSpec(
        name="extensions",
        title="延期申请",
        item="延期申请",
        purpose="任务和单位申请的延期，待审批的在前，原时限和新时限都留着。",
        unit_word="份",
        default_sort="state",
        then_by="asked_on",
        title_field="unit",
        state_field="state",
        addable=False,
        removable=False,
        empty_hint="在“任务台账”或“单位任务”里点“申请延期”，申请会列在这里。",
        fields=(
            FieldSpec(
                "state", "状态", Kind.CHOICE, choices=EXTENSION_LABELS, states=CHIPS, in_form=False, width_chars=5
            ),
            FieldSpec("unit", "单位", computed=True, in_form=False, width_chars=9),
            FieldSpec("task_id", "任务", Kind.REFERENCE, reference="tasks", in_form=False, width_chars=12),
            FieldSpec("asked_on", "申请日期", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("old_due_on", "原时限", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("new_due_on", "新时限", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("reason", "延期理由", Kind.LONG_TEXT, in_form=False, width_chars=10),
            FieldSpec("percent", "当时完成率", Kind.INTEGER, plain=True, in_form=False, in_table=False, width_chars=5),
            FieldSpec("approver", "审批人", in_form=False, in_table=False, in_print=True, width_chars=5),
            FieldSpec("decided_on", "审批日期", Kind.DATE, in_form=False, in_table=False, in_print=True, width_chars=6),
            FieldSpec("decision", "审批说明", Kind.LONG_TEXT, in_form=False, in_table=False, width_chars=9),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """The unit, or that the whole task is meant."""
        item, agency = TaskObligation, EnforcementAgency
        name = (
            select(func.coalesce(agency.name, item.printed))
            .select_from(item)
            .outerjoin(agency, agency.id == item.agency_id)
            .where(item.id == DueExtension.obligation_id)
            .scalar_subquery()
        )
        return {"unit": func.coalesce(name, literal("整项任务"))}

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Decided once; a new date is asked for anew."""
        waiting = row.values["state"] == ExtensionState.ASKED
        return (
            Action(
                "decide", "审批", "sign", DECIDE, self.start_values(), main=waiting, why_not="" if waiting else DECIDED
            ),
        )

    def decide_many(self, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """One decision on several requests, all or none; the errors are those of the single act."""
        with self._db.write("审批延期（批量）", Right.APPROVE) as session:
            for item in self._several(session, row_ids):
                self._decide(session, item, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已审批延期，共{len(row_ids)}份。", group)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Grant moves the date, refusal leaves it."""
        with self._db.write(f"审批延期：{row.values['unit']}"[:100], Right.APPROVE) as session:
            item = self.permitted(session, action, row, values)
            self._decide(session, item, values)
            session.flush()
            group = session.info.get("group")
        result = f"时限改为{item.new_due_on:%Y-%m-%d}" if item.state is ExtensionState.GRANTED else "时限不变"
        return Outcome(f"已审批延期，{result}：{row.values['unit']}。", group)

    def start_values(self) -> dict[str, Any]:
        """Today, and whoever is signed in."""
        return {"on": self.today, "approver": self._db.actor().name}

    def _decide(self, session: Session, item: DueExtension, values: Mapping[str, Any]) -> None:
        granted = values["granted"] == "granted"
        decision = Decision(values["on"], granted, values["approver"], values.get("decision") or "")
        decide(session, item, decision, Writer(self._db.actor().name, self.today))
