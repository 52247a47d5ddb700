"""All checks in one pass, the most binding first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from services.printing.checking.attachments import check_attachments
from services.printing.checking.brackets import check_brackets
from services.printing.checking.calendar import check_calendar
from services.printing.checking.finding import Finding
from services.printing.checking.head import check_head, check_imprint, check_number
from services.printing.checking.kinds import check_kind, check_signing
from services.printing.checking.leftovers import check_leftovers
from services.printing.checking.levels import check_levels
from services.printing.checking.names import check_names
from services.printing.checking.numerals import check_numerals
from services.printing.checking.punctuation import check_punctuation
from services.printing.checking.recipients import check_copies, check_recipients
from services.printing.checking.sheet import Sheet
from services.printing.checking.sums import check_sums
from services.printing.checking.title import check_title
from services.printing.measures import Strength
from services.printing.official_model import OfficialDocument

_CHECKS: tuple[Callable[[Sheet], Iterator[Finding]], ...] = (
    *(check_head, check_number, check_title, check_recipients, check_kind, check_levels),
    *(check_brackets, check_punctuation, check_numerals, check_calendar, check_sums, check_names, check_leftovers),
    *(check_attachments, check_signing, check_copies, check_imprint),
)
_ORDER = {strength: place for place, strength in enumerate(Strength)}


def findings(document: OfficialDocument) -> tuple[Finding, ...]:
    """Every fault, 规定 before 一般 before 推荐 before 可以 before 实务, each group in the order of the page.

    Changes nothing: what `fix` offers is made by `apply_fix` when the author agrees.
    """
    sheet = Sheet(document)
    return by_strength(found for check in _CHECKS for found in check(sheet))


def by_strength(found: Iterator[Finding]) -> tuple[Finding, ...]:
    """The most binding rule first; otherwise as they come."""
    return tuple(sorted(found, key=lambda each: _ORDER[each.strength]))
