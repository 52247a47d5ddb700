"""资格考试, 处分 and 年度考核: what is judged of officers, and what follows for their certificates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, case, func, inspect, literal, select
from sqlalchemy.orm import Session, aliased

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate, Qualification, QualificationKind
from models.officer import AnnualAssessment, AssessmentScheme, Discipline, EnforcementOfficer
from models.province import ReasonCode, ReasonGroup
from services.certificates.kinds import CERTIFYING, ENFORCING
from services.clock import Clock, local_now
from services.errors import ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.people_fields import (
    ASSESSMENTS,
    BARRED,
    CANCELLED,
    DISCIPLINES,
    FAILED,
    GRADES,
    NOTED,
    OUTDATED,
    OVER,
    QUALIFICATIONS,
    REFRESH,
    SCHEME_LABELS,
    VALID,
    WAIVED,
)
from services.province_rules import ProvinceRules
from services.reasons import discipline_months, last_day, reasons, with_choices
from services.spec import LedgerSpec
from services.uow import ChangeSet, Database

PASS_MARK = 6_000  # hundredths; 60 points where the exam names no other mark
FULL_SCORE = 100_000  # hundredths; no exam or assessment counts further
FIRST_YEAR = 2000
OFFICERS: Mapping[str, Reference] = {"officer_id": Reference(EnforcementOfficer, further=("id_no",))}
POOR = ("不称职", "不合格")
WEAK = ("基本合格", "不合格")


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class QualificationLedger(BasicLedger[Qualification]):
    """Exams, and what stands for one; whether they still hold follows the province's rules."""

    record = Qualification
    references: ClassVar[Mapping[str, Reference]] = OFFICERS
    spec = QUALIFICATIONS

    def computed(self, today: date) -> Mapping[str, Any]:
        """Cancelled and waived first; then failed, over by its printed date or by the rules' years."""
        exam, rules = Qualification, ProvinceRules(self._db)
        refresher, lasting = rules.integer("refresher_years"), rules.integer("qualification_years")
        cases: list[tuple[ColumnElement[bool], ColumnElement[str]]] = [
            (exam.cancelled_on.is_not(None), literal(CANCELLED)),
            (func.coalesce(exam.waiver_basis, "") != "", literal(WAIVED)),
            (exam.passed.is_(False), literal(FAILED)),
            (exam.valid_until < today, literal(OUTDATED)),
        ]
        if lasting:
            unused = ~_holds_card(exam.officer_id)
            cases.append((and_(exam.exam_on <= years_before(today, lasting), unused), literal(OUTDATED)))
        if refresher:
            public = exam.kind.in_((QualificationKind.PUBLIC_LAW, QualificationKind.COMBINED))
            cases.append((and_(public, exam.exam_on <= years_before(today, refresher)), literal(REFRESH)))
        return {"state": case(*cases, else_=literal(VALID)), "unit": _unit_of(exam.officer_id)}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A waiver has its basis; marks and days make sense."""
        problems = {}
        for key in ("score", "pass_mark"):
            if values.get(key) is not None and not 0 <= values[key] <= FULL_SCORE:
                problems[key] = f"“{self.spec.field(key).label}”要在0到1000分之间。"
        if values.get("exam_on") and values["exam_on"] > self.today:
            problems["exam_on"] = "考试日期晚于今天。考完以后再登记。"
        sat = values.get("exam_on") or values.get("score") is not None
        if not sat and not values.get("waiver_basis"):
            problems["waiver_basis"] = "没有考试日期和成绩的，要写明免试依据。"
        return problems

    def before_save(self, session: Session, item: Qualification, values: Mapping[str, Any]) -> None:
        """A score decides by itself; a waiver stands for a passed exam."""
        if item.score is not None:
            item.pass_mark = item.pass_mark if item.pass_mark is not None else PASS_MARK
            item.passed = item.score >= item.pass_mark
        else:
            item.passed = bool(item.passed or item.waiver_basis)


class DisciplineLedger(BasicLedger[Discipline]):
    """Disciplines and until when each keeps somebody from applying."""

    record = Discipline
    references: ClassVar[Mapping[str, Reference]] = OFFICERS
    spec = DISCIPLINES

    def __init__(self, database: Database, now: Clock = local_now) -> None:
        super().__init__(database, now)
        self.spec = self._with_kinds()
        database.subscribe(self._kinds_changed)

    def computed(self, today: date) -> Mapping[str, Any]:
        """Where the period stands."""
        until = Discipline.blocked_until
        state = case((until.is_(None), literal(NOTED)), (until >= today, literal(BARRED)), else_=literal(OVER))
        return {"state": state, "unit": _unit_of(Discipline.officer_id)}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A decision is not of tomorrow; its period is one of months."""
        problems = {}
        if values.get("decided_on") and values["decided_on"] > self.today:
            problems["decided_on"] = "决定日期晚于今天，请核对。"
        if values.get("months") is not None and not 1 <= values["months"] <= 120:
            problems["months"] = "处分期要在1到120个月之间。"
        return problems

    def before_save(self, session: Session, item: Discipline, values: Mapping[str, Any]) -> None:
        """The months of its kind where no others were given; the last day where the kind bars."""
        earlier = inspect(item).attrs.kind.history.deleted
        usual = discipline_months(session, earlier[0]) if earlier else None
        if item.months is None or (usual is not None and item.months == usual):
            item.months = discipline_months(session, item.kind)
        label = reasons(session, ReasonGroup.DISCIPLINE, retired=True).get(item.kind, "")
        bars = label in ProvinceRules(self._db).words("barring_disciplines")
        item.blocked_until = last_day(item.decided_on, item.months) if bars and item.months else None

    def _with_kinds(self) -> LedgerSpec:
        """The kinds are rows of the data file."""
        with self._db.read() as session:
            kinds = reasons(session, ReasonGroup.DISCIPLINE, retired=True)
        return with_choices(DISCIPLINES, "kind", kinds)

    def _kinds_changed(self, changes: ChangeSet) -> None:
        if ReasonCode.__tablename__ in changes.touched:
            self.spec = self._with_kinds()


