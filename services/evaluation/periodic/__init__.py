"""The tables of monthly and quarterly reports (documents note C6), as far as the desk holds the data."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from services.evaluation.figures import FigureTable
from services.evaluation.periodic.cases import case_tables
from services.evaluation.periodic.matters import complaint_table, problem_tables
from services.evaluation.periodic.papers import paper_table
from services.evaluation.periodic.people import people_table
from services.evaluation.periodic.tasks import task_tables

MISSING = (
    ("表7　复议诉讼", "程序里没有复议应诉台账，受理、纠错、败诉、应出庭、实际出庭各项由经办人按材料填写。"),
)  # fmt: skip


def periodic_tables(
    session: Session, first: date, last: date
) -> tuple[tuple[FigureTable, ...], tuple[tuple[str, str], ...]]:
    """The tables of the days from `first` to `last`, and what is left to be filled in by hand with the reason."""
    tables = (
        *task_tables(session, first, last),
        *problem_tables(session, first, last),
        complaint_table(session, first, last),
        paper_table(session, first, last),
        people_table(session, first, last),
        *case_tables(session, first, last),
    )
    return tables, MISSING
