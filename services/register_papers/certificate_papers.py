"""Forms about one certificate: 申领, 换证, 补证, 遗失声明, 暂扣, 恢复上岗, 注销."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, EnforcementCertificate, EventKind
from models.officer import AnnualAssessment, AssessmentScheme, ExitCase, OfficerPost
from models.province import ReasonGroup
from models.training import TrainingRecord
from services.certificates.kinds import APPLYING, KIND_LABELS, RENEWAL_REASONS
from services.printing.forms.certificate_applications import ApplicationValues, ExchangeValues
from services.printing.forms.certificate_endings import CancellationValues, SuspensionValues
from services.printing.forms.certificate_returns import EducationCourse, LossNoticeValues, ReturnValues
from services.reasons import reasons
from services.register_papers.certificate_events import cancel_codes, cancel_reasons, event_of, last_events
from services.register_papers.filling import Filling, day_text, days_of, term_text
from services.register_papers.people import Person, last_day_words, people
from services.settings import value_of
from services.spec import hours_text
from services.training.undecided import Away, off_duty_courses
from services.words import chinese_date

APPLIED_KINDS = tuple(label for key, label in KIND_LABELS.items() if key not in ("old", "ministry"))
YES_NO = {True: "是", False: "否", None: ""}
_POSTS = 6  # as many lines as the form has room for
_YEARS = 3


def applications(filling: Filling) -> list[ApplicationValues]:
    """申领审批表; the kind is ticked where an application is under way."""
    chosen = people(filling, photos=True)
    approved = last_events(filling, chosen, {EventKind.APPROVED})
    made = []
    for person in chosen:
        card, decision = person.card, event_of(approved, person.card)
        applying = card is not None and card.status in APPLYING
        made.append(
            ApplicationValues(
                person.values,
                number=decision.doc_no or "" if decision else "",
                kind_options=APPLIED_KINDS,
                kinds=(KIND_LABELS[card.kind.value],) if card is not None and applying else (),
                resume=_resume(filling, person),
                assessments=_grades(filling, person),
            )
        )
    return made


def exchanges(filling: Filling) -> list[ExchangeValues]:
    """换证审批表: the old card beside the new one's application."""
    chosen = people(filling, photos=True)
    begun = last_events(filling, chosen, {EventKind.RENEWAL_BEGUN, EventKind.APPLIED})
    made = []
    for person in chosen:
        event = event_of(begun, person.card)
        reason = str((event.details or {}).get("renewal_reason", "")) if event else ""
        made.append(
            replace(
                _old_card(filling, person),
                reason_options=tuple(RENEWAL_REASONS.values()),
                reasons=(RENEWAL_REASONS[reason],) if reason in RENEWAL_REASONS else (),
            )
        )
    return made


def reissues(filling: Filling) -> list[ExchangeValues]:
    """补证审批表 with the notice of the loss."""
    chosen = people(filling, photos=True)
    lost = last_events(filling, chosen, {EventKind.LOST})
    made = []
    for person in chosen:
        event = event_of(lost, person.card)
        made.append(
            replace(
                _old_card(filling, person),
                lost=True,
                reason=(event.reason or "") if event else "",
                notice_medium=(event.notice_medium or "") if event else "",
                notice_date=day_text(event.notice_on) if event else "",
            )
        )
    return made


def loss_notices(filling: Filling) -> list[LossNoticeValues]:
    """遗失声明; the day is that of the notice where one was registered."""
    chosen = people(filling)
    lost = last_events(filling, chosen, {EventKind.LOST})
    made = []
    for person in chosen:
        card, event = person.card, event_of(lost, person.card)
        made.append(
            LossNoticeValues(
                person.values.name,
                person.values.unit,
                person.values.cert_kind or LossNoticeValues().kind,
                person.values.cert_no,
                person.values.issuer,
                chinese_date(card.issue_date) if card is not None and card.issue_date else "",
                chinese_date(event.notice_on) if event and event.notice_on else "",
            )
        )
    return made


def suspensions(filling: Filling) -> list[SuspensionValues]:
    """暂扣通知书 of the last suspension; where to object is the bureau's own setting."""
    chosen = people(filling)
    found = last_events(filling, chosen, {EventKind.SUSPENDED})
    remedies = str(value_of(filling.session, "suspension_remedies"))
    return [replace(_suspension(one, event_of(found, one.card)), remedies=remedies) for one in chosen]


def returns(filling: Filling) -> list[ReturnValues]:
    """恢复上岗审批表: the last exit of each, its education and test."""
    chosen = people(filling)
    suspended = last_events(filling, chosen, {EventKind.SUSPENDED})
    return [_return(filling, person, event_of(suspended, person.card)) for person in chosen]


def cancellations(filling: Filling) -> list[CancellationValues]:
    """注销申请表 with the reasons ticked that the register knows."""
    chosen, known = people(filling), cancel_reasons(filling)
    ended = last_events(filling, chosen, {EventKind.CANCELLED, EventKind.RECALLED})
    made = []
    for person in chosen:
        event = event_of(ended, person.card)
        made.append(
            CancellationValues(
                person.values,
                number=(event.doc_no or "") if event else "",
                reasons=tuple(known.items()),
                chosen=cancel_codes(person, event, known),
                reason=(event.reason or "") if event else "",
                card_returned=YES_NO[event.card_returned] if event else "",
                handler=person.unit.contact or "",
            )
        )
    return made


