"""Which acts a row of the due list offers on the spot, and which of them is the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.access import Right
from services.due.items import DueItem, DueKind
from services.query import Action
from ui.pages.today.facts import ItemFacts
from ui.pages.today.words import next_act, wants_chasing

IN_SIGHT = 4  # acts beside the filled one; the others stand in a menu
Lacks = Callable[[Right], str]


class Does(StrEnum):
    """What a button does."""

    ACT = "act"
    LETTER = "letter"
    CHASE = "chase"
    UNITS = "units"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Offer:
    """One button. `action` is the ledger's own act where the offer is one; a refused offer says why."""

    does: Does
    label: str
    icon: str
    action: Action | None = None
    why_not: str = ""

    @property
    def name(self) -> str:
        """What the button is called in the tree of widgets."""
        return self.action.name if self.action else self.does.value


@dataclass(frozen=True, slots=True)
class Offers:
    """The filled button and the others in their order; `note` says why the ledger's own next act cannot be done yet."""

    main: Offer
    others: tuple[Offer, ...]
    note: str = ""

    def all(self) -> Sequence[Offer]:
        """The main one first."""
        return (self.main, *self.others)


LETTER = Offer(Does.LETTER, "生成催报函", "letter")
CALL = Offer(Does.CHASE, "登记催办", "chase")
UNITS = Offer(Does.UNITS, "各单位办理", "nav-people")
HERE: dict[str, tuple[str, ...]] = {
    "tasks": ("progress", "finish", "extend", "milestone", "check", "decide", "plan_date"),
    "obligations": ("progress", "report", "pass", "return", "extend", "exempt", "decide"),
    "unit_reports": ("receive", "send_back", "extend", "excuse"),
    "documents": ("reply", "serve"),
    "complaints": ("answer",),
    "problems": ("assign", "report", "close", "return", "extend"),
}
APPROVED = frozenset((("problems", "extend"),))
FIRST: dict[DueKind, tuple[str, ...]] = {
    DueKind.TASK: ("progress",),
    DueKind.MILESTONE: ("milestone",),
    DueKind.CHECK: ("check",),
}


def offers_of(facts: ItemFacts, lacks: Lacks) -> Offers:
    """What can be done about the row now; acts that its state does not allow are left to the ledger's page."""
    item, behind = facts.item, facts.background
    acts = [_offer(action, item.ledger, lacks) for action in _here(facts) if action.enabled]
    units_at_it = behind.total > 1 and behind.done < behind.total
    if wants_chasing(item) and behind.owing:
        main = LETTER
    elif units_at_it and item.kind is DueKind.TASK:
        main = UNITS
    else:
        main = _first(item, acts)
    ordered = (
        *((CALL,) if behind.owing else ()),
        *acts,
        *((UNITS,) if units_at_it else ()),
        *((LETTER,) if behind.owing else ()),
    )
    refused = [action.why_not for action in _here(facts) if action.main and not action.enabled]
    note = refused[0] if refused and main.does is Does.OPEN else ""
    return Offers(main, tuple(each for each in ordered if each is not main), note)


def open_offer(item: DueItem) -> Offer:
    """The ledger itself, in the words of the row's kind."""
    act = next_act(item)
    words = act.words if item.ledger not in HERE else "打开台账"
    return Offer(Does.OPEN, words, act.picture if item.ledger not in HERE else "open")


def _here(facts: ItemFacts) -> Sequence[Action]:
    order = HERE.get(facts.item.ledger, ())
    found = [action for action in facts.actions if action.name in order]
    return sorted(found, key=lambda action: order.index(action.name))


def _offer(action: Action, ledger: str, lacks: Lacks) -> Offer:
    right = Right.APPROVE if (ledger, action.name) in APPROVED or action.name == "decide" else Right.EDIT
    return Offer(Does.ACT, action.label, action.icon, action, lacks(right))


def _first(item: DueItem, acts: Sequence[Offer]) -> Offer:
    """What the kind of date asks for, else what the ledger itself calls the next act, else the ledger."""
    wanted = FIRST.get(item.kind, ())
    named = [each for each in acts if each.name in wanted]
    marked = [each for each in acts if each.action is not None and each.action.main]
    return next(iter((*named, *marked)), open_offer(item))
