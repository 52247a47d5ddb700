"""What each act of the machine leaves behind: its event, the cards, the exams, the posts (certificates note §2.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate, EventKind, Qualification
from models.officer import EnforcementOfficer, PostStatus
from services.certificates.cards import current_beside, refuse_taken_number
from services.certificates.events import EventValues, begin, record
from services.certificates.facts import Facts
from services.certificates.kinds import ENDED, ENFORCING
from services.certificates.machine import Transition
from services.certificates.rules import LifeRules, last_day
from services.certificates.situation import open_successor, read_facts
from services.officer_posts import leave, return_to_post

Status = CertificateStatus
EVENT_KEYS = (
    "reason_code", "basis", "decided_by", "doc_no", "planned_end", "notice_medium", "notice_on", "notice_text",
    "card_returned",
)  # fmt: skip
SNAPSHOT = ("name", "gender", "id_no", "education", "dept", "post", "staffing", "domain", "region", "agency_id")


@dataclass(slots=True)
class Step:
    """One act under way, inside an open transaction."""

    session: Session
    officer: EnforcementOfficer
    certificate: EnforcementCertificate | None
    act: Transition
    asked: Mapping[str, Any]
    rules: LifeRules
    facts: Facts
    reason: str | None = None
    on: date = field(init=False)

    def __post_init__(self) -> None:
        self.on = self.asked["on"]

    @property
    def held(self) -> EnforcementCertificate:
        """The certificate that the act is about; acts that begin one have none."""
        if self.certificate is None:
            raise ValueError(f"{self.act.name} needs a certificate")
        return self.certificate

    def note(self, certificate: EnforcementCertificate, status: Status, **further: Any) -> None:
        """The act's own event."""
        said = {key: self.asked[key] for key in EVENT_KEYS if self.asked.get(key) not in (None, "")}
        values = EventValues(self.act.event, self.on, status, **{**said, "reason": self.reason, **further})
        record(self.session, certificate, values)


def plain_effect(step: Step) -> EnforcementCertificate:
    """Nothing but the event."""
    step.note(step.held, step.act.status_after(step.facts))
    return step.held


def _apply(step: Step) -> EnforcementCertificate:
    made = _new_card(step, current=True, status=Status.DRAFT)
    begin(step.session, made, EventValues(EventKind.APPLIED, step.on, Status.DRAFT))
    return made


def _register(step: Step) -> EnforcementCertificate:
    made = _new_card(step, current=True, status=Status.ACTIVE)
    _fill_card(step, made)
    made.valid_to = step.asked.get("valid_to")  # a card that is there already ends as it says, or nobody knows
    begin(step.session, made, EventValues(EventKind.REGISTERED, step.on, Status.ACTIVE))
    return made


def _submit(step: Step) -> EnforcementCertificate:
    """What was submitted is kept as it was on that day."""
    sent = {key: getattr(step.officer, key) for key in SNAPSHOT}
    step.note(step.held, Status.UNIT_REVIEW, details=sent)
    return step.held


def _review(step: Step) -> EnforcementCertificate:
    basis = step.asked.get("waiver_basis")
    if basis:
        exam = Qualification(officer_id=step.officer.id, waiver_basis=basis, exam_on=step.on, passed=False)
        step.session.add(exam)
    step.note(step.held, Status.SUPERIOR_REVIEW, basis=basis or None)
    return step.held


def _reject(step: Step) -> EnforcementCertificate:
    """A renewal that was refused leaves the old card as it was."""
    step.note(step.held, Status.REJECTED)
    if step.held.previous_id is None:
        return step.held
    step.held.current = False
    old = step.session.get_one(EnforcementCertificate, step.held.previous_id)
    before = read_facts(step.session, step.officer, old, step.rules, step.facts.today).before_renewal
    record(step.session, old, EventValues(EventKind.RENEWAL_DROPPED, step.on, before, reason=step.reason))
    return old


def _issue(step: Step) -> EnforcementCertificate:
    card = step.held
    _fill_card(step, card)
    step.note(card, Status.ACTIVE, card_returned=None)
    if card.previous_id is not None:
        _replaced(step, step.session.get_one(EnforcementCertificate, card.previous_id), card)
    return card


def _renew(step: Step) -> EnforcementCertificate:
    reason = str(step.asked.get("renewal_reason", ""))
    step.note(step.held, Status.RENEWING, details={"renewal_reason": reason})
    made = _new_card(step, current=False, status=Status.DRAFT, previous=step.held)
    begin(step.session, made, EventValues(EventKind.APPLIED, step.on, Status.DRAFT, details={"renewal_reason": reason}))
    return step.held


def _drop_renewal(step: Step) -> EnforcementCertificate:
    step.note(step.held, step.act.status_after(step.facts))
    _end_application(step, "撤回换证")
    return step.held


def _replace(step: Step) -> EnforcementCertificate:
    """The new card at once, for bureaus that see nothing of the steps between."""
    made = open_successor(step.session, step.held.id) or _new_card(
        step, current=False, status=Status.DRAFT, previous=step.held
    )
    _fill_card(step, made)
    record(step.session, made, EventValues(EventKind.ISSUED, step.on, Status.ACTIVE))
    _replaced(step, step.held, made)
    return made


def _reissue(step: Step) -> EnforcementCertificate:
    """A lost card's successor keeps its last day unless another one is printed on it."""
    old = step.held
    made = _new_card(step, current=False, status=Status.ACTIVE, previous=old)
    keeps = step.asked.get("valid_to") is None and not step.asked.get("valid_forever")
    _fill_card(step, made)
    if keeps:
        made.valid_to, made.valid_forever = old.valid_to, old.valid_forever
    begin(step.session, made, EventValues(EventKind.ISSUED, step.on, Status.ACTIVE))
    step.note(old, Status.REPLACED)
    old.current, made.current = False, True
    return made


