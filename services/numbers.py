"""Serial numbers of records: the next one after the highest that is there, also after an old ledger came in."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session


def next_number(session: Session, column: InstrumentedAttribute[str], prefix: str, year: int) -> str:
    """prefix〔year〕n号 with n one above the highest in use, rows in the 回收站 included."""
    head = f"{prefix}〔{year}〕"
    used = [0]
    for number in session.scalars(select(column).where(column.startswith(head, autoescape=True))):
        if found := re.fullmatch(re.escape(head) + r"(\d+)号", number):
            used.append(int(found[1]))
    return f"{head}{max(used) + 1}号"
