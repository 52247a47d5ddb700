"""各单位证件到期分布 on paper: units against tiers, those that lose all their holders in one year marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.benches.expiry import TIER_WORDS, Forecast, tier_word

UNITS_TITLE = "各单位证件到期分布"
SIGNATURES = ("填报人", "审核人", "日期")
DEFINITION = "口径：在岗人员现用的执法证，有效或换证办理中的，按打印当日距有效期截止日的天数分档，截止日当天仍算有效。"


def print_units(found: Forecast, tiers: Sequence[int], target: Path, bureau: str) -> Path:
    """One line for each unit and the sum. StorageError where the file cannot be written."""
    from services.printing.grid import Align
    from services.printing.table import TableColumn, TablePrint, print_table

    shown = [key for key in TIER_WORDS if not key.startswith("t") or int(key[1:]) <= len(tiers)]
    columns = [TableColumn("序号", 3, Align.CENTER), TableColumn("单位", 12)]
    columns += [TableColumn(tier_word(key, tiers), 5, Align.RIGHT) for key in shown]
    columns += [TableColumn("合计", 4, Align.RIGHT), TableColumn("提示", 9)]
    rows = [
        [
            str(number),
            unit.unit,
            *(str(unit.tiers[key]) for key in shown),
            str(unit.count),
            f"全部在{unit.one_year}年到期" if unit.one_year is not None else "",
        ]
        for number, unit in enumerate(found.units, 1)
    ]
    total = sum(unit.count for unit in found.units)
    rows.append(["", "合计", *(str(found.tiers[key]) for key in shown), str(total), ""])
    print_table(
        TablePrint(
            title=UNITS_TITLE,
            columns=tuple(columns),
            rows=rows,
            printed_on=found.day,
            unit=bureau,
            signatures=SIGNATURES,
            footnote=DEFINITION,
            landscape=True,
        ),
        target,
    )
    return target
