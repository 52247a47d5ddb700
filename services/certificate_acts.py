"""What can be done with an officer's certificate, from which state, and what it leaves behind.

The thin part of the certificates note §2.6: T06 issue, T08 suspend, T09 reinstate, T12 cancel, T16 replace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate
from services.errors import ConflictError, ValidationError
from services.query import Action
from services.spec import FieldSpec, Kind

REASON = FieldSpec("reason", "原因", Kind.LONG_TEXT, required=True, max_length=200)
BASIS = FieldSpec("basis", "依据、文号", max_length=200, required=True, help="写明决定的文号或依据的条款。")
DECIDED = FieldSpec("decided_on", "决定日期", Kind.DATE, required=True)
CARD = (
    FieldSpec("cert_no", "执法证号", Kind.CODE, max_length=40, required=True),
    FieldSpec("issuer", "发证机关", max_length=100),
    FieldSpec("issue_date", "发证日期", Kind.DATE, required=True),
    FieldSpec("valid_to", "有效期至", Kind.DATE, help="证上写长期的留空。"),
)
OVER = frozenset({"cancelled", "revoked", "recalled", "replaced"})
LIVE = frozenset({"active", "expiring", "expired", "renewing"})


@dataclass(frozen=True, slots=True)
class Act:
    """`sources` are the states that it starts from; `status` is what the certificate becomes (None: a new card)."""

    name: str
    label: str
    icon: str
    done: str
    sources: frozenset[str]
    status: CertificateStatus | None = None
    fields: tuple[FieldSpec, ...] = (REASON, BASIS, DECIDED)
    main: frozenset[str] = field(default_factory=frozenset)  # states in which it is the next act
    refused: str = "证件现在的状态不能办理这一项。刷新后再看。"


ACTS = (
    Act("issue", "登记证件", "add", "已登记证件", OVER | {"none"}, None, CARD, OVER | {"none"}, "已经有证件。"),
    Act(
        "renew",
        "发起换证",
        "reload",
        "已发起换证",
        LIVE - {"renewing"},
        CertificateStatus.RENEWING,
        (),
        frozenset({"active", "expiring", "expired"}),
    ),
    Act("replace", "完成换证", "st-done", "已完成换证", frozenset({"renewing"}), None, CARD, frozenset({"renewing"})),
    Act(
        "reinstate",
        "发还证件",
        "undo",
        "已发还证件",
        frozenset({"suspended"}),
        CertificateStatus.ACTIVE,
        main=frozenset({"suspended"}),
    ),
    Act("suspend", "暂扣", "st-hold", "已暂扣证件", LIVE, CertificateStatus.SUSPENDED),
    Act(
        "cancel", "注销", "st-void", "已注销证件", LIVE | {"suspended", "lost", "recalled"}, CertificateStatus.CANCELLED
    ),
)
BY_NAME = {act.name: act for act in ACTS}
SHOWN = dict.fromkeys(OVER | {"none"}, ("issue",)) | {
    "renewing": ("replace", "suspend", "cancel"),
    "suspended": ("reinstate", "cancel"),
}


def actions_for(state: str, today: date) -> tuple[Action, ...]:
    """The acts of a state; the usual ones stay in sight and say why they are off."""
    dates = {"decided_on": today}
    return tuple(
        Action(
            act.name,
            act.label,
            act.icon,
            act.fields,
            {f.key: dates[f.key] for f in act.fields if f.key in dates},
            main=state in act.main,
            why_not="" if state in act.sources else act.refused,
        )
        for act in (BY_NAME[name] for name in SHOWN.get(state, ("renew", "suspend", "cancel")))
    )


def carry_out(session: Session, officer_id: int, action: str, state: str, values: Mapping[str, Any]) -> str:
    """Do the act on the current certificate and say what was done; ConflictError from a state it does not start in."""
    act = BY_NAME[action]
    if state not in act.sources:
        raise ConflictError(act.refused)
    old = current_certificate(session, officer_id)
    if act.status is None:
        _check_card(session, values)
        if old is not None:
            # a card that ended keeps how it ended; one in renewal ends by the new one
            old.status = CertificateStatus.REPLACED if old.status is CertificateStatus.RENEWING else old.status
            old.current = False
            session.flush()
        session.add(EnforcementCertificate(officer_id=officer_id, current=True, **_card(values, old)))
    elif old is not None:
        old.status = act.status
        for field_of_act in act.fields:
            setattr(old, field_of_act.key, values[field_of_act.key])
    return act.done


def current_certificate(session: Session, officer_id: int) -> EnforcementCertificate | None:
    """The officer's current certificate, or None."""
    return session.scalar(
        select(EnforcementCertificate).where(
            EnforcementCertificate.officer_id == officer_id,
            EnforcementCertificate.current,
            EnforcementCertificate.deleted_at.is_(None),
        )
    )


def _check_card(session: Session, values: Mapping[str, Any]) -> None:
    """One person per number; the last day lies after the first."""
    problems = {}
    taken = select(EnforcementCertificate.id).where(
        EnforcementCertificate.cert_no == values["cert_no"],
        EnforcementCertificate.current,
        EnforcementCertificate.deleted_at.is_(None),
    )
    if session.scalar(taken):
        problems["cert_no"] = f"证号{values['cert_no']}正由别人使用，请核对。"
    if values.get("valid_to") and values["valid_to"] < values["issue_date"]:
        problems["valid_to"] = "有效期至早于发证日期，请改其中一个。"
    if problems:
        raise ValidationError(problems)


def _card(values: Mapping[str, Any], old: EnforcementCertificate | None) -> dict[str, Any]:
    return {
        "cert_no": values["cert_no"],
        "old_cert_no": old.cert_no if old else None,
        "issuer": values.get("issuer") or (old.issuer if old else None),
        "issue_date": values["issue_date"],
        "valid_from": values["issue_date"],
        "valid_to": values.get("valid_to"),
        "valid_forever": values.get("valid_to") is None,
        "status": CertificateStatus.ACTIVE,
    }
