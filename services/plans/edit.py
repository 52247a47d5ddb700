"""Corrections to a plan that was read but is not stored yet; each gives a new reading, the old one stays for 撤销."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.errors import ValidationError
from services.plans.reading.roles import Note
from services.plans.reading.tasks import Found, PlanTaskReading, SourceSpan, settle
from services.plans.store import LoadedPlan
from services.unit_match import split_names

NUMBER_LENGTH = 20
LAST_TASK = "只剩这一项任务，没有移除。不要这份计划时选“放弃”。"
NO_SPLIT = "光标不在这一项的文字中间，没有拆分。先在原文里点一下要分开的地方。"
NO_PREVIOUS = "这是第一项，前面没有可以合并的任务。"


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


def with_unit(plan: LoadedPlan, n: int, name: str) -> LoadedPlan:
    """Task `n` with one more responsible unit; a unit that it has already is not added twice."""
    old = plan.reading.tasks[n]
    note = _note_of(old)
    note.responsible += [unit for unit in split_names(_flat(name)) if unit not in note.all_units]
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
    """Task `n` in two at a character of the plan's text; both keep units and time limit.

    Raises ValidationError where the place does not lie inside the task's own words.
    """
    old = plan.reading.tasks[n]
    source = old.source
    cut = _place_in(old.text, plan.text[source.start : max(source.start, place)])
    head, tail = old.text[:cut].strip(), old.text[cut:].strip()
    if not source.start < place < source.end or not head or not tail:
        raise ValidationError({"task": NO_SPLIT})
    line = plan.text.count("\n", 0, place) + 1
    parts = [
        _settled(plan, old, head, _note_of(old), replace(source, end=place)),
        _settled(plan, old, tail, _note_of(old), SourceSpan(line, place, source.end)),
    ]
    number = old.no.rstrip(".．、 ")
    parts[1] = replace(parts[1], no=f"{number}-2"[:NUMBER_LENGTH] if number else "")
    return _put(plan, n, 1, parts)


def without(plan: LoadedPlan, n: int) -> LoadedPlan:
    """The plan without task `n`; ValidationError where it is the only one."""
    if len(plan.reading.tasks) == 1:
        raise ValidationError({"task": LAST_TASK})
    return _put(plan, n, 1, [])


def _note_of(task: PlanTaskReading) -> Note:
    return Note(list(task.lead), list(task.responsible), list(task.cooperate), task.deadline_text)


def _settled(plan: LoadedPlan, old: PlanTaskReading, text: str, note: Note, source: SourceSpan) -> PlanTaskReading:
    """Dates and doubts are worked out anew; the reader's own doubts about what was replaced are gone."""
    return settle(Found(old.no, old.section, text, source), note, plan.reading.issued)


def _put(plan: LoadedPlan, n: int, count: int, tasks: Sequence[PlanTaskReading]) -> LoadedPlan:
    whole = plan.reading.tasks
    return replace(plan, reading=replace(plan.reading, tasks=(*whole[:n], *tasks, *whole[n + count :])))


def _flat(words: str) -> str:
    return "".join(words.split()).strip("，。；：、（）")


def _place_in(text: str, before: str) -> int:
    """How much of a task's text stands before a place of its source; the text is the source with parts left out."""
    cut = 0
    for sign in before:
        while cut < len(text) and text[cut].isspace():
            cut += 1
        if cut < len(text) and text[cut] == sign:
            cut += 1
    return cut
