"""资格审核: applications for cards by step, each with its clock, its papers and its next act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select
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
from services.benches.application_acts import PAPERS_ACT, acts_of, going_on, ticked
from services.benches.application_rules import CLOCKS, Applicant, has_paper, missing, obstacles, papers_for, refusal
from services.benches.application_spec import APPLICATION_SPEC
from services.benches.cards import Decision, decide
from services.benches.computed import ComputedLedger
from services.certificates.acts import carry_out
from services.certificates.facts import Qualified
from services.certificates.kinds import APPLYING
from services.certificates.machine import Transition, transition
from services.certificates.rules import life_rules
from services.certificates.situation import APPLICATION_NEEDS, qualified
from services.errors import ConflictError, NotFoundError, ServiceError, ValidationError
from services.ledger import GONE
from services.province_rules import RulesInForce, rules_in_force
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import faults
from services.workdays import WorkCalendar

Status = CertificateStatus

EXAM_WORDS = {
    Qualified.NONE: "没有合格记录，初审时写明免试依据",
    Qualified.FAILED: "不合格",
    Qualified.PASSED: "合格",
    Qualified.WAIVED: "免试",
    Qualified.OUTDATED: "合格已过期",
    Qualified.CANCELLED: "资格已取消",
}


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
        status = Status(row.values["step"])
        act = None if action == PAPERS_ACT else transition(action, status)
        label = act.label if act is not None else "登记收到材料"
        with self._db.write(f"资格审核：{label}") as session:
            card, officer = _application(session, row.id)
            if card.status is not status:
                raise ConflictError("这份申请刚被办理过，没有改动。刷新后再看。")
            if act is None:
                decide(session, card, Decision(EventKind.CHANGED, self.today, details=ticked(values)), officer.name)
                done = f"已登记收到材料：{officer.name}。"
            else:
                done = f"{self._step(session, card, officer, act, values)}：{officer.name}。"
            session.flush()
            group = session.info.get("group")
        return Outcome(done, group)

    def go_on(self, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """Each of these a step further with one date and, where the issuer approved, one paper; in one act.

        Who cannot go on stays and is counted with the first reason. ConflictError where nobody can.
        """
        done, left = 0, []
        with self._db.write("资格审核：批量往下办") as session:
            for row_id in row_ids:
                card, officer = _application(session, row_id)
                act = going_on(card.status)
                try:
                    if act is None:
                        raise ConflictError("领证在证件台账里登记。")
                    self._step(session, card, officer, act, values)
                    done += 1
                except ServiceError as refused:
                    left.append(f"{officer.name}：{str(refused).splitlines()[0].rstrip('。')}")
            rest = f"{len(left)}人没有办理，{left[0]}{'等' if len(left) > 1 else ''}。" if left else ""
            if not done:
                raise ConflictError(rest or "没有选中申领，没有改动。")
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已将{done}人的申领往下办一个环节。{rest}", group)

    def _step(
        self,
        session: Session,
        card: EnforcementCertificate,
        officer: EnforcementOfficer,
        act: Transition,
        values: Mapping[str, Any],
    ) -> str:
        """One act of the state machine; nothing is changed where it raises."""
        if problems := faults(act.fields, values):
            raise ValidationError(problems)
        if act is going_on(card.status):
            applicant = _Surroundings(session, self.today).applicant(card, officer)
            if why := refusal(card.status, applicant):
                raise ConflictError(why)
        return carry_out(session, officer, card, act, values, life_rules(session), self.today).words

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
        self._rules: RulesInForce = rules_in_force(session)
        self._calendar = WorkCalendar.load(session)
        self._steps = _steps(session)
        self._files = _files(session)
        self._blocked = _latest(session, Discipline.officer_id, Discipline.blocked_until, Discipline.deleted_at)
        self._banned = _latest(session, Qualification.officer_id, Qualification.banned_until, Qualification.deleted_at)
        self._session, self._life = session, life_rules(session)

    def applicant(self, card: EnforcementCertificate, officer: EnforcementOfficer) -> Applicant:
        """The facts of one application."""
        return Applicant(
            self._today,
            card.kind,
            bool(officer.photo),
            self._files.get(card.id, ()),
            self._step(card).received,
            tuple(label for key, label in APPLICATION_NEEDS.items() if not getattr(officer, key)),
            officer.post_status,
            officer.staffing or "",
            self._rules.words("excluded_staff"),
            self._blocked.get(officer.id),
            self._banned.get(officer.id),
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
            "papers": (
                *((paper.label, "已收到" if has_paper(paper, applicant) else "缺") for paper in papers_for(card.kind)),
                ("资格考试", EXAM_WORDS[qualified(self._session, officer.id, self._life, self._today)]),
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
