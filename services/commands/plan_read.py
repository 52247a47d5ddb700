"""`plan read FILE`: reads a plan document and stores nothing."""

from __future__ import annotations

from pathlib import Path

from services.plans.reading.document import load_document
from services.plans.reading.reader import read_loaded


def run_plan_read(file: Path) -> dict[str, object]:
    """The object of the command line's contract for one plan.

    Raises:
        ServiceError: the file cannot be read or holds no task; the message is for the user.
    """
    return read_loaded(load_document(file)).to_json()
