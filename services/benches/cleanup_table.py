"""资格清理统计表: per unit how many cards there were, why they are in question, and how many are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate
from models.cleanup import CleanupChoice, CleanupDecision
from models.officer import EnforcementOfficer
from services.benches.campaigns import Campaign
from services.benches.cards import ENFORCING, HELD, held_cards
from services.benches.cleanup_acts import ending_cards, reasons_of
from services.benches.cleanup_reasons import Reason
from services.query import LedgerRow
from services.spec import FieldSpec, Kind, LedgerSpec

TITLE = "资格清理统计表"
REASON_COLUMNS = {
    "retired": ("退休", (Reason.RETIRED,)),
    "moved": ("调离", (Reason.MOVED,)),
    "resigned": ("辞职辞退", (Reason.RESIGNED,)),
    "deceased": ("死亡", (Reason.DECEASED,)),
    "reassigned": ("转岗", (Reason.REASSIGNED,)),
    "expired": ("过期", (Reason.EXPIRED,)),
    "lost": ("遗失", (Reason.LOST,)),
    "outside": ("编外", (Reason.OUTSIDE,)),
    "several": ("一人多证", (Reason.SEVERAL,)),
    "idle": ("一年未办案", (Reason.IDLE,)),
    "other": (
        "其他",
        (Reason.LEFT, Reason.NOT_ENFORCING, Reason.RETIREMENT_AGE, Reason.DISCIPLINE, Reason.BAD_GRADES),
    ),
}
NUMBERS = {
    "before": "原持证数",
    **{key: label for key, (label, _reasons) in REASON_COLUMNS.items()},
    "kept": "保留",
    "renewed": "换发",
    "recalled": "收回",
    "cancelled": "拟注销",
    "after": "清理后持证数",
}
DEFINITION = (
    "口径：持证数按执法证本数计，含有效、换证办理中、暂扣和遗失未注销的；原因按人计，一人有几种原因的只计主要一种；"
    "拟注销、收回按本数计，清理后持证数为原持证数减去拟注销和收回；保留、换发按人计。"
)
COLUMN_OF = {reason: key for key, (_label, reasons) in REASON_COLUMNS.items() for reason in reasons}
SPEC = LedgerSpec(
    name="cleanup_table",
    title=TITLE,
    item="单位",
    unit_word="个",
    default_sort="unit",
    title_field="unit",
    fields=(
        FieldSpec("unit", "单位", width_chars=14),
        *(FieldSpec(key, label, Kind.INTEGER, width_chars=5) for key, label in NUMBERS.items()),
    ),
)


@dataclass(frozen=True, slots=True)
class UnitCleanup:
    """One line; `numbers` has every key of NUMBERS."""

    unit: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CleanupTable:
    """The lines in the order of the units' names, and all together."""

    campaign: str
    day: date
    units: tuple[UnitCleanup, ...]

    @property
    def total(self) -> UnitCleanup:
        """合计."""
        return UnitCleanup("合计", {key: sum(unit.numbers[key] for unit in self.units) for key in NUMBERS})


def cleanup_table(session: Session, rows: Sequence[LedgerRow], campaign: Campaign | None, day: date) -> CleanupTable:
    """The table of the list's own rows, so that list and table agree; before a campaign without decisions."""
    counted: dict[int, Counter[str]] = {}
    for agency_id, count in _held(session).items():
        counted.setdefault(agency_id, Counter())["before"] += count
    for row in rows:
        if row.values["codes"]:
            column = COLUMN_OF[Reason(row.values["codes"][0])]
            counted.setdefault(row.values["agency_id"], Counter())[column] += 1
    for decision in _decisions(session, campaign):
        _add_decision(session, counted.setdefault(decision.agency_id, Counter()), decision)
    named = select(EnforcementAgency.id, EnforcementAgency.name).order_by(EnforcementAgency.name.collate("PINYIN"))
    names = {row.id: row.name for row in session.execute(named)}
    units = tuple(_line(names[one], counted[one]) for one in names if one in counted)
    return CleanupTable(campaign.name if campaign else "", day, units)


def export_table(table: CleanupTable, target: Path, bureau: str) -> Path:
    """The table as a workbook. StorageError where it cannot be written."""
    from services.exports.ledger_xlsx import export_rows

    lines = [LedgerRow(n, 1, {"unit": u.unit, **u.numbers}) for n, u in enumerate((*table.units, table.total), 1)]
    export_rows(
        SPEC,
        [lines],
        target,
        title=TITLE,
        description="　".join(filter(None, (table.campaign, DEFINITION))),
        unit=bureau,
        printed_on=table.day,
        masked=True,
    )
    return target


def print_table_of(table: CleanupTable, target: Path, bureau: str) -> Path:
    """The table on landscape paper. StorageError where it cannot be written."""
    from services.printing.grid import Align
    from services.printing.table import TableColumn, TablePrint, print_table

    columns = [TableColumn("序号", 3, Align.CENTER), TableColumn("单位", 12)]
    columns += [
        TableColumn(
            label, max(3, (len(label) + 1) // 2 + 1), Align.RIGHT, group="清理原因" if key in REASON_COLUMNS else ""
        )
        for key, label in NUMBERS.items()
    ]
    lines: list[list[str]] = [
        [str(number), unit.unit, *(str(unit.numbers[key]) for key in NUMBERS)]
        for number, unit in enumerate(table.units, 1)
    ]
    lines.append(["", table.total.unit, *(str(table.total.numbers[key]) for key in NUMBERS)])
    print_table(
        TablePrint(
            title=TITLE,
            columns=tuple(columns),
            rows=lines,
            printed_on=table.day,
            subtitle=table.campaign,
            unit=bureau,
            signatures=("填报人", "审核人", "日期"),
            footnote=DEFINITION,
            landscape=True,
        ),
        target,
    )
    return target


def _held(session: Session) -> dict[int, int]:
    """Cards by the holder's unit."""
    found: Counter[int] = Counter()
    card = EnforcementCertificate
    rows = session.execute(
        select(EnforcementOfficer.agency_id)
        .join(card, card.officer_id == EnforcementOfficer.id)
        .where(
            EnforcementOfficer.deleted_at.is_(None),
            card.deleted_at.is_(None),
            card.kind.in_(ENFORCING),
            card.status.in_(HELD),
        )
    )
    for row in rows:
        found[row.agency_id] += 1
    return found


def _decisions(session: Session, campaign: Campaign | None) -> Sequence[CleanupDecision]:
    if campaign is None:
        return ()
    return session.scalars(
        select(CleanupDecision).where(CleanupDecision.campaign_id == campaign.id, CleanupDecision.deleted_at.is_(None))
    ).all()


def _add_decision(session: Session, line: Counter[str], decision: CleanupDecision) -> None:
    """Cards that were ended already count as held before."""
    match decision.choice:
        case CleanupChoice.KEEP:
            line["kept"] += 1
            return
        case CleanupChoice.RENEW:
            line["renewed"] += 1
            return
    column = "cancelled" if decision.choice is CleanupChoice.CANCEL else "recalled"
    if decision.executed_on is not None:
        line["before"] += decision.cards
        line[column] += decision.cards
        return
    cards = ending_cards(held_cards(session, decision.officer_id), decision.choice, reasons_of(decision))
    line[column] += sum(card.status in HELD for card in cards)


def _line(unit: str, counted: Counter[str]) -> UnitCleanup:
    numbers: dict[str, Any] = {key: counted[key] for key in NUMBERS}
    numbers["after"] = numbers["before"] - numbers["cancelled"] - numbers["recalled"]
    return UnitCleanup(unit, numbers)
