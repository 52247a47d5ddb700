"""Words that the ledgers around a unit share."""

from __future__ import annotations

from datetime import date

from models.agency import NoticeKind

NOTICE_LABELS = {
    NoticeKind.CONFIRMED.value: "确认",
    NoticeKind.ADJUSTED.value: "调整",
    NoticeKind.WITHDRAWN.value: "撤销",
}


def term_words(first: date | None, last: date | None) -> str:
    """From when to when, as one line."""
    if first is None and last is None:
        return "期限不详"
    begin = f"{first:%Y-%m-%d}" if first else "起始不详"
    return f"{begin}至{last:%Y-%m-%d}" if last else f"{begin}起"
