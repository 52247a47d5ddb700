"""One way to say a share, wherever it is printed (documents note C4)."""

from __future__ import annotations

NOTHING = "—"


def percent_words(part: int, whole: int, nothing: str = NOTHING) -> str:
    """66.7%, rounded half up to one decimal; `nothing` where there was nothing to share, never 0 or 100.

    What is not the whole never reads as 100.0%. Whether a target is met is compared with whole numbers, not with this.
    """
    if not whole:
        return nothing
    tenths = (2000 * part + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, 999)
    return f"{tenths // 10}.{tenths % 10}%"