class AssessmentLedger(BasicLedger[AnnualAssessment]):
    """Yearly assessments of three schemes, one result each per officer and year."""

    record = AnnualAssessment
    references: ClassVar[Mapping[str, Reference]] = OFFICERS
    spec = ASSESSMENTS

    def computed(self, today: date) -> Mapping[str, Any]:
        """What the grade asks for; two poor years running weigh more (公务员法 arts 50, 88 for civil servants)."""
        this = AnnualAssessment
        civil, enforcing = this.scheme == AssessmentScheme.CIVIL, this.scheme == AssessmentScheme.ENFORCEMENT
        poor, twice = this.grade.in_(POOR), _poor_the_year_before()
        hint = case(
            (and_(enforcing, poor, twice), literal("连续两年不合格：取消资格或调离执法岗位")),
            (and_(civil, poor, twice), literal("连续两年不称职：可以辞退")),
            (and_(poor, twice), literal("连续两年不合格：可以解除聘用")),
            (and_(civil, poor), literal("降低一个职级；次年不得申领证件")),
            (and_(enforcing, this.grade.in_(WEAK)), literal("当年公务员考核不得评为优秀")),
            (poor, literal("次年不得申领证件")),
            else_=literal(""),
        )
        return {"hint": hint, "unit": _unit_of(this.officer_id)}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """The grade belongs to the scheme, the year is over or running."""
        problems = {}
        year, scheme, grade = values.get("year"), values.get("scheme"), values.get("grade")
        if year is not None and not FIRST_YEAR <= year <= self.today.year:
            problems["year"] = f"年度要在{FIRST_YEAR}到{self.today.year}之间。"
        if scheme and grade and grade not in GRADES[AssessmentScheme(scheme)]:
            words = "、".join(GRADES[AssessmentScheme(scheme)])
            problems["grade"] = f"{SCHEME_LABELS[str(scheme)]}的等次有{words}，请改选。"
        if values.get("score") is not None and not 0 <= values["score"] <= FULL_SCORE:
            problems["score"] = "“得分”要在0到1000分之间。"
        return problems

    def before_save(self, session: Session, item: AnnualAssessment, values: Mapping[str, Any]) -> None:
        """One result per officer, year and scheme."""
        same = select(AnnualAssessment.id).where(
            *(getattr(AnnualAssessment, key) == getattr(item, key) for key in ("officer_id", "year", "scheme")),
            AnnualAssessment.id != (item.id or 0),
            AnnualAssessment.deleted_at.is_(None),
        )
        with session.no_autoflush:
            there = session.scalar(same) is not None
        if there:
            scheme = SCHEME_LABELS[AssessmentScheme(item.scheme).value]
            raise ValidationError({"year": f"这名人员{item.year}年的{scheme}已经登记过。打开已有的那一条修改。"})


PEOPLE_LEDGERS: tuple[type[BasicLedger[Any]], ...] = (QualificationLedger, DisciplineLedger, AssessmentLedger)


def _unit_of(officer_id: Any) -> ColumnElement[Any]:
    """The name of the officer's unit of today."""
    officer = aliased(EnforcementOfficer)
    return (
        select(EnforcementAgency.name)
        .join(officer, officer.agency_id == EnforcementAgency.id)
        .where(officer.id == officer_id)
        .scalar_subquery()
    )


def _holds_card(officer_id: Any) -> ColumnElement[bool]:
    card = EnforcementCertificate
    held = select(card.id).where(
        card.officer_id == officer_id,
        card.deleted_at.is_(None),
        card.kind.in_(ENFORCING),
        card.status.in_(CERTIFYING),
    )
    return held.exists()


def _poor_the_year_before() -> ColumnElement[bool]:
    before = aliased(AnnualAssessment)
    return (
        select(before.id)
        .where(
            before.officer_id == AnnualAssessment.officer_id,
            before.scheme == AnnualAssessment.scheme,
            before.year == AnnualAssessment.year - 1,
            before.grade.in_(POOR),
            before.deleted_at.is_(None),
        )
        .exists()
    )
