"""资格清理: everybody whose card is in question, the clerk's decision, and carrying the decisions out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.cleanup import CleanupChoice, CleanupDecision
from models.officer import EnforcementOfficer
from services.benches.campaigns import Campaign, campaign_under_way
from services.benches.cleanup_acts import EXECUTE_FIELDS, carry_out, summary
from services.benches.cleanup_facts import read_holders
from services.benches.cleanup_reasons import Reason, findings, recall_until
from services.benches.cleanup_rows import cleanup_row, decisions_of, facts_of, people_of
from services.benches.cleanup_spec import CHECK_FIRST, CHOICE, CHOICE_LABELS, CLEANUP_SPEC, DONE, NOTE
from services.benches.cleanup_table import CleanupTable, cleanup_table
from services.benches.computed import ComputedLedger
from services.clock import utc_from_local
from services.errors import ConflictError, ValidationError
from services.exits import open_exit
from services.parts import put_away
from services.province_rules import rules_in_force
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import faults

NO_CAMPAIGN = "还没有开始清理工作。点“开始清理”写明各阶段日期后再登记意见。"
KEEP_WITHOUT_WHY = "保留的要写明理由。"
EXIT_TRIGGERS = {
    Reason.BAD_GRADES.value: "T01",
    Reason.DISCIPLINE.value: "T06",
    Reason.OUTSIDE.value: "T10",
    Reason.NOT_ENFORCING.value: "T08",
    Reason.IDLE.value: "T11",
}
"""Reasons for which an officer who is still there may have to leave the post."""


class CleanupLedger(ComputedLedger):
    """One row per officer with all the reasons; decisions belong to the campaign under way."""

    entity = EnforcementOfficer.__tablename__
    spec = CLEANUP_SPEC
    several: ClassVar[Mapping[str, str]] = {"group": "groups"}
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "enforcement_officer",
            "enforcement_certificate",
            "enforcement_agency",
            "officer_post",
            "discipline",
            "annual_assessment",
            "case_file",
            "cleanup_campaign",
            "cleanup_decision",
            "exit_case",
            "province_rule",
            "setting",
        }
    )

    # --- the list ------------------------------------------------------------------------
    def found(self, session: Session, today: date) -> Sequence[LedgerRow]:
        """Everybody with a reason, and everybody decided about in the campaign under way."""
        rules = rules_in_force(session)
        named = session.execute(select(EnforcementAgency.id, EnforcementAgency.name))
        units = {row.id: row.name for row in named}
        campaign = campaign_under_way(session)
        decided = decisions_of(session, campaign)
        people = people_of(session)
        rows = []
        for holder in read_holders(session, today, rules):
            found = findings(holder, today, rules)
            decision = decided.pop(holder.officer_id, None)
            if found or decision is not None:
                until = recall_until(holder, rules)
                rows.append(
                    cleanup_row(people[holder.officer_id], units, facts_of(holder, found, until, today), decision)
                )
        rows += [cleanup_row(people[one], units, {}, decision) for one, decision in decided.items() if one in people]
        return rows

    def campaign(self) -> Campaign | None:
        """The campaign under way."""
        with self._db.read() as session:
            return campaign_under_way(session)

    def table(self) -> CleanupTable:
        """资格清理统计表 as of now."""
        rows = self.rows()
        with self._db.read() as session:
            return cleanup_table(session, rows, campaign_under_way(session), self.today)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """Each reason with its evidence; what was decided."""
        parts = [Detail("查到的依据", row.values["lines"])] if row.values["lines"] else []
        if row.values["choice"]:
            lines = [("意见", CHOICE_LABELS[row.values["choice"]]), ("日期", f"{row.values['decided_on']:%Y-%m-%d}")]
            lines += [("说明", row.values["note"])] if row.values["note"] else []
            parts.append(Detail("处理意见", tuple(lines)))
        return tuple(parts)

    # --- acts ----------------------------------------------------------------------------
    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Decide, take it back, or open an exit."""
        if row.values["state"] == DONE:
            return ()
        why = "" if self.campaign() is not None else NO_CAMPAIGN
        decided = row.values["choice"] is not None
        proposed = row.values["proposal"]
        choice = row.values["choice"] if decided else None if proposed == CHECK_FIRST else proposed
        acts = [
            Action(
                "decide",
                "修改意见" if decided else "登记意见",
                "edit",
                (CHOICE, NOTE),
                {"choice": choice, "note": row.values["note"]},
                main=not decided,
                why_not=why,
            )
        ]
        acts += [Action("withdraw", "撤回意见", "undo")] if decided else []
        if _trigger(row):
            open_already = "已经有没有办结的退出事项。" if row.values["exit_open"] else ""
            acts.append(Action("open_exit", "立退出事项", "assign", why_not=open_already))
        return acts

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Do the act called `action`."""
        if action == "decide":
            return self.decide([row.id], CleanupChoice(values["choice"]), values.get("note"))
        if action == "withdraw":
            return self.withdraw([row.id])
        if action == "open_exit":
            return self._open_exit(row)
        raise KeyError(action)

    def decide(self, officer_ids: Sequence[int], choice: CleanupChoice | None, note: str | None = None) -> Outcome:
        """One decision for these people, or (None) for each what is proposed; all or none.

        ValidationError where somebody is kept without a reason, ConflictError without a campaign, where somebody left
        the list meanwhile, or where the decision was carried out already.
        """
        if choice is CleanupChoice.KEEP and not (note or "").strip():
            raise ValidationError({"note": KEEP_WITHOUT_WHY})
        rows = {row.id: row for row in self.rows()}
        with self._db.write("登记清理意见") as session:
            campaign = campaign_under_way(session)
            if campaign is None:
                raise ConflictError(NO_CAMPAIGN)
            present = decisions_of(session, campaign)
            kept = 0
            for officer_id in officer_ids:
                row = rows.get(officer_id)
                if row is None or row.values["state"] == DONE:
                    raise ConflictError("所选的人里有的已经执行或不在清理范围，一条也没有改。刷新后重新选择。")
                if choice is None and row.values["proposal"] == CHECK_FIRST:
                    kept += 1  # what comes of checking is the clerk's to say
                    continue
                wanted = choice or CleanupChoice(row.values["proposal"])
                self._store(session, campaign, row, present.get(officer_id), wanted, note)
            if kept == len(officer_ids):
                raise ConflictError("所选的人都要先核对，没有登记。核对后逐人登记意见和理由。")
            session.flush()
            group = session.info.get("group")
        done = len(officer_ids) - kept
        rest = f"{kept}人建议先核对，要逐人登记意见和理由。" if kept else ""
        return Outcome(f"已登记{done}人的清理意见。{rest}", group)

    def withdraw(self, officer_ids: Sequence[int]) -> Outcome:
        """Decisions that were not carried out go away."""
        with self._db.write("撤回清理意见") as session:
            present = decisions_of(session, campaign_under_way(session))
            found = [present[one] for one in officer_ids if one in present and present[one].executed_on is None]
            if not found:
                raise ConflictError("所选的人没有可以撤回的意见，没有改动。")
            for decision in found:
                put_away(session, decision, utc_from_local(self._now()))
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已撤回{len(found)}人的清理意见。", group)

    def execute(self, officer_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """Carry out the decisions on these people (none named: on all) in one act that can be taken back as one."""
        if problems := faults(EXECUTE_FIELDS, values):
            raise ValidationError(problems)
        if values["decided_on"] > self.today:
            raise ValidationError({"decided_on": "决定日期晚于今天，请核对。"})
        with self._db.write("执行资格清理意见") as session:
            present = decisions_of(session, campaign_under_way(session))
            wanted = [present[one] for one in officer_ids if one in present] if officer_ids else list(present.values())
            open_ones = [decision for decision in wanted if decision.executed_on is None]
            if not open_ones:
                raise ConflictError("没有等待执行的清理意见，没有改动。先登记意见。")
            carried = carry_out(session, open_ones, values)
            if not carried.done:
                raise ConflictError(summary(carried))
            session.flush()
            group = session.info.get("group")
        return Outcome(summary(carried), group)

    # --- parts of the acts -----------------------------------------------------------------
    def _store(
        self,
        session: Session,
        campaign: Campaign,
        row: LedgerRow,
        present: CleanupDecision | None,
        choice: CleanupChoice,
        note: str | None,
    ) -> None:
        decision = present or CleanupDecision(
            campaign_id=campaign.id, officer_id=row.id, agency_id=row.values["agency_id"]
        )
        decision.reasons = ",".join(row.values["codes"])
        decision.choice, decision.note, decision.decided_on = choice, (note or "").strip() or None, self.today
        session.add(decision)

    def _open_exit(self, row: LedgerRow) -> Outcome:
        trigger = _trigger(row)
        facts = "".join(words for _label, words in row.values["lines"])[:300]
        with self._db.write("立退出事项") as session:
            open_exit(session, row.id, trigger, facts, self.today)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已为{row.values['name']}立退出事项，在“退出与返岗”里写明措施。", group)


def _trigger(row: LedgerRow) -> str:
    return next((code for reason, code in EXIT_TRIGGERS.items() if reason in row.values["codes"]), "")
