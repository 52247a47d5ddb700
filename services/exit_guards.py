"""What stands between an officer off the post and the return: minutes, test, card (certificates note §4, T09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, ExitCase, PostStatus
from services.benches.cards import held_cards
from services.certificates.kinds import CERTIFYING, ENFORCING
from services.spec import hours_text
from services.training.undecided import off_duty_minutes


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """All that the return is judged by; `valid_to` None: the card has no end, or there is none."""

    today: date
    required: int
    earned: int
    test_passed: bool | None
    card_status: CertificateStatus | None
    valid_to: date | None = None


def refusal_of_return(facts: ReturnFacts) -> str:
    """Why the return cannot be approved, as a sentence; empty where it can."""
    if facts.earned < facts.required:
        return (
            f"离岗教育还差{facts.required - facts.earned:,}分钟：应学{hours_text(facts.required)}学时"
            f"（{facts.required:,}分钟），已学{facts.earned:,}分钟。补足后再批准返岗。"
        )
    if facts.test_passed is None:
        return "还没有登记考核结果。考核合格后再批准返岗。"
    if not facts.test_passed:
        return "考核不合格，不能批准返岗。重新学习并考核合格后再办。"
    if (
        facts.card_status in CERTIFYING | {CertificateStatus.SUSPENDED}
        and facts.valid_to
        and facts.valid_to < facts.today
    ):
        return f"证件已于{facts.valid_to:%Y-%m-%d}到期，不能发还，也不能批准返岗。先办理换证。"
    if facts.card_status is CertificateStatus.SUSPENDED:
        return "证件还在暂扣。先在证件台账里发还证件，再批准返岗。"
    if facts.card_status not in CERTIFYING:
        return "名下没有有效的执法证，不能批准返岗。先办好证件。"
    return ""


def return_facts(session: Session, item: ExitCase, today: date) -> ReturnFacts:
    """The facts of one exit as the file holds them."""
    card = next(iter(held_cards(session, item.officer_id)), None)
    return ReturnFacts(
        today,
        item.required_minutes,
        off_duty_minutes(session, item.officer_id, item.education_from or item.opened_on, today),
        item.test_passed,
        card.status if card else None,
        None if card is None or card.valid_forever else card.valid_to,
    )


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who may be put on a duty list of a day."""

    officer_id: int
    name: str
    unit: str
    cert_no: str


def duty_list(session: Session, day: date) -> Sequence[OnDuty]:
    """Who may be sent out on `day`: on post, with a card in force; the last valid day itself still counts."""
    officer, card = EnforcementOfficer, EnforcementCertificate
    rows = session.execute(
        select(officer.id, officer.name, EnforcementAgency.name, card.cert_no)
        .join(card, card.officer_id == officer.id)
        .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
        .where(
            officer.deleted_at.is_(None),
            officer.post_status == PostStatus.ON_POST,
            officer.enforcing,
            card.deleted_at.is_(None),
            card.current,
            card.kind.in_(ENFORCING),
            card.status.in_(CERTIFYING),
            card.valid_forever | (card.valid_to >= day),
        )
        .order_by(EnforcementAgency.name.collate("PINYIN"), officer.name.collate("PINYIN"), officer.id)
    )
    return [OnDuty(row_id, name, unit, number or "") for row_id, name, unit, number in rows]
