"""Carrying out the decisions of a clean-up on the cards themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate, EventKind
from models.cleanup import CleanupChoice, CleanupDecision
from models.officer import EnforcementOfficer
from services.benches.cards import CERTIFYING, HELD, Decision, decide, held_cards
from services.benches.cleanup_reasons import REASON_LABELS, Reason
from services.spec import FieldSpec, Kind

EXECUTE_FIELDS = (
    FieldSpec("decided_on", "决定日期", Kind.DATE, required=True),
    FieldSpec("doc_no", "文号", max_length=60, required=True, help="一份文件办理所选全部人员。"),
    FieldSpec("decided_by", "决定机关", max_length=100, required=True),
    FieldSpec(
        "card_returned",
        "证件已交回",
        Kind.BOOLEAN,
        help="注销和收回要求证件已交回，遗失的已登报或在网站声明作废。没有交回的先不勾选，这些人这次不办理。",
    ),
)
CANCEL_CODES = {
    Reason.MOVED: "Z01",
    Reason.RETIRED: "Z02",
    Reason.RESIGNED: "Z03",
    Reason.DECEASED: "Z06",
    Reason.REASSIGNED: "Z07",
    Reason.EXPIRED: "Z09",
    Reason.LOST: "Z10",
    Reason.OUTSIDE: "Z12",
    Reason.SEVERAL: "Z13",
}
OTHER_CODE = "Z99"
NOT_RETURNED = "证件没有交回"
NOT_RENEWABLE = "证件不是有效状态，到证件台账补证或重新申领"
NO_CARD = "已没有可以办理的证件"


@dataclass
class Carried:
    """How many were done, and why others were left."""

    done: int = 0
    left: dict[str, list[str]] = field(default_factory=dict)

    def leave(self, why: str, name: str) -> None:
        """Not done, with the reason."""
        self.left.setdefault(why, []).append(name)


def reasons_of(decision: CleanupDecision) -> tuple[Reason, ...]:
    """The reasons as they stood when it was decided."""
    return tuple(Reason(code) for code in decision.reasons.split(",") if code)


def ending_cards(
    cards: Sequence[EnforcementCertificate], choice: CleanupChoice, reasons: Sequence[Reason]
) -> list[EnforcementCertificate]:
    """The cards that a decision ends: where only the second card is wrong, the first one stays."""
    if choice is CleanupChoice.RECALL:
        return [card for card in cards if card.status in CERTIFYING | {CertificateStatus.SUSPENDED}]
    if choice is CleanupChoice.CANCEL:
        return list(cards[1:]) if set(reasons) == {Reason.SEVERAL} else list(cards)
    return []


def carry_out(session: Session, decisions: Sequence[CleanupDecision], values: Mapping[str, Any]) -> Carried:
    """Do what was decided; who cannot be done is left as he is and named."""
    carried = Carried()
    for decision in decisions:
        officer = session.get_one(EnforcementOfficer, decision.officer_id)
        why = _carry(session, decision, officer, values)
        if why:
            carried.leave(why, officer.name)
        else:
            decision.executed_on = values["decided_on"]
            carried.done += 1
    return carried


def summary(carried: Carried) -> str:
    """What happened, for the toast."""
    rest = "".join(
        f"{'、'.join(names[:3])}{f'等{len(names)}人' if len(names) > 3 else ''}没有办理：{why}。"
        for why, names in carried.left.items()
    )
    return f"已执行{carried.done}人的清理意见。{rest}"


def _carry(session: Session, decision: CleanupDecision, officer: EnforcementOfficer, values: Mapping[str, Any]) -> str:
    """Empty when done, else why not; nothing is changed then."""
    choice, reasons = decision.choice, reasons_of(decision)
    cards = held_cards(session, officer.id)
    on: date = values["decided_on"]
    if choice is CleanupChoice.KEEP:
        return ""
    if choice is CleanupChoice.RENEW:
        card = next((card for card in cards if card.status is CertificateStatus.ACTIVE), None)
        if card is None:
            return NOT_RENEWABLE
        decide(session, card, Decision(EventKind.RENEWAL_BEGUN, on, reason="资格清理"), officer.name)
        return ""
    ended = ending_cards(cards, choice, reasons)
    if not ended:
        return NO_CARD
    if not values.get("card_returned") and Reason.DECEASED not in reasons:
        return NOT_RETURNED
    decision.cards = sum(card.status in HELD for card in ended)  # one recalled before was not held any more
    for card in ended:
        _end(session, card, officer.name, choice, reasons, values)
    return ""


def _end(
    session: Session,
    card: EnforcementCertificate,
    name: str,
    choice: CleanupChoice,
    reasons: Sequence[Reason],
    values: Mapping[str, Any],
) -> None:
    chief = reasons[0]
    paper: dict[str, Any] = {
        "on": values["decided_on"],
        "reason": f"资格清理：{REASON_LABELS[chief.value]}",
        "doc_no": values["doc_no"],
        "decided_by": values["decided_by"],
        "card_returned": bool(values.get("card_returned")),
    }
    if card.status in CERTIFYING | {CertificateStatus.SUSPENDED} and Reason.DECEASED not in reasons:
        decide(session, card, Decision(EventKind.RECALLED, **paper), name)  # in hand before it is cancelled (T11, T12)
    if choice is CleanupChoice.CANCEL:
        code = CANCEL_CODES.get(chief, OTHER_CODE)
        decide(session, card, Decision(EventKind.CANCELLED, reason_code=code, **paper), name)
