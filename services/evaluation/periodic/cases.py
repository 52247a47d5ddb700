"""表6 案卷评查: what was reviewed by unit and grade, and which items lost points most often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.review import CaseFile, ReviewStandard, ScoringSheet, SheetState
from services.clock import local_from_utc, utc_from_local
from services.evaluation.counting import Count, table
from services.evaluation.figures import Cells, FigureColumn, FigureTable, Listed
from services.reviews.standard import standard_from_json
from services.spec import hundredths_text

NO_GRADE = "无等次"
TOP = 5
ONE_SHEET = "一份案卷有几份评分表的，按本期最后提交的一份计算。等次名称按所用的评查标准。"
FAULTS = (
    FigureColumn("sheets", "失分案卷", "本期评查的案卷里，这一项被扣分的份数。"),
    FigureColumn("standard", "评查标准", cells=Cells.WORDS, width=3),
)


def case_tables(session: Session, first: date, last: date) -> tuple[FigureTable, ...]:
    """By unit, and the five items that lost points most often."""
    sheets = _sheets(session, first, last)
    grades = sorted({sheet.grade or NO_GRADE for sheet, *_rest in sheets}, key=lambda name: (name == NO_GRADE, name))
    columns = (
        FigureColumn("cases", "抽查案卷", "本期提交了评分表的案卷，等于各等次之和。"),
        *(FigureColumn(f"grade:{name}", name, part=True) for name in grades),
        FigureColumn("veto", "一票否决", "评出一票否决情形的。"),
    )
    count = Count()
    for sheet, case, unit in sheets:
        found = ["cases", f"grade:{sheet.grade or NO_GRADE}", *(["veto"] if sheet.veto else [])]
        count.put(unit, f"sheet:{sheet.id}", _listed(sheet, case, unit), found)
    reviewed = table("cases", "表6　案卷评查", "单位", "份", columns, count, ONE_SHEET)
    return reviewed, _faults(session, sheets)


def _sheets(session: Session, first: date, last: date) -> Sequence[tuple[ScoringSheet, CaseFile, str]]:
    """The last sheet of each case that was submitted in the period."""
    begin = utc_from_local(datetime.combine(first, time.min))
    end = utc_from_local(datetime.combine(last + timedelta(days=1), time.min))
    rows = session.execute(
        select(ScoringSheet, CaseFile, EnforcementAgency.name)
        .join(CaseFile, CaseFile.id == ScoringSheet.case_file_id)
        .join(EnforcementAgency, EnforcementAgency.id == CaseFile.agency_id)
        .where(
            ScoringSheet.deleted_at.is_(None),
            ScoringSheet.state == SheetState.SUBMITTED,
            ScoringSheet.submitted_at >= begin,
            ScoringSheet.submitted_at < end,
        )
        .order_by(ScoringSheet.submitted_at, ScoringSheet.id)
    )
    latest: dict[int, tuple[ScoringSheet, CaseFile, str]] = {case.id: (sheet, case, unit) for sheet, case, unit in rows}
    return sorted(latest.values(), key=lambda found: (found[2], found[1].decision_no))


def _faults(session: Session, sheets: Sequence[tuple[ScoringSheet, CaseFile, str]]) -> FigureTable:
    names: dict[int, dict[str, str]] = {}
    titles: dict[int, str] = {}
    lost: dict[tuple[int, str], list[tuple[str, Listed]]] = {}
    for sheet, case, unit in sheets:
        if sheet.standard_id not in names:
            standard = session.get_one(ReviewStandard, sheet.standard_id)
            read = standard_from_json(standard.content)
            names[sheet.standard_id] = {item.id: item.name for section in read.sections for item in section.items}
            titles[sheet.standard_id] = f"{standard.name}（{standard.version}）"
        for item in (sheet.result or {}).get("items", ()):
            if Decimal(item["deducted"]) > 0:
                found = lost.setdefault((sheet.standard_id, item["id"]), [])
                found.append((f"sheet:{sheet.id}", _listed(sheet, case, unit)))
    order = sorted(lost, key=lambda key: (-len(lost[key]), key))[:TOP]
    count, said = Count(), {}
    for standard_id, item_id in order:
        label = f"{names[standard_id].get(item_id, item_id)}"
        said[label] = {"standard": titles[standard_id]}
        for key, listed in lost[standard_id, item_id]:
            count.put(label, key, listed, ("sheets",))
    words: dict[str, Any] = said
    return FigureTable(
        "case_faults", "表6　失分最多的项目", "评查项目", "份", FAULTS, count.lines(words), count.items, summed=False
    )


def _listed(sheet: ScoringSheet, case: CaseFile, unit: str) -> Listed:
    score = "不计分" if sheet.score is None else f"{hundredths_text(sheet.score)}分"
    day = f"，{local_from_utc(sheet.submitted_at):%Y-%m-%d}提交" if sheet.submitted_at else ""
    return Listed(
        "sheets", sheet.id, f"{case.decision_no}　{case.name}", unit, f"{score}，{sheet.grade or NO_GRADE}{day}"
    )
