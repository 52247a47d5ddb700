"""Settles the tasks: units and dates from notes, clauses for all, dates in the text, doubts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from services.plans.reading.deadlines import Deadline, DeadlineKind, InlineDeadline, find_dates, read_field
from services.plans.reading.fold import fold, tidy
from services.plans.reading.general import Clause, apply
from services.plans.reading.outline import Node
from services.plans.reading.prose import FROM_PROSE, owner_in_front, spoken_roles
from services.plans.reading.roles import Note
from services.plans.reading.select import MISSING, Draft
from services.plans.reading.targets import Target, find_targets
from services.plans.reading.units import has_et_cetera, looks_like_unit

_STRAY = re.compile(r"(?<=[\u3400-\u9fff，。、]) ?([a-z]{3,})(?= ?[\u3400-\u9fff，。、])")


_CONTENT = re.compile(r" ?(?:(?:工作|任务|主要|具体|重点|落实)?(?:内容|任务|事项)|任务名称) ?：")


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Where a task stands: 1-based line of its beginning, character offsets into the given text (end excluded)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlanTaskReading:
    """One task as read; number, text, units and time limit as printed."""

    no: str
    section: str
    text: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    cooperate: tuple[str, ...]
    deadline_text: str | None
    deadlines: tuple[Deadline, ...]
    inline_deadlines: tuple[InlineDeadline, ...]
    source: SourceSpan
    warnings: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()

    @property
    def has_units(self) -> bool:
        """Whether any unit was read."""
        return bool(self.lead or self.responsible or self.cooperate)

    @property
    def units(self) -> tuple[str, ...]:
        """All units as printed, leading ones first."""
        return (*self.lead, *self.responsible, *self.cooperate)

    def to_json(self) -> dict[str, object]:
        """The object of the contract."""
        return {
            "no": self.no,
            "section": self.section,
            "text": self.text,
            "lead": list(self.lead),
            "responsible": list(self.responsible),
            "cooperate": list(self.cooperate),
            "deadline_text": self.deadline_text,
            "deadlines": [entry for deadline in self.deadlines for entry in deadline.entries()],
            "inline_deadlines": [entry for deadline in self.inline_deadlines for entry in deadline.entries()],
            "source": {"line": self.source.line, "start": self.source.start, "end": self.source.end},
            "warnings": list(self.warnings),
            "targets": [target.to_json() for target in self.targets],
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What a task needs besides its note."""

    no: str
    section: str
    text: str
    source: SourceSpan
    warnings: tuple[str, ...] = ()


def settle(found: Found, note: Note, issued: date | None) -> PlanTaskReading:
    """Makes the task: parses its time limit, looks for dates in its text, collects what is doubtful."""
    deadlines, doubts = read_field(note.deadline or "", issued)
    known = {deadline.when for deadline in deadlines}
    yearly = any(deadline.kind is DeadlineKind.ANNUAL for deadline in deadlines)
    milestones = find_dates(found.text, issued, yearly_task=yearly)
    inline = tuple(item for item in milestones if item.deadline.when not in known)
    warnings = [
        *found.warnings,
        *_unit_doubts(note),
        *doubts,
        *(doubt for item in inline for doubt in item.doubts),
        *_text_doubts(found.text),
    ]
    return PlanTaskReading(
        found.no,
        found.section,
        found.text,
        tuple(note.lead),
        tuple(note.responsible),
        tuple(note.cooperate),
        note.deadline,
        deadlines,
        inline,
        found.source,
        tuple(dict.fromkeys(warnings)),
        find_targets("\n".join((found.text, note.deadline or ""))),
    )


def _unit_doubts(note: Note) -> list[str]:
    found = [f"“{unit}”不像单位名称。请核对。" for unit in note.all_units if not looks_like_unit(fold(unit))]
    found += [f"“{unit}”没有列全单位。请核对。" for unit in note.all_units if has_et_cetera(unit)]
    return found


def _text_doubts(text: str) -> list[str]:
    words = dict.fromkeys(_STRAY.findall(text))
    return [f"正文里夹着英文“{word}”，可能是识别错误。请对照原件。" for word in words]


