"""What the pane shows about one row of the due list, read in a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.due.background import Background
from services.due.items import DueItem
from services.query import Action, LedgerRow
from services.spec import FieldSpec
from ui.pages.today.words import UNIT_WORDS, long_date, room_words

NAMED_AT_MOST = 3  # late units named one by one; the others are counted
OWN_LINE = frozenset(
    ("agency_id", "unit", "unit_words", "due_on", "content", "plan_id", "no", "deadline_text", "units_done", "chases")
)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """All that the pane shows about one row. `ledger_row` and `actions` are there where it stands in a ledger."""

    item: DueItem
    title: str
    state: tuple[str, str] | None
    fields: tuple[tuple[str, str], ...]
    source: tuple[str, ...]
    background: Background
    ledger_row: LedgerRow | None = None
    actions: tuple[Action, ...] = ()


def read_facts(desk: Any, item: DueItem) -> ItemFacts:
    """Read in a job; NotFoundError when the row is gone. What stands in no ledger shows what the list knows."""
    behind: Background = desk.due.background(item)
    lines = _lines(item, behind)
    try:
        ledger = desk.listed(item.ledger)
    except KeyError:
        return ItemFacts(item, item.title, None, lines, (), behind)
    found: LedgerRow = ledger.load(item.row_id)
    spec = ledger.spec
    hidden = OWN_LINE | {spec.title_field, spec.state_field}
    told = ("", item.unit, item.title)
    shown = [f for f in spec.columns if f.key not in hidden and not f.is_number]
    more = [(f.label, words) for f in shown if (words := found.show(f, masked=True)) not in told]
    known = {label for label, _words in lines}
    source = [words for part in ledger.details(found) if part.title == "来源" for _label, words in part.lines]
    title = item.title if item.ledger in ("unit_reports", "obligations") else found.show(spec.field(spec.title_field))
    return ItemFacts(
        item,
        title or item.title,
        _state(spec.field(spec.state_field), found) if spec.state_field else None,
        (*lines, *(line for line in more if line[0] not in known)),
        tuple(source),
        behind,
        found,
        tuple(ledger.actions(found)),
    )


def _lines(item: DueItem, behind: Background) -> tuple[tuple[str, str], ...]:
    """The unit, the day, the room, how its units stand, calls, the person, what waits for an answer."""
    lines = [
        (UNIT_WORDS.get(item.ledger, "单位"), item.unit),
        ("期限", long_date(item.due_on)),
        ("时间", room_words(item)),
        ("完成", _standing(behind)),
        ("已催", chased_words(behind)),
        ("联系人", _person(behind)),
        ("延期", "；".join(behind.extensions)),
    ]
    return tuple(line for line in lines if line[1])


def chased_words(behind: Background) -> str:
    """2次，6月5日电话; empty where nobody called yet."""
    if behind.last_chase is None:
        return ""
    day, way = behind.last_chase
    return f"{behind.chases}次，{day.month}月{day.day}日{way}"


def few(names: Sequence[str]) -> str:
    """县水务局、县林业局、县民政局等12个单位."""
    rest = f"等{len(names)}个单位" if len(names) > NAMED_AT_MOST else ""
    return "、".join(names[:NAMED_AT_MOST]) + rest


def _standing(behind: Background) -> str:
    if behind.total < 2:
        return ""
    reported = f"，{behind.reported}个已报送待核" if behind.reported else ""
    late = f"，还差{few(behind.late_units)}" if behind.late_units else ""
    return f"{behind.done}/{behind.total}个单位{reported}{late}"


def _person(behind: Background) -> str:
    """Name and telephone on one line; that it is a contact person is said beside it."""
    return "　".join(filter(None, (behind.contact.name, behind.contact.phone))) if behind.contact else ""


def _state(spec: FieldSpec, found: LedgerRow) -> tuple[str, str] | None:
    kind, words = spec.states.get(str(found.values.get(spec.key)), ""), found.show(spec)
    return (kind, words) if kind and words and kind not in ("late", "due") else None