def _old_card(filling: Filling, person: Person) -> ExchangeValues:
    """The card that is given up: the one before the chosen one where that is only applied for."""
    card = person.card
    if card is not None and card.previous_id is not None and card.status in APPLYING:
        card = filling.session.get(EnforcementCertificate, card.previous_id) or card
    values = ExchangeValues(person.values, resume=_resume(filling, person))
    if card is None:
        return values
    until = last_day_words(card)
    validity = term_text(card.valid_from or card.issue_date, None, until) if until else ""
    return replace(values, old_cert_no=card.cert_no or "", old_validity=validity)


def _resume(filling: Filling, person: Person) -> str:
    """The posts over time, the oldest first; those without any day say nothing."""
    post = OfficerPost
    rows = filling.session.execute(
        select(post, EnforcementAgency.name)
        .join(EnforcementAgency, EnforcementAgency.id == post.agency_id)
        .where(post.officer_id == person.officer.id, post.deleted_at.is_(None))
        .order_by(post.starts_on, post.id)
    ).all()
    lines = []
    for row, unit in rows[-_POSTS:]:
        if row.starts_on or row.ends_on:
            where = "".join(filter(None, (unit, row.dept, row.post)))
            lines.append(f"{term_text(row.starts_on, row.ends_on, '今')}　{where}")
    return "\n".join(lines)


def _grades(filling: Filling, person: Person) -> str:
    """The last years' grades: 2024年优秀，2025年合格."""
    row = AnnualAssessment
    found = filling.session.scalars(
        select(row)
        .where(
            row.officer_id == person.officer.id, row.deleted_at.is_(None), row.scheme != AssessmentScheme.ENFORCEMENT
        )
        .order_by(row.year.desc(), row.id)
        .limit(_YEARS)
    ).all()
    return "，".join(f"{each.year}年{each.grade}" for each in reversed(found))


def _suspension(person: Person, event: CertificateEvent | None) -> SuspensionValues:
    if event is None:
        return SuspensionValues(person.values)
    minutes = int((event.details or {}).get("required_minutes") or 0)
    return SuspensionValues(
        person.values,
        organ=event.decided_by or "",
        number=event.doc_no or "",
        facts=event.reason or "",
        basis=event.basis or "",
        suspended_from=chinese_date(event.happened_on),
        suspended_to=chinese_date(event.planned_end) if event.planned_end else "",
        education=f"暂扣期间参加离岗教育，不少于{hours_text(minutes)}学时，期满参加考核。" if minutes else "",
        decided_on=chinese_date(event.happened_on),
    )


def _return(filling: Filling, person: Person, suspended: CertificateEvent | None) -> ReturnValues:
    case = _exit_of(filling, person)
    values = ReturnValues(person.values)
    if suspended is not None:
        values = replace(
            values,
            suspended=term_text(suspended.happened_on, suspended.planned_end),
            decision=suspended.doc_no or "",
            reason=suspended.reason or "",
        )
    if case is None:
        return values
    courses, triggers = _courses(filling, case), reasons(filling.session, ReasonGroup.EXIT, retired=True)
    return replace(
        values,
        decision=values.decision or case.doc_no or "",
        reason=case.facts or values.reason or triggers.get(case.trigger, ""),
        courses=tuple(
            EducationCourse(days_of(row.held_on, row.ends_on), row.title,
                            hours_text(row.minutes), row.score or "")
            for row in courses
        ),
        hours_required=hours_text(case.required_minutes) if case.required_minutes else "",
        hours_total=hours_text(sum(row.minutes for row in courses)) if courses else "",
        test_day=day_text(case.tested_on),
        test_score={True: "合格", False: "不合格", None: ""}[case.test_passed],
    )  # fmt: skip


def _exit_of(filling: Filling, person: Person) -> ExitCase | None:
    """The chosen exit, else the officer's last one."""
    case, chosen = ExitCase, filling.chosen
    wanted = select(case).where(case.officer_id == person.officer.id, case.deleted_at.is_(None))
    if chosen.ledger == "exits" and chosen.ids:
        wanted = wanted.where(case.id.in_(chosen.ids))
    return filling.session.scalars(wanted.order_by(case.opened_on.desc(), case.id.desc()).limit(1)).first()


def _courses(filling: Filling, case: ExitCase) -> Sequence[TrainingRecord]:
    """The 离岗教育 that counts, from its beginning to the end of the case."""
    away = Away(case.officer_id, case.education_from or case.opened_on, case.closed_on or filling.today)
    counted = [course.id for course in off_duty_courses(filling.session, away)]
    row = TrainingRecord
    return filling.session.scalars(select(row).where(row.id.in_(counted)).order_by(row.held_on, row.id)).all()
