"""表4 监督文书."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import DocumentState, IssuedDocument
from services.documents.kinds import KIND_LABELS
from services.evaluation.counting import Count, table
from services.evaluation.figures import FigureColumn, FigureTable, Listed

COLUMNS = (
    FigureColumn("issued", "制发", "签发日期在本期内的，作废的不计。"),
    FigureColumn("served", "送达", "送达日期在本期内的，不论何时制发。"),
    FigureColumn("asked", "应回复", "回复期限在本期内的。"),
    FigureColumn("replied", "已回复", "应回复的里面，到期末已经回复的。"),
    FigureColumn("late", "逾期未复", "到期末没有回复、回复期限已过的，不论何时制发；期末当天到期的不算。"),
)


def paper_table(session: Session, first: date, last: date) -> FigureTable:
    """By kind of paper, the most frequent first."""
    rows = session.scalars(
        select(IssuedDocument)
        .where(
            IssuedDocument.deleted_at.is_(None),
            IssuedDocument.state == DocumentState.ISSUED,
            IssuedDocument.issued_on <= last,
        )
        .order_by(IssuedDocument.issued_on, IssuedDocument.id)
    ).all()
    count = Count()
    for paper in rows:
        if columns := _columns(paper, first, last):
            due = f"，{paper.reply_due_on:%Y-%m-%d}前回复" if paper.reply_due_on else ""
            listed = Listed(
                "documents", paper.id, f"{paper.number}　{paper.title}", paper.recipients, f"{paper.issued_on}签发{due}"
            )
            count.put(KIND_LABELS.get(paper.kind, paper.kind), f"paper:{paper.id}", listed, columns)
    return table("papers", "表4　监督文书", "文种", "份", COLUMNS, count)


def _columns(paper: IssuedDocument, first: date, last: date) -> Sequence[str]:
    replied = paper.replied_on is not None and paper.replied_on <= last
    columns = ["issued"] if paper.issued_on is not None and paper.issued_on >= first else []
    if paper.served_on is not None and first <= paper.served_on <= last:
        columns.append("served")
    if paper.reply_due_on is not None and first <= paper.reply_due_on <= last:
        columns += ["asked", "replied"] if replied else ["asked"]
    if paper.reply_due_on is not None and paper.reply_due_on < last and not replied:
        columns.append("late")
    return columns
