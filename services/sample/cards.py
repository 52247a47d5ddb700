"""Posts, exams and certificates of 示例县; what happened to a card was done by the acts that a clerk has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.certificate import (
    CertificateKind,
    CertificateStatus,
    EnforcementCertificate,
    EventKind,
    Qualification,
    QualificationKind,
)
from models.officer import EnforcementOfficer, OfficerPost
from services.certificates.acts import carry_out
from services.certificates.events import EventValues, begin
from services.certificates.machine import transition
from services.certificates.rules import LifeRules, life_rules
from services.certificates.situation import open_successor

BUREAU, ISSUER = "示例县司法局", "示例省人民政府"
DAYS_LEFT = (-6, 12, 47, 80, 160, 289, 420, 579, 705, 980, 1240, 1500)
DECIDED = timedelta(days=40)  # before the day of loading: suspensions and renewals
STEP = timedelta(days=6)  # between two steps of an application
STEPS = ("submit", "forward", "review", "approve")
APPLICATIONS = ((2, 16), (0, 3), (3, 9))  # steps done, and days since the last one
RENEWALS = ((4, 4), (1, 5))
FURTHER = (
    (1, CertificateKind.SUPERVISION, "示监00012"),
    (9, CertificateKind.MINISTRY, "部统00345"),
    (18, CertificateKind.HEARING, "示听00007"),
    (25, CertificateKind.OLD, "示旧08817"),
)  # beside the card of the officer at that place


@dataclass(frozen=True, slots=True)
class _Register:
    """Acts on certificates, as of the day of loading."""

    session: Session
    rules: LifeRules
    today: date

    def act(
        self,
        name: str,
        officer: EnforcementOfficer,
        card: EnforcementCertificate | None,
        on: date,
        **values: Any,
    ) -> EnforcementCertificate:
        """One act on `on`; the card that counts after it."""
        found = transition(name, card.status if card else None)
        if found is None:
            raise ValueError(f"{name} does not begin here")
        return carry_out(self.session, officer, card, found, {**values, "on": on}, self.rules, self.today).certificate

    def go_on(self, officer: EnforcementOfficer, card: EnforcementCertificate, steps: int, days: int) -> None:
        """An application `steps` further; the last step was `days` ago."""
        last = self.today - timedelta(days=days)
        for place, name in enumerate(STEPS[:steps], start=1):
            on = last - STEP * (steps - place)
            paper = {"decided_by": ISSUER, "doc_no": f"示法证〔{on.year}〕17号"} if name == "approve" else {}
            self.act(name, officer, card, on, **paper)


def add_careers(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    """One open post each since the day of entering, and the exam that was passed then."""
    for place, officer in enumerate(officers):
        began = date(today.year - 3 - place % 9, 1 + place % 12, 1)
        if _newcomer(place):
            began = today - timedelta(days=200)
        where = {key: getattr(officer, key) for key in ("agency_id", "dept", "post", "staffing")}
        session.add(OfficerPost(officer_id=officer.id, starts_on=began, sample=True, **where))
        exam = Qualification(
            officer_id=officer.id,
            kind=QualificationKind.COMBINED,
            domain=officer.domain,
            exam_on=began + timedelta(days=60),
            score=(72 + place % 25) * 100,
            pass_mark=6_000,
            passed=True,
            sample=True,
        )
        session.add(exam)


def add_cards(session: Session, officers: Sequence[EnforcementOfficer], today: date) -> None:
    """A card for everybody but the newcomers, who apply for one; some cards are suspended, some being renewed."""
    register = _Register(session, life_rules(session), today)
    cards = {place: _card(officer, place, today) for place, officer in enumerate(officers) if not _newcomer(place)}
    session.add_all(cards.values())
    beside = [_further(officers[place], kind, number, today) for place, kind, number in FURTHER]
    session.add_all(beside)
    session.flush()
    for card in (*cards.values(), *beside):
        begin(session, card, EventValues(EventKind.ISSUED, card.issue_date or today, card.status, decided_by=ISSUER))
    session.flush()
    _suspend(register, officers, cards)
    _renew(register, officers, cards)
    _apply(register, officers)


def _newcomer(place: int) -> bool:
    return place % 29 == 28


def _card(officer: EnforcementOfficer, place: int, today: date) -> EnforcementCertificate:
    valid_to = today + timedelta(days=DAYS_LEFT[place % 12] + place)
    issued = valid_to.replace(year=valid_to.year - 5, day=min(valid_to.day, 28))
    return EnforcementCertificate(
        officer_id=officer.id,
        cert_no=f"示{10231 + place:06d}",
        issuer=ISSUER,
        valid_from=issued,
        issue_date=issued,
        valid_to=valid_to,
        status=CertificateStatus.ACTIVE,
        sample=True,
    )


def _further(officer: EnforcementOfficer, kind: CertificateKind, number: str, today: date) -> EnforcementCertificate:
    """A second kind of card; the one of the old style was never given back."""
    issued = date(today.year - 4, 6, 1)
    return EnforcementCertificate(
        officer_id=officer.id,
        kind=kind,
        current=kind is not CertificateKind.OLD,
        cert_no=number,
        issuer=ISSUER,
        issue_date=issued,
        valid_from=issued,
        valid_to=date(today.year + 2, 5, 31),
        status=CertificateStatus.ACTIVE,
        sample=True,
    )


def _suspend(
    register: _Register, officers: Sequence[EnforcementOfficer], cards: Mapping[int, EnforcementCertificate]
) -> None:
    """The first one of them is off the post for education; the exit item about it comes with the act."""
    on = register.today - DECIDED
    for number, place in enumerate(_every(41, 17, cards)):
        register.act(
            "suspend",
            officers[place],
            cards[place],
            on,
            reason_code="K01",
            reason="检查时未出示证件，当事人举报属实",
            basis="省行政执法证件管理的规定",
            decided_by=BUREAU,
            doc_no=f"示司监〔{on.year}〕{31 + number}号",
            planned_end=register.today + timedelta(days=20),
            education=number == 0,
        )


def _renew(
    register: _Register, officers: Sequence[EnforcementOfficer], cards: Mapping[int, EnforcementCertificate]
) -> None:
    begun = list(_every(23, 14, cards))
    for place in begun:
        near = DAYS_LEFT[place % 12] < 180
        reason = "expiry" if near else "damage"
        register.act("renew", officers[place], cards[place], register.today - DECIDED, renewal_reason=reason)
    for place, (steps, days) in zip(begun, RENEWALS, strict=False):
        successor = open_successor(register.session, cards[place].id)
        if successor is not None:
            register.go_on(officers[place], successor, steps, days)


def _apply(register: _Register, officers: Sequence[EnforcementOfficer]) -> None:
    waiting = [officer for place, officer in enumerate(officers) if _newcomer(place)]
    for officer, (steps, days) in zip(waiting, APPLICATIONS, strict=False):
        on = register.today - timedelta(days=days) - STEP * steps
        register.go_on(officer, register.act("apply", officer, None, on), steps, days)


def _every(distance: int, first: int, cards: Mapping[int, EnforcementCertificate]) -> Iterator[int]:
    return (place for place in cards if place % distance == first)
