"""资格审核: applications for cards by step, each with its clock, its papers and its next act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.attachment import Attachment
from models.certificate import (
    CertificateEvent,
    CertificateKind,
    CertificateStatus,
    EnforcementCertificate,
    EventKind,
    Qualification,
)
from models.officer import Discipline, EnforcementOfficer
from services.benches.application_acts import ACTS, acts_of
from services.benches.application_rules import CLOCKS, Applicant, has_paper, missing, obstacles, papers_for, refusal
from services.benches.application_spec import APPLICATION_SPEC
from services.benches.cards import APPLYING, decide
from services.benches.computed import ComputedLedger
from services.benches.rules import BenchRules, read_rules
from services.errors import ConflictError, NotFoundError, ValidationError
from services.ledger import GONE
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import faults
from services.workdays import WorkCalendar

Status = CertificateStatus
NEEDED_FIELDS = {"id_no": "身份证号", "education": "学历", "post": "职务", "domain": "执法类别"}


@dataclass(frozen=True, slots=True)
class Step:
    """The event that brought an application to where it is, and the papers ticked so far."""

    kind: EventKind | None
    since: date | None
    due_on: date | None
    received: frozenset[str]


class ApplicationLedger(ComputedLedger):
    """One row per application that is neither a card yet nor refused."""

    entity = EnforcementCertificate.__tablename__
    spec = APPLICATION_SPEC
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "enforcement_officer",
            "enforcement_certificate",
            "certificate_event",
            "enforcement_agency",
            "qualification",
            "discipline",
            "attachment",
            "holiday_day",
            "province_rule",
            "setting",
        }
    )

    def found(self, session: Session, today: date) -> Sequence[LedgerRow]:
        """All applications under way."""
        card, officer = EnforcementCertificate, EnforcementOfficer
        rows = session.execute(
            select(card, officer, EnforcementAgency.name)
            .join(officer, officer.id == card.officer_id)
            .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
            .where(card.deleted_at.is_(None), officer.deleted_at.is_(None), card.status.in_(APPLYING))
        ).all()
        about = _Surroundings(session, today)
        return [about.row(*row) for row in rows]

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """What this step may do; going on says what is missing."""
        return acts_of(Status(row.values["step"]), row.values["refusal"], self.today, row.values["received"])

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """One step; everything is asked again in the transaction, the row's copy may be old."""
        act = ACTS[action]
        if problems := faults(act.fields, values):
            raise ValidationError(problems)
        with self._db.write(f"资格审核：{act.label}") as session:
            card, officer = _application(session, row.id)
            if card.status.value != row.values["step"] or card.status not in act.sources:
                raise ConflictError("这份申请刚被办理过，没有改动。刷新后再看。")
            about = _Surroundings(session, self.today)
            if act.goes_on and (why := refusal(card.status, about.applicant(card, officer))):
                raise ConflictError(why)
            decide(session, card, act.decision(self.today, values), officer.name)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{act.label}：{officer.name}。", group)

    def go_on(self, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """Each of these a step further with one date and, where the issuer approved, one paper; in one act.

        Who cannot go on stays and is counted with the first reason. ConflictError where nobody can.
        """
        done, left = 0, []
        with self._db.write("资格审核：批量往下办") as session:
            about = _Surroundings(session, self.today)
            for row_id in row_ids:
                card, officer = _application(session, row_id)
                act = next((act for act in ACTS.values() if act.goes_on and card.status in act.sources), None)
                if act is None or faults(act.fields, values):
                    left.append(f"{officer.name}这一环节要在这里以外办理或缺文号")
                elif why := refusal(card.status, about.applicant(card, officer)):
                    left.append(f"{officer.name}{why.rstrip('。')}")
                else:
                    decide(session, card, act.decision(self.today, values), officer.name)
                    done += 1
            rest = f"{len(left)}人没有办理：{left[0]}{'等' if len(left) > 1 else ''}。" if left else ""
            if not done:
                raise ConflictError(rest or "没有选中申领，没有改动。")
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已将{done}人的申领往下办一个环节。{rest}", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The list of papers with what is there, and what bars the application."""
        parts = [Detail("还不能往下办", (("原因", row.values["refusal"]),))] if row.values["refusal"] else []
        parts.append(Detail("材料清单", row.values["papers"]))
        if len(row.values["obstacles"]) > 1:
            parts.append(Detail("不能办理的情形", tuple((str(n), w) for n, w in enumerate(row.values["obstacles"], 1))))
        return parts


def _application(session: Session, card_id: int) -> tuple[EnforcementCertificate, EnforcementOfficer]:
    card = session.get(EnforcementCertificate, card_id)
    if card is None or card.deleted_at is not None:
        raise NotFoundError(GONE)
    return card, session.get_one(EnforcementOfficer, card.officer_id)


class _Surroundings:
    """What applications are judged by, read once for all of them."""

    def __init__(self, session: Session, today: date) -> None:
        self._today = today
        self._rules: BenchRules = read_rules(session)
        self._calendar = WorkCalendar.load(session)
        self._steps = _steps(session)
        self._files = _files(session)
        self._blocked = _latest(session, Discipline.officer_id, Discipline.blocked_until, Discipline.deleted_at)
        self._banned = _latest(session, Qualification.officer_id, Qualification.banned_until, Qualification.deleted_at)
        self._qualified = _qualified(session, today)

    def applicant(self, card: EnforcementCertificate, officer: EnforcementOfficer) -> Applicant:
        """The facts of one application."""
        return Applicant(
            self._today,
            card.kind,
            bool(officer.photo),
            self._files.get(card.id, ()),
            self._step(card).received,
            tuple(label for key, label in NEEDED_FIELDS.items() if not getattr(officer, key)),
            officer.post_status,
            officer.staffing or "",
            self._rules.words("excluded_staff"),
            self._blocked.get(officer.id),
            self._banned.get(officer.id),
            officer.id in self._qualified,
        )

    def row(self, card: EnforcementCertificate, officer: EnforcementOfficer, unit: str) -> LedgerRow:
        """One line of the list."""
        applicant, step = self.applicant(card, officer), self._step(card)
        due_on = self._due_on(card.status, step)
        left = self._calendar.workdays_between(self._today, due_on) if due_on else None
        values = {
            "name": officer.name,
            "step": card.status.value,
            "agency_id": officer.agency_id,
            "kind": CertificateKind(card.kind).value,
            "since": step.since,
            "due_on": due_on,
            "clock": _clock(left, due_on, self._today),
            "workdays_left": left,
            "missing": "、".join(missing(applicant)),
            "refusal": refusal(card.status, applicant),
            "received": applicant.received,
            "papers": tuple(
                (paper.label, "已收到" if has_paper(paper, applicant) else "缺") for paper in papers_for(card.kind)
            ),
            "obstacles": tuple(obstacles(applicant)),
        }
        return LedgerRow(card.id, card.row_version, values, {"agency_id": unit})

    def _step(self, card: EnforcementCertificate) -> Step:
        return self._steps.get(card.id, Step(None, None, None, frozenset()))

    def _due_on(self, status: CertificateStatus, step: Step) -> date | None:
        """The day that the event itself names, else the working days of the province's rule."""
        if step.due_on is not None or step.since is None:
            return step.due_on
        if status is Status.DRAFT and step.kind is not EventKind.SENT_BACK:
            return None
        days = self._rules.integer(CLOCKS[status]) if status in CLOCKS else None
        return self._calendar.add_workdays(step.since, days) if days else None


def _clock(left: int | None, due_on: date | None, today: date) -> str:
    if left is None or due_on is None:
        return "none"
    return "late" if due_on < today else "soon" if left <= 1 else "run"


def _steps(session: Session) -> dict[int, Step]:
    """Of each application the last event that moved it, and every paper ticked."""
    event = CertificateEvent
    rows = session.execute(
        select(event.certificate_id, event.kind, event.happened_on, event.due_on, event.details)
        .join(EnforcementCertificate, EnforcementCertificate.id == event.certificate_id)
        .where(event.deleted_at.is_(None), EnforcementCertificate.status.in_(APPLYING))
        .order_by(event.happened_on, event.id)
    )
    found: dict[int, Step] = {}
    for row in rows:
        before = found.get(row.certificate_id, Step(None, None, None, frozenset()))
        papers = (row.details or {}).get("papers")
        received = before.received if papers is None else frozenset(papers)
        if row.kind is EventKind.CHANGED:
            found[row.certificate_id] = Step(before.kind, before.since, before.due_on, received)
        else:
            found[row.certificate_id] = Step(row.kind, row.happened_on, row.due_on, received)
    return found


def _files(session: Session) -> dict[int, tuple[str, ...]]:
    names: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(
        select(Attachment.entity_id, Attachment.name).where(
            Attachment.entity == EnforcementCertificate.__tablename__, Attachment.deleted_at.is_(None)
        )
    ):
        names[row.entity_id].append(row.name)
    return {row_id: tuple(found) for row_id, found in names.items()}


def _latest(session: Session, officer: Any, day: Any, deleted_at: Any) -> dict[int, date]:
    rows = session.execute(
        select(officer, func.max(day)).where(deleted_at.is_(None), day.is_not(None)).group_by(officer)
    )
    return {row[0]: row[1] for row in rows}


def _qualified(session: Session, today: date) -> frozenset[int]:
    """Who passed or was exempted, and whose result holds still."""
    exam = Qualification
    wanted = select(exam.officer_id).where(
        exam.deleted_at.is_(None),
        exam.cancelled_on.is_(None),
        or_(exam.passed, exam.waiver_basis.is_not(None)),
        or_(exam.valid_until.is_(None), exam.valid_until >= today),
    )
    return frozenset(session.scalars(wanted))
