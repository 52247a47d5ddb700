"""What a certificate is today: decided states as its last event left them, expiry computed from the printed date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal

from models.certificate import CertificateStatus, EnforcementCertificate
from services.certificates.kinds import APPLYING, CERTIFYING

STATE_LABELS = {
    "none": "无证",
    "expired": "已过期",
    "expiring": "即将到期",
    CertificateStatus.SUSPENDED.value: "暂扣",
    CertificateStatus.RENEWING.value: "换证办理中",
    CertificateStatus.LOST.value: "遗失",
    "applying": "申领中",
    CertificateStatus.ACTIVE.value: "有效",
    CertificateStatus.RECALLED.value: "已收回",
    CertificateStatus.CANCELLED.value: "已注销",
    CertificateStatus.REVOKED.value: "已吊销",
    CertificateStatus.REPLACED.value: "已换发",
    CertificateStatus.REJECTED.value: "未核准",
}
STATE_CHIPS = {
    "none": "na",
    "expired": "late",
    "expiring": "due",
    CertificateStatus.SUSPENDED.value: "hold",
    CertificateStatus.RENEWING.value: "wait",
    CertificateStatus.LOST.value: "ask",
    "applying": "run",
    CertificateStatus.ACTIVE.value: "done",
    CertificateStatus.RECALLED.value: "back",
    CertificateStatus.CANCELLED.value: "void",
    CertificateStatus.REVOKED.value: "void",
    CertificateStatus.REPLACED.value: "void",
    CertificateStatus.REJECTED.value: "void",
}


def state_on(today: date, expiring_days: int, certificate: Any = EnforcementCertificate) -> ColumnElement[str]:
    """SQL for the state key of `certificate` on `today`; the last valid day itself still counts as valid.

    The steps of an application are one state here: 申领中.
    """
    return case(
        (certificate.id.is_(None), literal("none")),
        (certificate.status.in_(APPLYING), literal("applying")),
        (certificate.status.in_(CERTIFYING) & (certificate.valid_to < today), literal("expired")),
        (
            (certificate.status == CertificateStatus.ACTIVE)
            & (certificate.valid_to <= today + timedelta(days=expiring_days)),
            literal("expiring"),
        ),
        else_=certificate.status,
    )
