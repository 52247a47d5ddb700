"""清理工作: campaigns with their phases; one is under way at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, literal, select
from sqlalchemy.orm import Session

from models.cleanup import CleanupCampaign, CleanupDecision
from models.officer import EnforcementOfficer
from services.errors import ConflictError
from services.ledger import BasicLedger
from services.query import Action, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

PHASES = (
    ("self_check_until", "自查"),
    ("summary_until", "汇总"),
    ("announce_on", "公告"),
    ("inspect_until", "检查"),
)
CLOSE = FieldSpec("closed_on", "办结日期", Kind.DATE, required=True)


@dataclass(frozen=True, slots=True)
class Campaign:
    """The campaign under way as the bench shows it; `phases` are name and last day."""

    id: int
    row_version: int
    name: str
    starts_on: date
    phases: tuple[tuple[str, date | None], ...]


def campaign_under_way(session: Session) -> Campaign | None:
    """The campaign that decisions are made in; None between two."""
    found = session.scalar(
        select(CleanupCampaign)
        .where(CleanupCampaign.deleted_at.is_(None), CleanupCampaign.closed_on.is_(None))
        .order_by(CleanupCampaign.starts_on.desc(), CleanupCampaign.id.desc())
        .limit(1)
    )
    if found is None:
        return None
    phases = tuple((name, getattr(found, key)) for key, name in PHASES)
    return Campaign(found.id, found.row_version, found.name, found.starts_on, phases)


class CampaignLedger(BasicLedger[CleanupCampaign]):
    """Begun with its days, closed when every decision was carried out or left."""

    record = CleanupCampaign
    spec = LedgerSpec(
        name="cleanup_campaigns",
        title="清理工作",
        item="清理工作",
        purpose="每次资格清理的阶段和日期，意见在“资格清理”里登记。",
        unit_word="次",
        default_sort="starts_on",
        default_descending=True,
        title_field="name",
        state_field="state",
        match_on=("name",),
        add_label="开始清理",
        empty_hint="开始一次清理，写明自查、汇总、公告和检查的日期。",
        fields=(
            FieldSpec("name", "名称", required=True, max_length=60, width_chars=16, example="2026年执法资格清理"),
            FieldSpec(
                "state",
                "状态",
                Kind.CHOICE,
                choices={"run": "进行中", "done": "已办结"},
                states={"run": "run", "done": "done"},
                computed=True,
                in_form=False,
                width_chars=6,
            ),
            FieldSpec("doc_no", "通知文号", Kind.CODE, max_length=60, width_chars=10),
            FieldSpec("starts_on", "开始日期", Kind.DATE, required=True, width_chars=6),
            FieldSpec("self_check_until", "自查截止", Kind.DATE, width_chars=6),
            FieldSpec("summary_until", "汇总截止", Kind.DATE, width_chars=6),
            FieldSpec("announce_on", "公告日期", Kind.DATE, width_chars=6),
            FieldSpec("inspect_until", "检查截止", Kind.DATE, width_chars=6),
            FieldSpec("closed_on", "办结日期", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Under way until it is closed."""
        return {"state": case((CleanupCampaign.closed_on.is_(None), literal("run")), else_=literal("done"))}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The phases follow one another; a second campaign waits until the first is closed."""
        problems: dict[str, str] = {}
        before, label = values.get("starts_on"), "开始日期"
        for key, name in PHASES:
            day = values.get(key)
            if day and before and day < before:
                problems[key] = f"{name}的日期早于{label}，请改其中一个。"
            before, label = (day, f"{name}的日期") if day else (before, label)
        if row_id is None:
            with self._db.read() as session:
                running = campaign_under_way(session)
            if running is not None:
                problems["name"] = f"“{running.name}”还没有办结。办结后再开始下一次。"
        return problems

    def why_fixed(self, item: CleanupCampaign, keys: Collection[str]) -> str:
        """A closed campaign stays as it was reported."""
        return f"“{item.name}”已办结，没有改动。" if item.settled else ""

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Only closing; the decisions are made on the bench."""
        if row.values["closed_on"]:
            return ()
        return (Action("close", "办结", "st-done", (CLOSE,), {"closed_on": self.today}, main=True),)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """办结; ConflictError while decisions wait to be carried out."""
        with self._db.write("办结资格清理") as session:
            item = self.permitted(session, action, row, values)
            waiting = session.scalars(
                select(CleanupDecision.id)
                .join(EnforcementOfficer, EnforcementOfficer.id == CleanupDecision.officer_id)
                .where(
                    CleanupDecision.campaign_id == item.id,
                    CleanupDecision.deleted_at.is_(None),
                    CleanupDecision.executed_on.is_(None),
                    EnforcementOfficer.deleted_at.is_(None),
                )
            ).all()
            if waiting:
                raise ConflictError(f"还有{len(waiting)}人的意见没有执行，没有办结。执行或撤回后再办结。")
            item.closed_on = values["closed_on"]
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已办结：{row.values['name']}。", group)
