"""提醒规则: how long before and after its date each class of deadlines is called to mind; rows a clerk can edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from models.reminder import ReminderRule
from services.due.items import DueItem, DueKind
from services.ledger import BasicLedger
from services.spec import FieldSpec, Kind, LedgerSpec
from services.workdays import WorkCalendar

FAR = 60  # days from which a single date counts as far off
WEEK = timedelta(days=7)
NUMBERS = re.compile(r"[、,，;；\s]+")
OWN = "本程序的默认，可以改"
LATE = "1、3、7"
SHIPPED: tuple[tuple[str, str, str, str, bool, bool], ...] = (
    ("once_far", "一次性时限（提前60天以上得知）", "60、30、15、7、3、1、0", LATE, True, False),
    ("once_near", "一次性时限（不足60天）", "15、7、3、1、0", LATE, True, False),
    ("reply", "十个工作日以内的回复期限（按工作日）", "5、3、1、0", LATE, True, True),
    ("recurring", "每年、每季、每月的事项", "30、15、7、3、1", LATE, True, False),
    ("check", "长期任务的定期检查", "0", "7", True, False),
    ("certificate", "证件到期", "180、90、60、30", LATE, True, False),
    ("term", "任期、委托和计划期满", "180、90、60、30", LATE, True, False),
)
FORCE_LABELS = {"on": "使用中", "off": "停用"}
WRONG = "“{label}”要填0到3650之间的整数，用顿号隔开，例如30、7、1。"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of one rule, in days or working days."""

    key: str
    label: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    weekly_after: bool
    workdays: bool

    @property
    def reach(self) -> int:
        """How many calendar days before a date the first step can lie."""
        most = max(self.before, default=0)
        return most * 2 + 20 if self.workdays else most

    def last_step(self, item: DueItem, today: date, calendar: WorkCalendar) -> date | None:
        """The day of the newest step not after `today`; None where it has not come yet.

        Steps before the date count back from the last working day that still meets it. What was missed while the
        computer was off is not made up for: only the newest step calls.
        """
        if today > item.due_on:
            return self._late_step(item.due_on, today)
        for count in sorted(self.before):
            day = calendar.workdays_back(item.act_on, count) if self.workdays else item.act_on - timedelta(days=count)
            if day <= today:
                return day
        return None

    def _late_step(self, due_on: date, today: date) -> date:
        """The first day after the date calls at the latest, whatever the rule's own steps."""
        late = (today - due_on).days
        steps = [count for count in self.after if count <= late]
        step = max(steps, default=1)
        if self.weekly_after and step == max(self.after, default=1):
            step += (late - step) // WEEK.days * WEEK.days
        return due_on + timedelta(days=step)


def ladder_key(item: DueItem) -> str:
    """Which rule calls a thing to mind (documents note D6)."""
    if item.kind is DueKind.CHECK:
        return "check"
    if item.kind in (DueKind.CERTIFICATE, DueKind.CLEANUP):
        return "certificate"
    if item.kind in (DueKind.TERM, DueKind.PLAN_END):
        return "term"
    if item.kind is DueKind.DOCUMENT:
        return "reply"
    if item.recurring:
        return "recurring"
    known_early = item.since is None or (item.due_on - item.since).days >= FAR
    return "once_far" if known_early else "once_near"


def ladders(session: Session) -> Mapping[str, Ladder]:
    """The rules in use, by key."""
    rows = session.scalars(select(ReminderRule).where(ReminderRule.deleted_at.is_(None), ReminderRule.active))
    return {
        row.key: Ladder(row.key, row.label, numbers(row.before), numbers(row.after), row.weekly_after, row.workdays)
        for row in rows
    }


def numbers(words: str | None) -> tuple[int, ...]:
    """30、7、1 as numbers, largest first; ValueError for anything else."""
    parts = [part for part in NUMBERS.split((words or "").strip()) if part]
    found = {int(part) for part in parts}
    if any(not 0 <= number <= 3650 for number in found):
        raise ValueError(words)
    return tuple(sorted(found, reverse=True))


def take_shipped_reminder_rules(session: Session) -> int:
    """Store the shipped rules that are not there yet; how many were added."""
    known = set(session.scalars(select(ReminderRule.key)))
    added = [row for row in SHIPPED if row[0] not in known]
    for key, label, before, after, weekly, workdays in added:
        session.add(
            ReminderRule(
                key=key,
                label=label,
                before=before,
                after=after,
                weekly_after=weekly,
                workdays=workdays,
                basis=OWN,
            )
        )
    session.flush()
    return len(added)


class ReminderRuleLedger(BasicLedger[ReminderRule]):
    """The steps; only what is in use calls."""

    record = ReminderRule
    spec = LedgerSpec(
        name="reminder_rules",
        title="提醒规则",
        item="提醒规则",
        purpose="到期前后哪些天提醒，按事项的种类分别规定。",
        unit_word="条",
        default_sort="force",
        then_by="label",
        title_field="label",
        state_field="force",
        match_on=("label",),
        addable=False,
        empty_hint="随程序提供的规则会在建账时存入。",
        fields=(
            FieldSpec("label", "种类", required=True, max_length=60, width_chars=15),
            FieldSpec(
                "force",
                "状态",
                Kind.CHOICE,
                choices=FORCE_LABELS,
                states={"on": "done", "off": "void"},
                computed=True,
                in_form=False,
                width_chars=5,
            ),
            FieldSpec("before", "提前几天", required=True, max_length=100, width_chars=11, example="30、7、1"),
            FieldSpec("after", "逾期后几天", max_length=100, width_chars=6, example="1、3、7"),
            FieldSpec("weekly_after", "此后每周一次", Kind.BOOLEAN, width_chars=6),
            FieldSpec("workdays", "提前按工作日", Kind.BOOLEAN, width_chars=6),
            FieldSpec("active", "使用", Kind.BOOLEAN, width_chars=4, in_table=False),
            FieldSpec("basis", "依据", Kind.LONG_TEXT, max_length=200, in_table=False, in_print=True),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Whether it calls."""
        return {"force": case((ReminderRule.active, "on"), else_="off")}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Numbers of days."""
        problems = {}
        for key, label in (("before", "提前几天"), ("after", "逾期后几天")):
            try:
                numbers(values.get(key))
            except ValueError:
                problems[key] = WRONG.format(label=label)
        return problems
