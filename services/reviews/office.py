"""Scoring one case file in the desk: standards into the file, marks saved as typed, the score frozen at submission."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.review import CaseFile, ReviewStandard, ScoringSheet, SheetState, StandardState
from services.access import Right
from services.clock import Clock, utc_from_local
from services.code_tables import CASE_TYPES, STANDARD_WORDS
from services.errors import ConflictError, NotFoundError, ValidationError
from services.problems import Level
from services.query import Outcome
from services.reviews.scoring import ScoreResult, score
from services.reviews.sheet import FilledSheet, sheet_from_json, sheet_to_json
from services.reviews.sheet_print import CaseHead, printed_sheet
from services.reviews.standard import Standard, digest, standard_from_json, standard_to_json
from services.reviews.standard_check import check_standard
from services.reviews.standard_files import load_standard, shipped_standards
from services.uow import Database

HUNDREDTHS = 100
YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet on the scoring page: the case's data, the standard, the marks so far."""

    sheet_id: int
    row_version: int
    head: CaseHead
    standard: Standard
    marks: FilledSheet
    submitted: bool


class ScoringOffice:
    """Standards and sheets of the bureau."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._db, self._now = database, now

    # --- standards -------------------------------------------------------------------------
    def take_shipped(self, *, sample: bool = False) -> None:
        """Store the standards that come with the program where they are not there yet."""
        with self._db.write("存入程序自带的评查标准") as session:
            known = set(session.scalars(select(ReviewStandard.sha256)))
            for shipped in shipped_standards():
                standard = load_standard(shipped.path)
                if digest(standard) not in known:
                    session.add(_stored(standard, sample=sample))

    def take_file(self, file: Path) -> Outcome:
        """Store a standard from its exchange form; refused with every fault named where it could not be locked."""
        standard = load_standard(file)
        check = check_standard(standard)
        if not check.ok:
            faults = [problem for problem in check.problems if problem.level is Level.ERROR]
            raise ValidationError({f"{n}": fault.message for n, fault in enumerate(faults)})
        with self._db.write("导入评查标准", Right.IMPORT) as session:
            if session.scalar(select(ReviewStandard.id).where(*_same(standard))):
                raise ConflictError("同样内容的标准已经在册，没有重复存入。")
            session.add(_stored(standard))
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已存入标准：{standard.name}。", group)

    def standard(self, standard_id: int) -> Standard:
        """The stored standard; NotFoundError where there is none."""
        with self._db.read() as session:
            found = session.get(ReviewStandard, standard_id)
            if found is None:
                raise NotFoundError(f"没有编号为{standard_id}的评查标准。在评查标准页查看编号。")
            return standard_from_json(found.content)

    def standards_for(self, case_type: str) -> Sequence[tuple[int, str]]:
        """Id and name of the standards, those for the case type first."""
        with self._db.read() as session:
            found = session.scalars(
                select(ReviewStandard).where(ReviewStandard.deleted_at.is_(None)).order_by(ReviewStandard.id)
            )
            rows = [(s.id, f"{s.name}（{_edition(s.version)}）", _distance(s.case_type, case_type)) for s in found]
        return [(row_id, name) for row_id, name, _d in sorted(rows, key=lambda row: row[2])]

    # --- sheets ----------------------------------------------------------------------------
    def start(self, case_file_id: int, standard_id: int) -> int:
        """A new sheet of the present account, or its draft where one is there; using a standard locks it."""
        reviewer = self._db.actor().name
        with self._db.write("开始评分") as session:
            same = select(ScoringSheet.id).where(
                ScoringSheet.case_file_id == case_file_id,
                ScoringSheet.reviewer == reviewer,
                ScoringSheet.deleted_at.is_(None),
            )
            if known := session.scalar(same):
                return known
            case_file, standard = session.get(CaseFile, case_file_id), session.get(ReviewStandard, standard_id)
            if case_file is None or case_file.deleted_at is not None:
                raise NotFoundError("这卷案卷已不在目录里，没有开始评分。刷新后重新选择。")
            if standard is None or standard.deleted_at is not None:
                raise NotFoundError("这套评查标准已不在，没有开始评分。改选一套标准。")
            standard.state = StandardState.LOCKED
            sheet = ScoringSheet(case_file_id=case_file_id, standard_id=standard_id, reviewer=reviewer, marks={})
            session.add(sheet)
            session.flush()
            return sheet.id

    def open(self, sheet_id: int) -> OpenSheet:
        """Everything that the scoring page shows."""
        with self._db.read() as session:
            sheet = session.get(ScoringSheet, sheet_id)
            if sheet is None or sheet.deleted_at is not None:
                raise NotFoundError("这份评分表已不在，可能被移入了回收站。")
            standard = standard_from_json(session.get_one(ReviewStandard, sheet.standard_id).content)
            return OpenSheet(
                sheet.id,
                sheet.row_version,
                _head(session, sheet),
                standard,
                sheet_from_json(json.dumps(sheet.marks, ensure_ascii=False)),
                sheet.state is SheetState.SUBMITTED,
            )

    def save(self, sheet_id: int, row_version: int, marks: FilledSheet) -> int:
        """Keep the marks of a draft; returns the new row version."""
        with self._db.write("评分") as session:
            sheet = self._draft(session, sheet_id, row_version)
            sheet.marks = sheet_to_json(marks)
            session.flush()
            return sheet.row_version

    def submit(self, sheet_id: int, row_version: int, marks: FilledSheet) -> Outcome:
        """Score, freeze and keep the result; ValidationError names the marks that cannot be used."""
        with self._db.write("提交评分表") as session:
            sheet = self._draft(session, sheet_id, row_version)
            standard = standard_from_json(session.get_one(ReviewStandard, sheet.standard_id).content)
            result = score(standard, marks)
            if result.broken:
                raise ValidationError({p.where: p.message for p in result.problems})
            sheet.marks, sheet.result = sheet_to_json(marks), dict(result.to_json())
            # whole hundredths for sorting and statistics; a standard with more decimals keeps them in `result`
            sheet.score = (
                None if result.score is None else int((result.score * HUNDREDTHS).to_integral_value(ROUND_HALF_UP))
            )
            sheet.grade, sheet.veto = result.grade, result.veto
            sheet.state, sheet.submitted_at = SheetState.SUBMITTED, utc_from_local(self._now())
            session.flush()
            group = session.info.get("group")
        got = "不计分" if result.score is None else f"{result.score}分"
        return Outcome(f"已提交评分表：{got}，{result.grade or '无等次'}。", group)

    def print(self, sheet_id: int, target: Path) -> Path:
        """The sheet as it is signed; a draft says so."""
        from services.printing.score_sheet import print_score_sheet  # reportlab: only when somebody prints

        sheet = self.open(sheet_id)
        print_score_sheet(printed_sheet(sheet.head, sheet.standard, sheet.marks, submitted=sheet.submitted), target)
        return target

    def _draft(self, session: Session, sheet_id: int, row_version: int) -> ScoringSheet:
        sheet = session.get(ScoringSheet, sheet_id)
        if sheet is None or sheet.deleted_at is not None:
            raise NotFoundError("这份评分表已不在，可能被移入了回收站。")
        if sheet.reviewer != self._db.actor().name:
            raise ConflictError(f"这份评分表由{sheet.reviewer}评查，没有改动。别人的评分表只能查看。")
        if sheet.state is SheetState.SUBMITTED:
            raise ConflictError("评分表已经提交，不能再改。需要修改时由负责人退回。")
        if sheet.row_version != row_version:
            raise ConflictError("这份评分表刚在别处改过，这次没有保存。重新打开后再改。")
        return sheet


def _edition(version: str) -> str:
    """第1版 for a serial, 2024版 for a year, other versions as they are."""
    if not version.isdigit():
        return version
    return f"{version}版" if len(version) == YEAR_DIGITS else f"第{version}版"


def _same(standard: Standard) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ReviewStandard.sha256 == digest(standard), ReviewStandard.deleted_at.is_(None)


def _stored(standard: Standard, *, sample: bool = False) -> ReviewStandard:
    content: Mapping[str, Any] = standard_to_json(standard)
    return ReviewStandard(
        family=standard.family,
        name=standard.name,
        version=standard.version,
        case_type=standard.case_type,
        origin=str(standard.status),
        content=json.dumps(content, ensure_ascii=False),
        sha256=digest(standard),
        sample=sample,
    )


def _distance(standard_type: str, case_type: str) -> int:
    """0 for the general standard of the case type, 1 for one of a trade or special kind, 2 for another type."""
    word = STANDARD_WORDS.get(case_type, "")
    if word and standard_type == word:
        return 0
    return 1 if word and word[:2] in standard_type else 2


def _head(session: Session, sheet: ScoringSheet) -> CaseHead:
    case_file = session.get_one(CaseFile, sheet.case_file_id)
    agency = session.get_one(EnforcementAgency, case_file.agency_id)
    return CaseHead(
        decision_no=case_file.decision_no,
        name=case_file.name,
        agency=agency.name,
        case_type=CASE_TYPES.get(case_file.case_type, case_file.case_type),
        party=case_file.party or "",
        officers=case_file.officers or "",
        opened_on=case_file.opened_on,
        decided_on=case_file.decided_on,
        closed_on=case_file.closed_on,
        reviewer=sheet.reviewer,
    )


__all__ = ["OpenSheet", "ScoreResult", "ScoringOffice"]
