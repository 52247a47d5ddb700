"""A plan that was read but not accepted yet, as plain values: what a clerk has put right survives the program's end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.plans.reading.reader import PlanReading, PlanTaskReading, SourceSpan
from services.plans.reading.roles import Note
from services.plans.reading.tasks import Found, settle
from services.plans.store import LoadedPlan

FORM = 1  # of the stored values; another form is not taken up


@dataclass(frozen=True, slots=True)
class UnfinishedPlan:
    """The plan as it was corrected, the tasks that were ticked, the doubts that were looked at (place and words)."""

    plan: LoadedPlan
    checked: frozenset[int] = frozenset()
    seen: frozenset[tuple[int, str]] = frozenset()
    row: int = 0


def to_values(draft: UnfinishedPlan) -> dict[str, Any]:
    """Values that JSON can carry."""
    reading = draft.plan.reading
    return {
        "form": FORM,
        "name": draft.plan.name,
        "text": draft.plan.text,
        "warnings": list(draft.plan.warnings),
        "title": reading.title,
        "issuer": reading.issuer,
        "doc_number": reading.doc_number,
        "issued": reading.issued.isoformat() if reading.issued else None,
        "tasks": [_task_values(task) for task in reading.tasks],
        "checked": sorted(draft.checked),
        "seen": sorted(draft.seen),
        "row": draft.row,
    }


def from_values(values: Mapping[str, Any] | None) -> UnfinishedPlan | None:
    """What `to_values` gave; None where nothing is there, or where an older program wrote something else."""
    if not values or values.get("form") != FORM:
        return None
    try:
        issued = date.fromisoformat(values["issued"]) if values["issued"] else None
        tasks = tuple(_task(task, issued) for task in values["tasks"])
        reading = PlanReading(values["title"], values["issuer"], values["doc_number"], issued, tasks)
        plan = LoadedPlan(values["name"], values["text"], reading, tuple(values["warnings"]))
        return UnfinishedPlan(plan, frozenset(values["checked"]), _seen(values["seen"]), values["row"])
    except (KeyError, TypeError, ValueError):
        return None


def _seen(pairs: Iterable[Any]) -> frozenset[tuple[int, str]]:
    return frozenset((int(place), str(words)) for place, words in pairs)


def _task_values(task: PlanTaskReading) -> dict[str, Any]:
    return {
        "no": task.no,
        "section": task.section,
        "text": task.text,
        "lead": list(task.lead),
        "responsible": list(task.responsible),
        "cooperate": list(task.cooperate),
        "deadline": task.deadline_text,
        "source": [task.source.line, task.source.start, task.source.end],
        "warnings": list(task.warnings),
    }


def _task(values: Mapping[str, Any], issued: date | None) -> PlanTaskReading:
    """Dates and targets follow from the words, as they did when the plan was read."""
    found = Found(values["no"], values["section"], values["text"], SourceSpan(*values["source"]))
    note = Note(list(values["lead"]), list(values["responsible"]), list(values["cooperate"]), values["deadline"])
    return replace(settle(found, note, issued), warnings=tuple(values["warnings"]))