def _check(step: Step) -> EnforcementCertificate:
    passed = step.asked.get("check_result", "passed") == "passed"
    step.note(step.held, step.held.status, details={"check_result": "passed" if passed else "failed"})
    if passed:
        step.held.next_check_on = step.asked.get("next_check_on") or step.rules.next_check(step.on)
    return step.held


def _suspend(step: Step) -> EnforcementCertificate:
    """Education, where ordered, takes the officer off the post and is counted before the card is given back."""
    ordered = bool(step.asked.get("education"))
    minutes = step.rules.off_post_minutes if ordered else 0
    _end_application(step, "原证暂扣")
    step.note(step.held, Status.SUSPENDED, details={"required_minutes": minutes})
    if ordered and step.held.kind in ENFORCING and step.officer.post_status is PostStatus.ON_POST:
        leave(step.session, step.officer, PostStatus.OFF_EDUCATION, step.on, "离岗教育")
    return _decided(step)


def _reinstate(step: Step) -> EnforcementCertificate:
    step.note(step.held, Status.ACTIVE)
    if step.officer.post_status is PostStatus.OFF_EDUCATION:
        return_to_post(step.session, step.officer, step.on, "离岗教育期满")
    return _decided(step)


def _revoke(step: Step) -> EnforcementCertificate:
    """I4: the qualification goes with the card, and a new one waits for the province's years."""
    _end_application(step, "原证吊销")
    if step.held.kind in ENFORCING:
        _cancel_qualification(step)
    step.note(step.held, Status.REVOKED)
    return _decided(step)


def _cancel_qualification(step: Step) -> None:
    years = step.rules.ban_years
    banned = last_day(step.on, years, same_day=True) if years else None
    exams = step.session.scalars(
        select(Qualification).where(
            Qualification.officer_id == step.officer.id,
            Qualification.deleted_at.is_(None),
            Qualification.cancelled_on.is_(None),
        )
    ).all()
    for exam in exams or [_exam_of_nobody(step)]:
        exam.cancelled_on, exam.banned_until = step.on, banned


def _end(step: Step) -> EnforcementCertificate:
    """Recalled, cancelled, voided or lost: an application in its place ends with it."""
    _end_application(step, f"原证{step.act.label}")
    step.note(step.held, step.act.status_after(step.facts))
    return _decided(step)


def _change(step: Step) -> EnforcementCertificate:
    old, new = step.held.unit_named, step.asked.get("unit_named")
    step.note(step.held, step.held.status, details={"unit_named": [old, new]} if new else None)
    step.held.unit_named = new or old
    return step.held


# --- parts of them -----------------------------------------------------------------------------
def _new_card(
    step: Step, *, current: bool, status: Status, previous: EnforcementCertificate | None = None
) -> EnforcementCertificate:
    if current:
        for card in current_beside(step.session, step.officer.id, step.facts.kind):
            card.current = False
    made = EnforcementCertificate(
        officer_id=step.officer.id,
        kind=previous.kind if previous else step.facts.kind,
        current=current,
        status=status,
        previous_id=previous.id if previous else None,
        old_cert_no=previous.cert_no if previous else None,
        issuer=previous.issuer if previous else step.rules.issuing_body,
        sample=step.officer.sample,
    )
    step.session.add(made)
    step.session.flush()
    return made


def _fill_card(step: Step, card: EnforcementCertificate) -> None:
    """What is printed on the card; an end that is not printed follows from the province's years."""
    asked = step.asked
    refuse_taken_number(step.session, step.officer.id, asked["cert_no"])
    forever = bool(asked.get("valid_forever"))
    card.cert_no, card.issuer = asked["cert_no"], asked.get("issuer") or card.issuer
    card.issue_date = card.valid_from = asked["issue_date"]
    card.valid_forever = forever
    card.valid_to = None if forever else asked.get("valid_to") or step.rules.last_day(asked["issue_date"])
    card.next_check_on = step.rules.next_check(asked["issue_date"])
    card.domain, card.region = step.officer.domain, step.officer.region


def _replaced(step: Step, old: EnforcementCertificate, new: EnforcementCertificate) -> None:
    returned = bool(step.asked.get("card_returned"))
    values = EventValues(EventKind.REPLACED, step.on, Status.REPLACED, card_returned=returned)
    record(step.session, old, values)
    old.current, new.current = False, True


def _end_application(step: Step, why: str) -> None:
    successor = open_successor(step.session, step.held.id)
    if successor is not None and successor.status not in ENDED:
        record(step.session, successor, EventValues(EventKind.REJECTED, step.on, Status.REJECTED, reason=why))


def _decided(step: Step) -> EnforcementCertificate:
    """The last decision stands on the certificate too, where lists read it."""
    step.held.reason = (step.reason or "")[:200] or None
    step.held.basis = (step.asked.get("doc_no") or step.asked.get("basis") or "")[:200] or None
    step.held.decided_on = step.on
    return step.held


def _exam_of_nobody(step: Step) -> Qualification:
    """The ban has to stand somewhere even where no exam was ever entered."""
    made = Qualification(officer_id=step.officer.id, passed=False, note="吊销时未登记资格考试")
    step.session.add(made)
    return made


EFFECTS: dict[str, Callable[[Step], EnforcementCertificate]] = {
    "apply": _apply, "submit": _submit, "review": _review, "reject": _reject, "issue": _issue, "register": _register,
    "renew": _renew, "drop_renewal": _drop_renewal, "replace": _replace, "check": _check, "suspend": _suspend,
    "reinstate": _reinstate, "revoke": _revoke, "recall": _end, "cancel": _end, "lose": _end, "void": _end,
    "reissue": _reissue, "change": _change,
}  # fmt: skip
