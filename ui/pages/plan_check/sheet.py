"""A plan as the page shows it, whether it was just read or is stored: text, tasks, and what is coloured."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from services.plans.labels import ROLE_LABELS
from services.plans.limit_words import limit_chip, limit_words, target_words
from services.plans.reading.deadlines import Deadline
from services.plans.reading.reader import PlanTaskReading
from services.plans.source import PlanSource, StoredPlan, StoredTask
from services.plans.store import LoadedPlan, load_pasted, load_plan, summary_of

DONE, ASK, TODO = "done", "ask", "todo"
STATE_WORDS = {DONE: "已核对", ASK: "有疑问", TODO: "待核对"}
UNIT, LIMIT, NUMBER, UNSURE = "unit", "limit", "number", "unsure"
CIRCLED = re.compile(r"[.．、\s]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured stretch of the text; character offsets, end excluded."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class SheetTask:
    """One line of the table. `units` are role labels with printed names; `row_id` only where the task is stored.

    `limits` are the chips of its time limits (kind and words), `targets` the figures it asks for. `reading` is what
    was read, `marks` what of its stretch is coloured.
    """

    no: str
    summary: str
    text: str
    units: tuple[tuple[str, tuple[str, ...]], ...]
    limit: str
    limit_words: str
    nodes: tuple[str, ...]
    start: int
    end: int
    warnings: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    row_id: int | None = None
    limits: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()
    reading: PlanTaskReading | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All printed units in their order."""
        return tuple(name for _role, names in self.units for name in names)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a clerk should look at, as sentences."""
        return (*self.warnings, *(f"“{name}”不在单位名册中。" for name in self.unknown))

    @property
    def unit_words(self) -> str:
        """县司法局等2个: short enough for the table."""
        return f"{self.names[0]}等{len(self.names)}个" if len(self.names) > 1 else "".join(self.names)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is on the page. `loaded` is None for a plan that is stored already; then nothing can be changed. `meanings`
    tells what printed names stand for in the register, where that is not the name itself."""

    title: str
    name: str
    text: str
    tasks: tuple[SheetTask, ...]
    unknown: tuple[str, ...] = ()
    loaded: LoadedPlan | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    plan_id: int | None = None

    @property
    def marks(self) -> Iterator[Mark]:
        """Everything that is coloured."""
        return (mark for task in self.tasks for mark in task.marks)

    def task_at(self, place: int) -> int | None:
        """Number of the task that stands at a character of the text."""
        return next((n for n, task in enumerate(self.tasks) if task.start <= place < task.end), None)

    def task_of(self, row_id: int) -> int | None:
        """Number of the stored task with this id."""
        return next((n for n, task in enumerate(self.tasks) if task.row_id == row_id), None)


def read_file(plans: Any, file: Path, tell: Callable[[int, int], None] | None = None) -> Sheet:
    """Read a document; nothing is stored. Errors and `tell` of `services.plans.store.load_plan`."""
    return sheet_of(plans, load_plan(file, tell))


def read_pasted(plans: Any, text: str) -> Sheet:
    """Read a plan from pasted text; errors of `services.plans.store.load_pasted`."""
    return sheet_of(plans, load_pasted(text))


def sheet_of(plans: Any, loaded: LoadedPlan, before: Sheet | None = None) -> Sheet:
    """The page of a plan that was just read or corrected; asks the register which units it knows.

    What stands on the sheet `before` is taken over for every task that was not touched.
    """
    unknown = tuple(plans.unknown_units(loaded))
    kept = {id(task.reading): task for task in before.tasks} if before is not None else {}
    tasks = []
    for task in loaded.reading.tasks:
        names = tuple(name for name in dict.fromkeys(task.units) if name in unknown)
        old = kept.get(id(task))
        tasks.append(old if old is not None and old.unknown == names else _fresh(loaded.text, task, names))
    title = loaded.reading.title or loaded.name
    return Sheet(title, loaded.name, loaded.text, tuple(tasks), unknown, loaded, plans.meanings(loaded))


def stored_sheet(source: PlanSource, *, plan_id: int | None = None, task_id: int | None = None) -> Sheet:
    """The page of a stored plan, by its id or by one of its tasks; NotFoundError when it is gone."""
    found: StoredPlan = source.plan(plan_id) if plan_id is not None else source.plan_of(task_id or 0)
    tasks = tuple(_marked(found.text, _kept(task)) for task in found.tasks)
    name = found.source_name or found.title
    return Sheet(found.title, name, found.text, tasks, plan_id=found.plan_id)


def _short(deadlines: Sequence[Deadline], printed: str) -> str:
    """All limits for the table; where no day follows, the words of the plan."""
    words = (limit_words(limit).replace("长期坚持", "长期") for limit in deadlines)
    return "、".join(filter(None, words)) or printed


def _fresh(text: str, task: PlanTaskReading, unknown: tuple[str, ...]) -> SheetTask:
    roles = (("lead", task.lead), ("responsible", task.responsible), ("cooperate", task.cooperate))
    nodes = tuple(f"{item.text}　→　{_short((item.deadline,), item.text)}" for item in task.inline_deadlines)
    printed = task.deadline_text or ""
    made = SheetTask(
        CIRCLED.sub("", task.no),
        summary_of(task.text),
        task.text,
        tuple((ROLE_LABELS[role], tuple(found)) for role, found in roles if found),
        printed,
        _short(task.deadlines, printed),
        nodes,
        task.source.start,
        task.source.end,
        task.warnings,
        unknown,
        limits=tuple(limit_chip(limit) for limit in task.deadlines),
        targets=tuple(target_words(target) for target in task.targets),
        reading=task,
    )
    return _marked(text, made)


def _marked(text: str, task: SheetTask) -> SheetTask:
    return replace(task, marks=tuple(marks(text, task)))


def _kept(task: StoredTask) -> SheetTask:
    words = task.due_on.isoformat() if task.due_on else "长期" if task.ongoing else task.deadline_text
    units = tuple((ROLE_LABELS[role], names) for role, names in task.units)
    no = CIRCLED.sub("", task.no)
    return SheetTask(
        no, task.summary, task.text, units, task.deadline_text, words, (), task.start, task.end, task.warnings,
        row_id=task.row_id,
    )  # fmt: skip


def marks(text: str, task: SheetTask) -> Iterator[Mark]:
    """Number, units and time limits of a task where they stand in its stretch of the text; none overlap."""
    taken: list[tuple[int, int]] = []
    head = re.compile(r"\s*" + _loose(task.no) + r"[.．、]?") if task.no else None
    if head and (found := head.match(text, task.start, task.end)):
        taken.append(found.span())
        yield Mark(task.start, found.end(), NUMBER)
    doubtful = any(kind == "ask" for kind, _words in task.limits)
    nodes = tuple(node.split("　→　")[0] for node in task.nodes)
    printed = (task.limit, *task.limit.split("；")) if task.limit else ()  # two notes of a task are joined by ；
    wanted = [(words, UNSURE if doubtful else LIMIT) for words in dict.fromkeys(printed) if words]
    wanted += [(words, LIMIT) for words in nodes]
    by_length = sorted(set(task.names), key=len, reverse=True)
    wanted += [(name, UNSURE if name in task.unknown else UNIT) for name in by_length]
    for words, kind in wanted:
        for found in re.finditer(_loose(words), text[task.start : task.end]):
            start, end = task.start + found.start(), task.start + found.end()
            if end > start and all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                yield Mark(start, end, kind)


def _loose(words: str) -> str:
    """The same words with blanks between the characters, as conversions leave them."""
    return r"\s*".join(re.escape(sign) for sign in words if not sign.isspace())
