"""`review score SHEET.json --standard …`: the score of one filled sheet; nothing is stored."""

from __future__ import annotations

from pathlib import Path

from services.reviews.json_reader import file_text
from services.reviews.scoring import score
from services.reviews.sheet import WHAT, sheet_from_json
from services.reviews.standard import Standard


def run_review_score(sheet_path: Path, standard: Standard) -> tuple[dict[str, object], int]:
    """The result object and the exit status, 1 where a mark cannot be used.

    Raises UnreadableError for a sheet that cannot be read and ServiceError for a standard that may not be scored with
    or is not the sheet's own; both are status 2.
    """
    result = score(standard, sheet_from_json(file_text(sheet_path, WHAT)))
    return result.to_json(), 1 if result.broken else 0
