"""Corrections to a plan that was read but is not stored yet; each gives a new reading, the old one stays for 撤销."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.errors import ValidationError
from services.plans.reading.fold import lines_of
from services.plans.reading.labels import Role
from services.plans.reading.notes import part
from services.plans.reading.paragraphs import paragraphs
from services.plans.reading.roles import Note
from services.plans.reading.select import MISSING
from services.plans.reading.tasks import Found, PlanTaskReading, SourceSpan, settle
from services.plans.reading.units import split_units
from services.plans.store import LoadedPlan
from services.unit_match import split_names

NUMBER_LENGTH = 20
LAST_TASK = "只剩这一项任务，没有移除。不要这份计划时选“放弃”。"
NO_SPLIT = "光标不在这一项的文字中间，没有拆分。先在原文里点一下要分开的地方。"
NO_PREVIOUS = "这是第一项，前面没有可以合并的任务。"
NO_END = "这个位置不在这一项里，也不在它和下一项之间，没有改动。先点一下任务结束的地方。"
NOTHING_LEFT = "这样一来这一项就没有文字了，没有改动。不是任务的，用“不是任务”移除。"
ALREADY_TASK = "划选的文字已在{task}里，没有增加。要分开时用“从此处拆分”。"
NOTHING_THERE = "划选的地方没有可作任务的文字，没有增加。"


def edited(plan: LoadedPlan, n: int, values: Mapping[str, Any]) -> LoadedPlan:
    """Task `n` with other words; `values` has text, lead, responsible, cooperate (joined by 、) and deadline."""
    old = plan.reading.tasks[n]
    note = Note(
        split_names(values.get("lead")),
        split_names(values.get("responsible")),
        split_names(values.get("cooperate")),
        values.get("deadline") or None,
    )
    return _put(plan, n, 1, [_settled(plan, old, values.get("text") or old.text, note, old.source)])


def with_unit(plan: LoadedPlan, n: int, name: str, role: Role = Role.RESPONSIBLE) -> LoadedPlan:
    """Task `n` with the marked units in that role; one that it has already in another role changes over."""
    old = plan.reading.tasks[n]
    note, units = _note_of(old), split_units(_flat(name))
    for names in (note.lead, note.responsible, note.cooperate):
        names[:] = [unit for unit in names if unit not in units]
    note.put(role, units)
    if _roles(note) == _roles(_note_of(old)):
        return plan
    return _put(plan, n, 1, [_settled(plan, old, old.text, note, old.source)])


def with_deadline(plan: LoadedPlan, n: int, words: str) -> LoadedPlan:
    """Task `n` with these words as its time limit."""
    old = plan.reading.tasks[n]
    note = _note_of(old)
    note.deadline = _flat(words) or None
    return _put(plan, n, 1, [_settled(plan, old, old.text, note, old.source)])


def merged(plan: LoadedPlan, n: int) -> LoadedPlan:
    """Task `n` joined to the one before it: text, units and time limits of both; ValidationError for the first."""
    if n == 0:
        raise ValidationError({"task": NO_PREVIOUS})
    first, second = plan.reading.tasks[n - 1 : n + 1]
    note = _note_of(first)
    note.merge(_note_of(second))
    source = SourceSpan(first.source.line, first.source.start, max(first.source.end, second.source.end))
    return _put(plan, n - 1, 2, [_settled(plan, first, f"{first.text}\n{second.text}", note, source)])


def split(plan: LoadedPlan, n: int, place: int) -> LoadedPlan:
    """Task `n` in two at a character of the plan's text; each has the units and the time limit that its half prints,
    both have all of them where only one half prints any.

    Raises ValidationError where the place does not lie inside the task's own words.
    """
    old = plan.reading.tasks[n]
    source = old.source
    head, tail = _parted(plan, old, place)
    if not source.start < place < source.end or not head or not tail:
        raise ValidationError({"task": NO_SPLIT})
    first, second = _own_notes(plan, old, place)
    if first is None or second is None:
        first, second = _note_of(old), _note_of(old)
    parts = [
        _settled(plan, old, head, first, replace(source, end=place)),
        _settled(plan, old, tail, second, SourceSpan(_line(plan, place), place, source.end)),
    ]
    number = old.no.rstrip(".．、 ")
    parts[1] = replace(parts[1], no=f"{number}-2"[:NUMBER_LENGTH] if number else "")
    return _put(plan, n, 1, parts)


def ended(plan: LoadedPlan, n: int, place: int) -> LoadedPlan:
    """Task `n` ends at a character of the plan's text: what follows is no part of it, what lies before it is.

    Units and time limit stay. Raises ValidationError where the place is before the task, or in another one.
    """
    old, following = plan.reading.tasks[n], plan.reading.tasks[n + 1 : n + 2]
    source = old.source
    latest = following[0].source.start if following else len(plan.text)
    if not source.start < place <= latest:
        raise ValidationError({"task": NO_END})
    note, text = _note_of(old), old.text
    if place >= source.end:
        more, added = _read(plan.text[source.end : place])
        text = "\n".join(filter(None, (text, more)))
        note.merge(added)
    else:
        text = _parted(plan, old, place)[0]
        note = _own_notes(plan, old, place)[0] or note
    if not text:
        raise ValidationError({"task": NOTHING_LEFT})
    return _put(plan, n, 1, [_settled(plan, old, text, note, replace(source, end=place))])


def added(plan: LoadedPlan, start: int, end: int) -> tuple[LoadedPlan, int]:
    """A task that the reader missed, from a stretch of the plan's text, and its place among the tasks; its note is
    read as in every other paragraph.

    Raises ValidationError where the stretch has no words or touches a task that is there already.
    """
    tasks = plan.reading.tasks
    start += len(plan.text[start:end]) - len(plan.text[start:end].lstrip())
    end = start + len(plan.text[start:end].rstrip())
    touched = next((task for task in tasks if task.source.start < end and start < task.source.end), None)
    if touched is not None:
        raise ValidationError({"task": ALREADY_TASK.format(task=_called(touched))})
    found = paragraphs(lines_of(plan.text[start:end]))
    text, note = _read(plan.text[start:end])
    if not text:
        raise ValidationError({"task": NOTHING_THERE})
    n = sum(1 for task in tasks if task.source.start < start)
    section = tasks[n - 1].section if n else ""
    source = SourceSpan(_line(plan, start), start, end)
    doubts = () if note.has_units else (MISSING,)
    task = settle(Found(found[0].number[:NUMBER_LENGTH], section, text, source, doubts), note, plan.reading.issued)
    return _put(plan, n, 0, [task]), n


def without(plan: LoadedPlan, n: int) -> LoadedPlan:
    """The plan without task `n`; ValidationError where it is the only one."""
    if len(plan.reading.tasks) == 1:
        raise ValidationError({"task": LAST_TASK})
    return _put(plan, n, 1, [])


def _read(words: str) -> tuple[str, Note]:
    """What is to be done, and who by when, of the paragraphs of one task."""
    lines, note = [], Note()
    for place, paragraph in enumerate(paragraphs(lines_of(words))):
        parted = part(paragraph.body if place == 0 else paragraph.piece, numbered=place == 0)
        lines.append(parted.text.strip())
        for found in parted.notes:
            note.merge(found)
    return "\n".join(filter(None, lines)), note


def _own_notes(plan: LoadedPlan, task: PlanTaskReading, place: int) -> tuple[Note | None, Note | None]:
    """The notes that stand before and after a place of a task; none where units or time limit were put right by hand
    already, or where a half names no unit."""
    source = task.source
    whole = _read(plan.text[source.start : source.end])[1]
    if _roles(whole) != _roles(_note_of(task)) or whole.deadline != task.deadline_text:
        return None, None
    first, second = (_read(plan.text[a:b])[1] for a, b in ((source.start, place), (place, max(place, source.end))))
    return first if first.has_units else None, second if second.has_units else None


def _note_of(task: PlanTaskReading) -> Note:
    return Note(list(task.lead), list(task.responsible), list(task.cooperate), task.deadline_text)


def _roles(note: Note) -> tuple[list[str], list[str], list[str]]:
    return note.lead, note.responsible, note.cooperate


def _settled(plan: LoadedPlan, old: PlanTaskReading, text: str, note: Note, source: SourceSpan) -> PlanTaskReading:
    """Dates and doubts are worked out anew; the reader's own doubts about what was replaced are gone."""
    return settle(Found(old.no, old.section, text, source), note, plan.reading.issued)


def _put(plan: LoadedPlan, n: int, count: int, tasks: Sequence[PlanTaskReading]) -> LoadedPlan:
    whole = plan.reading.tasks
    return replace(plan, reading=replace(plan.reading, tasks=(*whole[:n], *tasks, *whole[n + count :])))


def _flat(words: str) -> str:
    return "".join(words.split()).strip("，。；：、（）")


def _line(plan: LoadedPlan, place: int) -> int:
    return plan.text.count("\n", 0, place) + 1


def _called(task: PlanTaskReading) -> str:
    number = task.no.rstrip(".．、 ")
    return f"第{number}项" if number else f"“{task.text[:10]}”"


def _parted(plan: LoadedPlan, task: PlanTaskReading, place: int) -> tuple[str, str]:
    cut = _place_in(task.text, plan.text[task.source.start : max(task.source.start, place)])
    return task.text[:cut].strip(), task.text[cut:].strip()


def _place_in(text: str, before: str) -> int:
    """How much of a task's text stands before a place of its source; the text is the source with parts left out."""
    cut = 0
    for sign in before:
        while cut < len(text) and text[cut].isspace():
            cut += 1
        if cut < len(text) and text[cut] == sign:
            cut += 1
    return cut
