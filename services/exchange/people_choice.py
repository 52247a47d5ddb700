"""选人: the officers among whom a clerk chooses where a row leaves open who is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.officer import EnforcementOfficer
from services.imports.reading import ImportReading, ImportRow
from services.problems import Problem
from services.spec import mask_identity

ASKED = frozenset({"ER10", "ER15"})  # nobody fits, or several do
PERSON_COLUMNS = frozenset({"officer_id", "person_id_no", "person_phone"})
MOST = 50
_PLACE = re.compile(r"([A-Z]+)\d+")


class Candidate(NamedTuple):
    """An officer as the clerk tells two of one name apart; `number` is masked."""

    id: int
    name: str
    unit: str
    post: str
    number: str


def person_problem(row: ImportRow, reading: ImportReading) -> Problem | None:
    """The problem of a row that choosing an officer would answer."""
    if not any(f.reference == "officers" for f in reading.forms.values()):
        return None
    columns: Mapping[str, str | None] = {c.letter: c.name for c in reading.mapping.columns}
    for problem in row.problems:
        placed = _PLACE.fullmatch(problem.where)
        if problem.code in ASKED and (columns.get(placed[1]) if placed else None) in PERSON_COLUMNS:
            return problem
    return None


def rows_alike(row: ImportRow, reading: ImportReading) -> list[int]:
    """The other rows that leave the same open with the same words, as a platform's export has one for each course."""
    asked = person_problem(row, reading)
    if asked is None or not asked.raw:
        return []
    found = []
    for other in reading.rows:
        said = person_problem(other, reading) if other.row != row.row and other.problems else None
        if said and (said.code, said.raw, said.suggest) == (asked.code, asked.raw, asked.suggest):
            found.append(other.row)
    return found


def find_people(session: Session, words: str) -> Sequence[Candidate]:
    """Officers whose name or unit holds `words`, or who have the number; those of exactly this name first."""
    plain = "".join(words.split())
    if not plain:
        return ()
    officer, unit = EnforcementOfficer, EnforcementAgency
    wanted = or_(
        officer.name.contains(plain, autoescape=True),
        unit.name.contains(plain, autoescape=True),
        officer.id_no == plain,
        officer.phone == plain,
    )
    rows = session.execute(
        select(officer.id, officer.name, unit.name, officer.dept, officer.post, officer.id_no)
        .join(unit, unit.id == officer.agency_id)
        .where(officer.deleted_at.is_(None), wanted)
        .order_by(officer.name != plain, unit.name, officer.name, officer.id)
        .limit(MOST)
    )
    return [
        Candidate(key, name, unit_name, "".join(filter(None, (dept, post))), mask_identity(number) if number else "")
        for key, name, unit_name, dept, post, number in rows
    ]
