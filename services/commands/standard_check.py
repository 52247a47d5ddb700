"""`standard check FILE`: whether a scoring standard may be locked."""

from __future__ import annotations

from pathlib import Path

from services.reviews.standard_check import check_standard
from services.reviews.standard_files import load_standard


def run_standard_check(path: Path) -> tuple[dict[str, object], int]:
    """The result object and the exit status, 1 where the standard has errors. Raises UnreadableError (status 2)."""
    check = check_standard(load_standard(path))
    return check.to_json(), 0 if check.ok else 1
