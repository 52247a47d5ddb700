"""What is to be printed: rows of a ledger and a day; and which forms fit the rows of which ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_ONE_EACH = (
    *("application", "exchange", "reissue", "loss_notice", "suspension", "return", "cancellation", "assessment"),
)
_ROSTERS = ("public_roster", "office_roster", "full_roster", "summary", "album")
_TOGETHER = ("handover", "cancellation_list", "receipts", "check_cards", *_ROSTERS, "training_cards")
_RESULTS = ("compliance", "unmet", "round")
FITTING: Mapping[str, tuple[str, ...]] = {
    "officers": (*_ONE_EACH, *_TOGETHER),
    "certificates": (*_ONE_EACH, *_TOGETHER),
    "applications": ("application", "receipts", "check_cards", "summary", "album"),
    "cleanup": ("clean_up", "cancellation", "cancellation_list", "handover", "office_roster", "full_roster"),
    "exits": ("return", "suspension", "cancellation", "handover", "training_cards"),
    "assessments": ("assessment",),
    "units": ("subjects", "legal_review", *_ROSTERS, "check_cards", "training_cards", "training_plan", *_RESULTS),
    "compliance": (*_RESULTS, "training_cards"),
    "training_plans": ("training_plan",),
    "training_sessions": ("sign_in", "class_roster"),
    "reviewers": ("legal_review",),
    "lawyers": ("counsels",),
    "advisers": ("counsels",),
    "supervisors": ("supervisors",),
    "social_supervisors": ("supervisors",),
    "auxiliary": ("auxiliaries",),
}
"""Keys of forms by the ledger whose rows fill them."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows of a ledger; without `ids` all of them. Figures are those of `day` (today where it is left out)."""

    ledger: str
    ids: tuple[int, ...] = ()
    day: date | None = None
    year: int | None = None  # where it is not the day's


@dataclass(frozen=True, slots=True)
class Choice:
    """A form that can be printed of what is chosen; `single`: a sheet for every person."""

    key: str
    title: str
    group: str
    single: bool = False
