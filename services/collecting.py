"""When Python may look for reference cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, most_stay: bool = True) -> Iterator[None]:
    """For work that makes a million objects without cycles: looking for some among them would stop every thread, the
    window's too, for some 200 ms at a time. Where `most_stay` they count as old ones afterwards, for the first look at
    the young would be at all of them at once."""
    was_on, set_aside = gc.isenabled(), gc.get_freeze_count()
    if most_stay:
        gc.collect(1)  # what is young and circular goes now
    gc.disable()
    try:
        yield
    finally:
        if was_on and most_stay:
            gc.freeze()
            if not set_aside:  # the window sets tables aside that stay for good (ui.kit.initials)
                gc.unfreeze()  # into the oldest generation, and none was looked at
        if was_on:
            gc.enable()
