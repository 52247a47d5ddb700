"""Serial numbers of records: the next one after the highest that is there, also after an old ledger came in."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session


def next_number(session: Session, column: InstrumentedAttribute[str], prefix: str, year: int) -> str:
    """prefix〔year〕n号 with n one above the highest in use."""
    return f"{prefix}〔{year}〕{highest_number(session, column, prefix, year) + 1}号"


def highest_number(session: Session, column: InstrumentedAttribute[Any], prefix: str, year: int) -> int:
    """The highest n of prefix〔year〕n号 in a column, rows in the 回收站 included; 0 where there is none."""
    return max(serials(session, column, prefix, year), default=0)


def serials(
    session: Session, column: InstrumentedAttribute[Any], prefix: str, year: int, *, live: bool = False
) -> set[int]:
    """Every n of prefix〔year〕n号 in a column; with `live` the 回收站 is left out."""
    head = f"{prefix}〔{year}〕"
    statement = select(column).where(column.startswith(head, autoescape=True))
    if live:
        statement = statement.where(column.class_.deleted_at.is_(None))
    found = (re.fullmatch(re.escape(head) + r"([0-9]{1,9})号", number) for number in session.scalars(statement))
    return {int(match[1]) for match in found if match}
