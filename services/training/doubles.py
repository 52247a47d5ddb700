"""The same training twice, and two trainings at one time: found among one person's records, counted once until a clerk
has decided (certificates note §3.4, case 37)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

_NOISE = re.compile(r"[\W_]+")
DAY_MINUTES = 480  # where the bureau's setting says nothing else


class Clash(StrEnum):
    """Why two records cannot both count."""

    DOUBLE = "double"
    OVERLAP = "overlap"


CLASH_LABELS = {Clash.DOUBLE.value: "疑似重复", Clash.OVERLAP.value: "时间重叠"}


@dataclass(frozen=True, slots=True)
class Attended:
    """What tells whether two records of a person are one training. Times are text such as 09:00.

    `settled`: a clerk looked at it and found that it stands for itself.
    """

    id: int
    officer_id: int
    category: str
    minutes: int
    first: date
    last: date
    start: str = ""
    end: str = ""
    title: str = ""
    source: str = ""
    settled: bool = False

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`later` does not count as long as nobody has decided; `earlier` was registered before it and counts."""

    later: Attended
    earlier: Attended
    clash: Clash


def suspicions(records: Iterable[Attended], day_minutes: int = DAY_MINUTES) -> list[Suspicion]:
    """Every record that does not count yet, beside the one that it clashes with, in the order of registration.

    Records of different persons never clash; a record that clashes only with one that does not count itself counts.
    """
    by_person: defaultdict[int, list[Attended]] = defaultdict(list)
    for record in records:
        by_person[record.officer_id].append(record)
    found = [s for own in by_person.values() for s in _of_person(own, day_minutes)]
    return sorted(found, key=lambda suspicion: suspicion.later.id)


def clash(a: Attended, b: Attended, day_minutes: int = DAY_MINUTES) -> Clash | None:
    """Whether two records of one person are the same training, or lie at the same time.

    Where both have clock times, the times decide. Where one has none, the days that they share hold both as long as
    `day_minutes` are enough for a day's part of each: two half days are fine, a full day and an afternoon are not.
    """
    if a.first == b.first and a.source == b.source and plain_title(a.title) == plain_title(b.title):
        timed = a.start and b.start and a.start != b.start
        return None if timed and not _at_one_time(a, b) else Clash.DOUBLE
    if a.first > b.last or b.first > a.last:
        return None
    if a.start and a.end and b.start and b.end:
        return Clash.OVERLAP if _at_one_time(a, b) else None
    # a.minutes / a.days + b.minutes / b.days > day_minutes, in whole numbers
    load = a.minutes * b.days + b.minutes * a.days
    return Clash.OVERLAP if load > day_minutes * a.days * b.days else None


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    """A title without signs and blanks, full-width as half-width: 《行政处罚法》 专题 is 行政处罚法专题."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", title)).lower()


def _of_person(records: Iterable[Attended], day_minutes: int) -> Iterable[Suspicion]:
    kept: list[Attended] = []
    for record in sorted(records, key=lambda r: r.id):
        found = None if record.settled else _first_clash(record, kept, day_minutes)
        if found is None:
            kept.append(record)
        else:
            yield found


def _first_clash(record: Attended, kept: Iterable[Attended], day_minutes: int) -> Suspicion | None:
    for earlier in kept:
        if why := clash(earlier, record, day_minutes):
            return Suspicion(record, earlier, why)
    return None


def _at_one_time(a: Attended, b: Attended) -> bool:
    return a.start < (b.end or b.start) and b.start < (a.end or a.start)
