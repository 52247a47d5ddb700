"""Reason codes of acts: cancelling, suspending, revoking, exits and disciplines; rows that a bureau can add to."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateEvent, EventKind
from models.officer import Discipline, ExitCase
from models.province import ReasonCode, ReasonGroup
from services.spec import LedgerSpec

SHIPPED = Path(__file__).resolve().parents[1] / "resources" / "data" / "reason_codes.csv"
GROUP_LABELS = {
    ReasonGroup.CANCEL.value: "注销原因",
    ReasonGroup.SUSPEND.value: "暂扣原因",
    ReasonGroup.REVOKE.value: "吊销原因",
    ReasonGroup.EXIT.value: "退出情形",
    ReasonGroup.DISCIPLINE.value: "处分种类",
}
EVENTS = {
    ReasonGroup.CANCEL: EventKind.CANCELLED,
    ReasonGroup.SUSPEND: EventKind.SUSPENDED,
    ReasonGroup.REVOKE: EventKind.REVOKED,
}


def reasons(session: Session, group: ReasonGroup, *, retired: bool = False) -> dict[str, str]:
    """Code and words of a group's reasons in the order of their codes; `retired` ones too where asked for."""
    wanted = select(ReasonCode.code, ReasonCode.label).where(ReasonCode.group == group, ReasonCode.deleted_at.is_(None))
    if not retired:
        wanted = wanted.where(ReasonCode.retired.is_(False))
    return {row.code: row.label for row in session.execute(wanted.order_by(ReasonCode.code))}


def discipline_months(session: Session, code: str) -> int | None:
    """How many months the discipline called `code` lasts; None where it has no end or is not known."""
    return session.scalar(
        select(ReasonCode.months).where(ReasonCode.group == ReasonGroup.DISCIPLINE, ReasonCode.code == code)
    )


def last_day(decided_on: date, months: int) -> date:
    """The last day of a period of `months` that begins on `decided_on`: the day before the same day of that month.

    A day that the month lacks counts as the first of the next one, so that the last day of the month is included.
    """
    place = decided_on.year * 12 + decided_on.month - 1 + months
    year, month = place // 12, place % 12 + 1
    length = monthrange(year, month)[1]
    return date(year, month, decided_on.day) - timedelta(1) if decided_on.day <= length else date(year, month, length)


def with_choices(spec: LedgerSpec, key: str, choices: Mapping[str, str]) -> LedgerSpec:
    """The ledger whose field `key` offers the codes of the data file."""
    return replace(spec, fields=tuple(replace(f, choices=choices) if f.key == key else f for f in spec.fields))


def is_used(session: Session, group: ReasonGroup, code: str) -> bool:
    """Whether a record carries the code, so that it has to stay."""
    if group is ReasonGroup.DISCIPLINE:
        used = select(Discipline.id).where(Discipline.kind == code)
    elif group is ReasonGroup.EXIT:
        used = select(ExitCase.id).where(ExitCase.trigger == code)
    else:
        used = select(CertificateEvent.id).where(
            CertificateEvent.reason_code == code, CertificateEvent.kind == EVENTS[group]
        )
    return session.scalar(used.limit(1)) is not None


def take_shipped_reason_codes(session: Session) -> int:
    """Add the codes that come with the program and are not in the file yet; how many that were."""
    present = {(row.group.value, row.code) for row in session.scalars(select(ReasonCode))}
    added = 0
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if (line["group"], line["code"]) in present:
                continue
            months = int(line["months"]) if line["months"] else None
            session.add(
                ReasonCode(
                    group=ReasonGroup(line["group"]),
                    code=line["code"],
                    label=line["label"],
                    months=months,
                    basis=line["basis"] or None,
                )
            )
            added += 1
    return added
