"""Reads a plan: the one door of this package (contract: command line, `plan read`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from services.errors import UnreadableError
from services.plans.reading.cards import read_cards
from services.plans.reading.deadlines import Deadline, InlineDeadline
from services.plans.reading.document import LoadedText
from services.plans.reading.flat_tables import restore_rows
from services.plans.reading.fold import lines_of
from services.plans.reading.head import read_head, reference_day
from services.plans.reading.headless_tables import read_headless
from services.plans.reading.learnt_numbers import learn_numbers
from services.plans.reading.outline import build
from services.plans.reading.paragraphs import paragraphs, split_lines, useful_lines
from services.plans.reading.select import choose
from services.plans.reading.tables import read_tables
from services.plans.reading.tasks import PlanTaskReading, SourceSpan, from_drafts

__all__ = [
    "Deadline",
    "InlineDeadline",
    "PlanReading",
    "PlanTaskReading",
    "SourceSpan",
    "normalise",
    "read_loaded",
    "read_plan",
]

FEWEST_NOTED = 2
COMPARED = 60  # tasks of a table
NO_PLAN = "这不像工作计划：没有找到任务。可以手工增加任务，或换一个文件。"


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan as read; title, issuer and number are empty where the document does not print them."""

    title: str
    issuer: str
    doc_number: str
    issued: date | None
    tasks: tuple[PlanTaskReading, ...]

    def to_json(self) -> dict[str, object]:
        """Exactly the object of the contract."""
        return {
            "title": self.title,
            "issuer": self.issuer,
            "doc_number": self.doc_number,
            "issued": self.issued.isoformat() if self.issued else None,
            "tasks": [task.to_json() for task in self.tasks],
        }


def normalise(text: str) -> str:
    """The text as the reader sees it: marks of conversions, noise lines and blanks removed.

    Every task's text, its blanks removed, is made of stretches of it.
    """
    return re.sub(r"\s", "", "".join(line.piece.text for line in useful_lines(lines_of(text))))


def read_plan(text: str) -> PlanReading:
    """Reads the tasks of a plan.

    Raises:
        UnreadableError: the text holds no task (looks, words no. 10).
    """
    lines = restore_rows(lines_of(text))
    useful = learn_numbers(useful_lines(lines))
    head = read_head(split_lines(useful))
    day = reference_day(head)
    root = build(paragraphs(useful))
    tabled = read_tables(lines, day) or read_cards(lines, day)
    tasks = _together(from_drafts(choose(root, head.title), root, day), tabled)
    tasks = tasks or read_headless(lines, day)
    if not tasks:
        raise UnreadableError(NO_PLAN, code="PL01")
    return PlanReading(head.title, head.issuer, head.doc_number, head.issued, tasks)


def read_loaded(loaded: LoadedText) -> PlanReading:
    """Reads a document; what of its file was not read is said on the last task, behind which it may be missing.

    Raises:
        UnreadableError: the text holds no task.
    """
    plan = read_plan(loaded.text)
    if not loaded.warnings:
        return plan
    last = plan.tasks[-1]
    return replace(plan, tasks=(*plan.tasks[:-1], replace(last, warnings=(*last.warnings, *loaded.warnings))))


def _together(written: tuple[PlanTaskReading, ...], tabled: tuple[PlanTaskReading, ...]) -> tuple[PlanTaskReading, ...]:
    """The tasks of text and tables: a table mostly says the text's duties again, then what names more units stands."""
    noted, in_tables = (sum(1 for task in tasks if task.has_units) for tasks in (written, tabled))
    if noted >= FEWEST_NOTED and in_tables >= FEWEST_NOTED and not _says_again(written, tabled):
        return tuple(sorted((*written, *tabled), key=lambda task: task.source.start))
    return tabled if in_tables > noted or not written else written


def _says_again(written: tuple[PlanTaskReading, ...], tabled: tuple[PlanTaskReading, ...]) -> bool:
    """Whether at least a third of a table's tasks share most of their words with one of the text's."""
    known = [_pairs(task.section + task.text) for task in written]
    again = 0
    for task in tabled[:COMPARED]:
        pairs = _pairs(task.text)
        again += any(len(pairs & other) * 2 > len(pairs) for other in known)
    return again * 3 >= min(len(tabled), COMPARED)


def _pairs(text: str) -> set[str]:
    words = re.sub(r"\W", "", text)
    return {words[at : at + 2] for at in range(len(words) - 1)}
