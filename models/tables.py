"""Imports every table, so that the metadata is whole wherever it is asked for."""

from __future__ import annotations

from models import (
    account,
    agency,
    attachment,
    audit,
    certificate,
    cleanup,
    document,
    drafting,
    exchange,
    meeting,
    obligation,
    officer,
    plan,
    problem,
    province,
    reminder,
    reporting,
    review,
    roles,
    setting,
    training,
)
from models.base import Base

__all__ = [
    "Base",
    "account",
    "agency",
    "attachment",
    "audit",
    "certificate",
    "cleanup",
    "document",
    "drafting",
    "exchange",
    "meeting",
    "obligation",
    "officer",
    "plan",
    "problem",
    "province",
    "reminder",
    "reporting",
    "review",
    "roles",
    "setting",
    "training",
]
