"""Column types that several tables share."""

from __future__ import annotations

from sqlalchemy import String


def words(length: int) -> String:
    """Chinese words that are sorted by pinyin; an index on such a column serves the sorted ledger."""
    return String(length, collation="PINYIN")
