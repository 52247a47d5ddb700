"""登记收到: what an imported file means for the rounds of collecting that are under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.exchange import CollectionReturn, CollectionRound


class ReturnState(StrEnum):
    """Where a unit stands in a round; computed from the dates and counts, never stored."""

    LATE = "late"
    OUTSTANDING = "outstanding"
    TO_CORRECT = "to_correct"
    RETURNED = "returned"


STATE_WORDS = {
    ReturnState.LATE: "逾期",
    ReturnState.OUTSTANDING: "未报",
    ReturnState.TO_CORRECT: "退回待改",
    ReturnState.RETURNED: "已报",
}
STATE_CHIPS = {
    ReturnState.LATE: "late",
    ReturnState.OUTSTANDING: "todo",
    ReturnState.TO_CORRECT: "back",
    ReturnState.RETURNED: "done",
}
MISSING = (ReturnState.LATE, ReturnState.OUTSTANDING)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in: from whom, for which ledger and (where its sheet says so) for which round."""

    kind: str
    agency_id: int
    file_name: str
    counts: Mapping[str, int]
    round_id: int | None = None
    batch_id: int | None = None


def state_of(returned_on: date | None, error_count: int, due_on: date | None, today: date) -> ReturnState:
    """A unit that sent rows with errors owes their correction; the last day itself is not late."""
    if returned_on is not None:
        return ReturnState.TO_CORRECT if error_count else ReturnState.RETURNED
    return ReturnState.LATE if due_on is not None and due_on < today else ReturnState.OUTSTANDING


def note_received(session: Session, received: Received, today: date) -> bool:
    """Register the file with its round, or without one named with the newest of its ledger that asks this unit.

    False where no round does. A later file counts instead of an earlier one.
    """
    owed = (
        select(CollectionReturn)
        .join(CollectionRound, CollectionRound.id == CollectionReturn.round_id)
        .where(
            CollectionReturn.agency_id == received.agency_id,
            CollectionReturn.deleted_at.is_(None),
            CollectionRound.kind == received.kind,
            CollectionRound.deleted_at.is_(None),
        )
        .order_by((CollectionRound.id == received.round_id).desc(), CollectionRound.id.desc())
        .limit(1)
    )
    found = session.scalar(owed)
    if found is None:
        return False
    found.returned_on = today
    found.file_name = received.file_name[:200]
    found.new_count, found.changed_count = received.counts["new"], received.counts["changed"]
    found.same_count, found.error_count = received.counts["same"], received.counts["error"]
    found.batch_id = received.batch_id
    return True
