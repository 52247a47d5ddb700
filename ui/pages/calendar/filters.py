"""Which due things the calendar shows: one plan, one unit, one kind, one colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from services.calendar_view import DayView
from services.due.colours import COLOUR_LABELS, DueColour
from services.due.items import KIND_LABELS, DueItem, DueKind


@dataclass(frozen=True, slots=True)
class Filter:
    """What was chosen; nothing chosen shows everything."""

    plan: int | None = None
    unit: str = ""
    kind: DueKind | None = None
    colour: DueColour | None = None

    def fits(self, item: DueItem) -> bool:
        """Whether it is shown."""
        return (
            (self.kind is None or item.kind == self.kind)
            and (self.colour is None or item.colour == self.colour)
            and (self.plan is None or item.plan_id == self.plan)
            and (not self.unit or self.unit in units_of(item))
        )

    def kept(self, days: Sequence[DayView]) -> tuple[DayView, ...]:
        """The same days with what fits."""
        if self == EVERYTHING:
            return tuple(days)
        return tuple(
            replace(day, items=tuple(item for item in day.items if self.fits(item))) if day.items else day
            for day in days
        )

    def words(self, plans: Mapping[int, str]) -> str:
        """What was chosen, for paper and sheets."""
        chosen = (
            plans.get(self.plan, "") if self.plan is not None else "",
            self.unit,
            KIND_LABELS[self.kind] if self.kind else "",
            f"{COLOUR_LABELS[self.colour]}色" if self.colour else "",
        )
        return "，".join(filter(None, chosen)) or "全部计划、单位和类别"

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be remembered."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: object) -> Filter:
        """What was remembered; what is no longer understood is left out."""
        found: Mapping[str, Any] = stored if isinstance(stored, Mapping) else {}
        plan, unit = found.get("plan"), found.get("unit")
        kinds, colours = {str(k): k for k in DueKind}, {str(c): c for c in DueColour}
        return cls(
            plan if isinstance(plan, int) else None,
            unit if isinstance(unit, str) else "",
            kinds.get(str(found.get("kind"))),
            colours.get(str(found.get("colour"))),
        )


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Occurring:
    """What can be chosen: only what occurs in the time that was read."""

    plans: tuple[tuple[int, str], ...] = ()
    units: tuple[str, ...] = ()
    kinds: tuple[DueKind, ...] = ()


def occurring(items: Iterable[DueItem], titles: Mapping[int, str]) -> Occurring:
    """Read in a job: twenty thousand rows are looked at."""
    plans, units, kinds = set(), set(), set()
    for item in items:
        plans.add(item.plan_id)
        units.add(item.unit)
        kinds.add(item.kind)
    named = sorted(((n, titles[n]) for n in plans if n is not None and n in titles), key=lambda plan: plan[1])
    single = {name for words in units for name in words.split("、") if name}
    return Occurring(tuple(named), tuple(sorted(single)), tuple(kind for kind in DueKind if kind in kinds))


def units_of(item: DueItem) -> list[str]:
    """The units that the words of a row name."""
    return item.unit.split("、")