def _text(draft: Draft) -> str:
    """The whole text without its notes; paragraphs and numbered details on lines of their own."""
    lines = [parted.text for parted in draft.node.parts]
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is not None and (label := _CONTENT.match(fold(lines[first]))):
        lines[first] = lines[first][label.end() :]
    for detail in (below for kid in draft.details for below in kid.walk()):
        lines += [
            detail.number + parted.text if not index else parted.text for index, parted in enumerate(detail.parts)
        ]
    return "\n".join(line for line in (tidy(line).strip() for line in lines) if line)


def _span(draft: Draft) -> SourceSpan:
    nodes = [draft.node, *(below for kid in draft.details for below in kid.walk())]
    places = [place for node in nodes for item in node.paragraphs for place in item.piece.places]
    line = draft.node.paragraphs[0].line
    return SourceSpan(line, min(places), max(places) + 1)


def _gap(before: Draft | None, draft: Draft) -> list[str]:
    """Numbers that jump inside one list hint at a task that was not read."""
    if before is None or before.node.rank != draft.node.rank:
        return []
    last, value = before.node.value, draft.node.value
    elsewhere = before.node.parent is not draft.node.parent and value <= last
    if value in (last + 1, 1, 0) or not last or elsewhere:
        return []
    return [f"编号从{last}跳到{value}，中间可能有没读出的任务。请核对原文。"]


def _clauses(root: Node, drafts: list[Draft]) -> list[tuple[int, Clause]]:
    """Each clause with the number of tasks that begin before the place where it stands."""
    found: list[tuple[int, Clause]] = []
    orders = [draft.node.order for draft in drafts]
    for node in root.walk():
        for parted in node.parts:
            found += [(sum(1 for order in orders if order <= node.order), clause) for clause in parted.clauses]
    return found


def _holds(clause: Clause, place: int, index: int, count: int) -> bool:
    if clause.scope == "after" and place < count:
        return index >= place
    if clause.scope == "before" and place > 0:
        return index < place
    return True


def from_drafts(drafts: list[Draft], root: Node, issued: date | None) -> tuple[PlanTaskReading, ...]:
    """The tasks of the numbered paragraphs, in the order of the text."""
    clauses = _clauses(root, drafts)
    tasks: list[PlanTaskReading] = []
    before: Draft | None = None
    for index, draft in enumerate(drafts):
        note, warnings = Note(), [*draft.warnings, *_gap(before, draft)]
        for parted in draft.node.parts:
            warnings += parted.warnings
        for part_note in draft.notes:
            note.merge(part_note)
        if sum(1 for item in draft.notes if item.has_units) > 1 and not _separate_roles(draft.notes):
            warnings.append(f"本项有{len(draft.notes)}处责任说明，已合并为一项。需要分开时用“拆分”。")
        text = _text(draft)
        if not note.has_units and (spoken := _said_in(text)).has_units:
            note.merge(spoken)
            warnings.append(FROM_PROSE)
        for place, clause in clauses:
            if _holds(clause, place, index, len(drafts)) and apply(clause, note):
                warnings.append(f"按通用说明“{tidy(clause.printed)}”补记。请核对。")
        if not text:
            continue
        if note.has_units:
            warnings = [warning for warning in warnings if warning != MISSING]
        parent = draft.node.parent
        section = parent.title if parent and parent.rank >= 0 else ""
        tasks.append(settle(Found(draft.node.number, section, text, _span(draft), tuple(warnings)), note, issued))
        before = draft
    return _in_order(tasks)


def _said_in(text: str) -> Note:
    spoken = spoken_roles(text)
    return spoken if spoken.has_units else owner_in_front(text)


def _separate_roles(notes: list[Note]) -> bool:
    """Labels on lines of their own are one note in several parts: each role occurs once."""
    return all(sum(1 for note in notes if getattr(note, role)) <= 1 for role in ("lead", "responsible", "cooperate"))


def _in_order(tasks: list[PlanTaskReading]) -> tuple[PlanTaskReading, ...]:
    """Sorted by place; a task that is followed by one inside it ends before that one."""
    ordered = sorted(tasks, key=lambda task: task.source.start)
    for index in range(len(ordered) - 1):
        source, following = ordered[index].source, ordered[index + 1].source
        if source.end > following.start:
            ordered[index] = replace(ordered[index], source=replace(source, end=following.start))
    return tuple(ordered)
