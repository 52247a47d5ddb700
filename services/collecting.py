"""When Python may look for reference cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_HOLDERS: list[None] = []


@contextmanager
def uncollected(*, most_stay: bool = True) -> Iterator[None]:
    """For work that makes a million objects without cycles: looking for some among them would stop every thread, the
    window's too, for some 200 ms at a time. Where `most_stay` they count as old ones afterwards, for the first look at
    the young would be at all of them at once."""
    by_itself, set_aside = gc.isenabled(), gc.get_freeze_count()
    if most_stay and by_itself:
        gc.collect(1)  # what is young and circular goes now; the window has its own thread for that (ui.collector)
    gc.disable()
    _HOLDERS.append(None)
    try:
        yield
    finally:
        _HOLDERS.pop()
        if most_stay:
            gc.freeze()
            if not set_aside:  # the window sets tables aside that stay for good (ui.kit.initials)
                gc.unfreeze()  # into the oldest generation, and none was looked at
        if by_itself:
            gc.enable()


def held() -> bool:
    """Whether such work is under way, so that nobody should collect."""
    return bool(_HOLDERS)
