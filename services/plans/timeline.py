"""What happened to a task in words: notes, extensions, deadlines, targets and units, for panes and papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.obligation import DueExtension, TaskNote, TaskObligation
from models.plan import PlanDeadline, PlanTarget
from services.plans.labels import EXTENSION_LABELS, NOTE_LABELS, OBLIGATION_LABELS
from services.plans.machine import OPEN
from services.plans.obligations import obligations_of
from services.plans.reading.recurrence import rule_words
from services.spec import hundredths_text

Lines = tuple[tuple[str, str], ...]
MOST_NOTES = 30  # newest first; the rest stands in the history
KIND_LABELS = {
    "by_date": "定期完成",
    "by_month_end": "月底前完成",
    "by_year_end": "年底前完成",
    "annual": "每年",
    "ongoing": "长期坚持",
    "other": "其他",
}
PERIOD_WORDS = {"year": "每年", "half": "每半年", "quarter": "每季度", "month": "每月", "week": "每周", "once": ""}
PER_WORDS = {"person": "每人", "unit": "每个单位", "": ""}


def note_lines(session: Session, task_id: int, *, obligation_id: int | None = None) -> Lines:
    """Kind, day and words, newest first; those of a unit carry its name unless only that unit is asked for."""
    note = TaskNote
    wanted = select(note).where(note.task_id == task_id, note.deleted_at.is_(None))
    if obligation_id is not None:
        wanted = wanted.where(note.obligation_id == obligation_id)
    found = session.scalars(wanted.order_by(note.noted_on.desc(), note.id.desc()).limit(MOST_NOTES)).all()
    names = {} if obligation_id is not None else unit_names(session, task_id)
    return tuple((NOTE_LABELS[row.kind.value], _note_words(row, names)) for row in found)


def extension_lines(session: Session, task_id: int, *, obligation_id: int | None = None) -> Lines:
    """Old and new date, what was decided and by whom."""
    item = DueExtension
    wanted = select(item).where(item.task_id == task_id, item.deleted_at.is_(None))
    if obligation_id is not None:
        wanted = wanted.where((item.obligation_id == obligation_id) | item.obligation_id.is_(None))
    names = unit_names(session, task_id)
    lines = []
    for row in session.scalars(wanted.order_by(item.id.desc())):
        whose = names.get(row.obligation_id, "") if row.obligation_id is not None else "整项任务"
        parts = [f"{whose}由{row.old_due_on:%Y-%m-%d}延到{row.new_due_on:%Y-%m-%d}", row.reason]
        parts += [f"{row.approver}{row.decided_on:%Y-%m-%d}审批"] if row.approver and row.decided_on else []
        parts += [row.decision] if row.decision else []
        lines.append((EXTENSION_LABELS[row.state.value], "；".join(part.rstrip("。") for part in parts) + "。"))
    return tuple(lines)


def deadline_lines(deadlines: Sequence[PlanDeadline]) -> Lines:
    """Each deadline of a task: its day or repetition, and whether it was met."""
    lines = []
    for found in deadlines:
        name = "节点" if found.inline else "时限"
        words = _when(found)
        words += "（原则上）" if found.soft else ""
        words += f"，{found.met_on:%Y-%m-%d}完成" if found.met_on else ""
        words += f"　{found.source_text}" if found.inline and found.source_text else ""
        lines.append((name, words))
    return tuple(lines)


def target_words(target: PlanTarget) -> str:
    """每人每年≥60学时."""
    amount = hundredths_text(target.amount_hundredths).removesuffix(".00")
    sign = "≥" if target.at_least else "≤"
    return f"{PER_WORDS.get(target.per, '')}{PERIOD_WORDS.get(target.period, '')}{sign}{amount}{target.unit}"


def targets_of(session: Session, task_id: int) -> Sequence[PlanTarget]:
    """The figures of a task in the order of the plan."""
    found = select(PlanTarget).where(PlanTarget.task_id == task_id, PlanTarget.deleted_at.is_(None))
    return session.scalars(found.order_by(PlanTarget.id)).all()


def unit_lines(session: Session, task_id: int, today: date) -> Lines:
    """Units by what they are up to: 逾期, then the states in the order of their life."""
    names = unit_names(session, task_id)
    grouped: dict[str, list[str]] = {}
    for item in obligations_of(session, task_id):
        late = item.state in OPEN and item.due_on is not None and item.due_on < today
        words = names[item.id] + (f"（{item.percent}%）" if item.state in OPEN and item.percent else "")
        grouped.setdefault("逾期" if late else OBLIGATION_LABELS[item.state.value], []).append(words)
    order = ["逾期", *OBLIGATION_LABELS.values()]
    return tuple((label, "、".join(grouped[label])) for label in order if label in grouped)


def unit_names(session: Session, task_id: int) -> dict[int, str]:
    """Names by obligation: the register's, else the plan's; those taken off the task are still called by name."""
    item, agency = TaskObligation, EnforcementAgency
    rows = select(item.id, item.printed, agency.name).outerjoin(agency, agency.id == item.agency_id)
    return {row_id: name or printed for row_id, printed, name in session.execute(rows.where(item.task_id == task_id))}


def _note_words(row: TaskNote, names: dict[int, str]) -> str:
    whose = names.get(row.obligation_id, "") if row.obligation_id is not None else ""
    share = f"{row.percent}%" if row.percent is not None else ""
    head = "　".join(part for part in (f"{row.noted_on:%Y-%m-%d}", whose, share) if part)
    return f"{head}：{row.text}" + (f"（{row.noted_by}）" if row.noted_by else "")


def _when(found: PlanDeadline) -> str:
    if found.due_on is not None:
        return f"{found.due_on:%Y-%m-%d}"
    if found.rule:
        return rule_words(found.rule)
    if found.trigger and found.offset_days is not None:
        unit = "个工作日" if found.workdays else "天"
        side = "内" if found.offset_days >= 0 else "前"
        return f"{found.trigger}{'后' if found.offset_days >= 0 else ''}{abs(found.offset_days)}{unit}{side}"
    return KIND_LABELS.get(found.kind, found.kind)
