"""工作计划: plans that came in and the bureau's own; one that is over stays readable, nothing in it falls due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.plan import Plan, PlanKind, PlanTask, TaskState
from services.clock import utc_from_local
from services.errors import ConflictError, ValidationError
from services.ledger import BasicLedger
from services.plans.fill_in import fill_in
from services.plans.labels import PLAN_KIND_LABELS
from services.plans.periods import plan_period
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_match import UnitMatcher

CLOSE = (FieldSpec("closed_on", "结束日期", Kind.DATE, required=True, help="从这一天起，计划里的任务不再提醒。"),)
CLOSED = "计划已经结束。"
RUNNING = "计划还没有结束。"


class PlanLedger(BasicLedger[Plan]):
    """Plans from papers come in through 计划核对; the bureau's own are made here."""

    record = Plan
    spec = LedgerSpec(
        name="plans",
        title="工作计划",
        item="工作计划",
        purpose="收到的计划和本局的年度计划，每份拆成任务台账。",
        unit_word="份",
        default_sort="issued",
        default_descending=True,
        title_field="title",
        state_field="running",
        add_label="新建年度计划",
        empty_hint="导入一份计划文件，拆成任务；本局自己的计划可以直接新建。",
        fields=(
            FieldSpec("title", "标题", required=True, max_length=200, width_chars=18),
            FieldSpec(
                "running",
                "状态",
                Kind.CHOICE,
                choices={"run": "执行中", "void": "已结束"},
                states={"run": "run", "void": "void"},
                computed=True,
                in_form=False,
                width_chars=5,
            ),
            FieldSpec("issuer", "发文机关", max_length=100, width_chars=10),
            FieldSpec("doc_number", "发文字号", Kind.CODE, max_length=60, width_chars=9),
            FieldSpec("issued", "成文日期", Kind.DATE, width_chars=6),
            FieldSpec("task_count", "任务数", Kind.INTEGER, computed=True, in_form=False, width_chars=4),
            FieldSpec("open_count", "未办结", Kind.INTEGER, computed=True, in_form=False, width_chars=4),
            FieldSpec(
                "kind",
                "计划类别",
                Kind.CHOICE,
                choices=PLAN_KIND_LABELS,
                in_form=False,
                in_filter=True,
                in_table=False,
                width_chars=7,
            ),
            FieldSpec("starts_on", "计划期起", Kind.DATE, width_chars=6, in_table=False),
            FieldSpec("ends_on", "计划期止", Kind.DATE, width_chars=6, in_table=False),
            FieldSpec("closed_on", "结束日期", Kind.DATE, in_form=False, in_table=False, width_chars=6),
            FieldSpec("source_name", "来源文件", in_form=False, width_chars=14, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """How many tasks the plan has, and whether it runs."""
        task = PlanTask
        count = select(func.count(task.id)).where(task.plan_id == Plan.id, task.deleted_at.is_(None))
        settled = (TaskState.DONE, TaskState.VOID)
        ended = func.iif(Plan.closed_on.is_(None), "run", "void")
        return {
            "task_count": count.scalar_subquery(),
            "open_count": count.where(task.state.not_in(settled)).scalar_subquery(),
            "running": ended,
        }

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The period has its days in order."""
        first, last = values.get("starts_on"), values.get("ends_on")
        return {"ends_on": "计划期止早于计划期起，请改其中一个。"} if first and last and last < first else {}

    def before_save(self, session: Session, item: Plan, values: Mapping[str, Any]) -> None:
        """A plan made here has no text that it came from."""
        if item.sha256 is None:
            item.source_text, item.sha256, item.kind = "", "", PlanKind.YEARLY
        if item.starts_on is None and item.ends_on is None:
            item.starts_on, item.ends_on = plan_period(item.title, item.issued)

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Closed when its period is over, opened again where that was wrong."""
        closed = row.values["closed_on"] is not None
        over = row.values["ends_on"] is not None and row.values["ends_on"] < self.today
        close = Action(
            "close",
            "结束计划",
            "st-done",
            CLOSE,
            {"closed_on": self.today},
            main=over and not closed,
            why_not=CLOSED if closed else "",
        )
        fill = Action("fill_in", "按名册补齐单位", "building", why_not=CLOSED if closed else "")
        return close, Action("reopen", "重新打开", "undo", why_not="" if closed else RUNNING), fill

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Close or open again, the tasks keep the state that they have; or bring their units up to the register."""
        if action == "fill_in":
            return self._fill_in(row)
        words = {"close": "结束计划", "reopen": "重新打开计划"}[action]
        with self._db.write(f"{words}：{row.values['title']}"[:100]) as session:
            item = self.permitted(session, action, row, values)
            if action == "close" and values["closed_on"] > self.today:
                raise ValidationError({"closed_on": "结束日期晚于今天。到那一天再办理，或核对日期。"})
            item.closed_on = values["closed_on"] if action == "close" else None
            session.flush()
            group = session.info.get("group")
        rest = "里面的任务不再提醒，仍可查看。" if action == "close" else "里面的任务重新计算时限。"
        return Outcome(f"已{words}《{item.title}》，{rest}", group)

    def _fill_in(self, row: LedgerRow) -> Outcome:
        with self._db.write(f"按名册补齐单位：{row.values['title']}"[:100]) as session:
            item = self.permitted(session, "fill_in", row, {})
            matcher = UnitMatcher(session, self.setting("county_name"))
            known, added = fill_in(session, item, matcher, utc_from_local(self._now()))
            session.flush()
            group = session.info.get("group")
        if not known and not added:
            return Outcome(f"《{item.title}》的单位和名册一致，没有增加。")
        parts = [f"认出原来不认识的{known}项"] if known else []
        parts += [f"增加{added}项"] if added else []
        return Outcome(f"已按名册补齐《{item.title}》的单位，{'，'.join(parts)}。", group)

    def restore(self, row_ids: Sequence[int]) -> Outcome:
        """As any ledger, but not beside the same paper where it was imported again meanwhile."""
        back = aliased(Plan)
        again = (
            select(Plan.title)
            .join(back, back.sha256 == Plan.sha256)
            .where(back.id.in_(row_ids), back.sha256 != "", Plan.id != back.id, Plan.deleted_at.is_(None))
        )
        with self._db.read() as session:
            title = session.scalar(again)
        if title is not None:
            raise ConflictError(f"同一份计划已经重新导入过：《{title}》。没有恢复，以免任务重复。")
        return super().restore(row_ids)

    def source(self, plan_id: int) -> str:
        """The plan's text as it came in; empty where it was made here."""
        with self._db.read() as session:
            return session.scalars(select(Plan.source_text).where(Plan.id == plan_id)).one()
