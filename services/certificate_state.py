"""What a certificate is on a given day: decided states as stored, expiry computed from the printed date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal

from models.certificate import CertificateStatus, EnforcementCertificate

STATE_LABELS = {
    "none": "无证",
    "expired": "已过期",
    "expiring": "即将到期",
    CertificateStatus.SUSPENDED.value: "暂扣",
    CertificateStatus.RENEWING.value: "换证办理中",
    CertificateStatus.LOST.value: "遗失",
    CertificateStatus.ACTIVE.value: "有效",
    CertificateStatus.RECALLED.value: "已收回",
    CertificateStatus.CANCELLED.value: "已注销",
    CertificateStatus.REVOKED.value: "已吊销",
    CertificateStatus.REPLACED.value: "已换发",
}
STATE_CHIPS = {
    "none": "na",
    "expired": "late",
    "expiring": "due",
    CertificateStatus.SUSPENDED.value: "hold",
    CertificateStatus.RENEWING.value: "wait",
    CertificateStatus.LOST.value: "ask",
    CertificateStatus.ACTIVE.value: "done",
    CertificateStatus.RECALLED.value: "back",
    CertificateStatus.CANCELLED.value: "void",
    CertificateStatus.REVOKED.value: "void",
    CertificateStatus.REPLACED.value: "void",
}


def state_on(today: date, expiring_days: int, certificate: Any = EnforcementCertificate) -> ColumnElement[str]:
    """SQL for the state key of `certificate` on `today`; the last valid day itself still counts as valid."""
    live = certificate.status.in_((CertificateStatus.ACTIVE, CertificateStatus.RENEWING))
    return case(
        (certificate.id.is_(None), literal("none")),
        (live & (certificate.valid_to < today), literal("expired")),
        (
            (certificate.status == CertificateStatus.ACTIVE)
            & (certificate.valid_to <= today + timedelta(days=expiring_days)),
            literal("expiring"),
        ),
        else_=certificate.status,
    )
