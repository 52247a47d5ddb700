"""The rows of the clean-up: what was found about an officer beside what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cleanup import CleanupChoice, CleanupDecision
from models.officer import EnforcementOfficer
from services.benches.campaigns import Campaign
from services.benches.cleanup_acts import reasons_of
from services.benches.cleanup_reasons import REASON_LABELS, Finding, Holder, Reason, proposal
from services.benches.cleanup_spec import (
    ASK,
    CHECK_FIRST,
    CLEANUP_SPEC,
    DONE,
    OPEN,
    OVERDUE,
    TODO,
    groups_of,
    reason_words,
)
from services.exits import officers_with_open_exits
from services.query import LedgerRow


def decisions_of(session: Session, campaign: Campaign | None) -> dict[int, CleanupDecision]:
    """By officer, of the people who are in the register still; none without a campaign."""
    if campaign is None:
        return {}
    found = session.scalars(
        select(CleanupDecision)
        .join(EnforcementOfficer, EnforcementOfficer.id == CleanupDecision.officer_id)
        .where(
            CleanupDecision.campaign_id == campaign.id,
            CleanupDecision.deleted_at.is_(None),
            EnforcementOfficer.deleted_at.is_(None),
        )
    )
    return {decision.officer_id: decision for decision in found}


class Person(NamedTuple):
    """Who a row is about."""

    id: int
    row_version: int
    name: str
    agency_id: int
    exit_open: bool


def people_of(session: Session) -> dict[int, Person]:
    """Everybody in the register, and whether an exit is open."""
    open_exits = officers_with_open_exits(session)
    officer = EnforcementOfficer
    wanted = select(officer.id, officer.row_version, officer.name, officer.agency_id).where(
        officer.deleted_at.is_(None)
    )
    return {row.id: Person(*row, row.id in open_exits) for row in session.execute(wanted)}


def facts_of(holder: Holder, found: Sequence[Finding], until: date | None, today: date) -> dict[str, Any]:
    """What was found, as values of the row."""
    card = holder.cards[0]
    proposed = proposal(tuple(found))
    return {
        "reasons": reason_words([finding.reason for finding in found]),
        "codes": tuple(finding.reason.value for finding in found),
        "groups": groups_of([finding.reason for finding in found]),
        "lines": (*((REASON_LABELS[each.reason.value], each.evidence) for each in found), *_recall_line(until, today)),
        "evidence": "".join(finding.evidence for finding in found),
        "proposal": CHECK_FIRST if proposed is CleanupChoice.KEEP else proposed.value,
        "unsure": any(finding.unsure for finding in found),
        "cert_no": card.cert_no,
        "valid_to": card.valid_to,
        "recall_until": until,
        "recall": None if until is None else OVERDUE if until < today else OPEN,
    }


def _recall_line(until: date | None, today: date) -> tuple[tuple[str, str], ...]:
    if until is None:
        return ()
    late = f"，已逾期{(today - until).days}天" if until < today else ""
    return (("收回期限", f"{until:%Y-%m-%d}{late}。"),)


def cleanup_row(
    person: Person,
    units: Mapping[int, str],
    facts: Mapping[str, Any],
    decision: CleanupDecision | None,
) -> LedgerRow:
    """One line; of somebody whom nothing speaks against any more the decision tells why he was in it."""
    values: dict[str, Any] = dict.fromkeys(f.key for f in CLEANUP_SPEC.fields)
    values |= {"codes": (), "groups": (), "lines": (), "evidence": "", "unsure": False}
    values |= {"choice": None, "decided_on": None, "exit_open": person.exit_open}
    values |= {"name": person.name, "state": TODO, "agency_id": person.agency_id, **facts}
    if values["proposal"] == CHECK_FIRST:
        values["state"] = ASK
    if decision is not None:
        reasons = reasons_of(decision)
        if not facts.get("codes"):
            values |= _as_decided(reasons, decision.choice)
        values |= {"choice": decision.choice.value, "note": decision.note, "decided_on": decision.decided_on}
        values |= {"state": DONE if decision.executed_on else decision.choice.value}
        values["agency_id"] = decision.agency_id  # as it stood then
    chief = values["groups"][0] if values["groups"] else None
    unit = units.get(values["agency_id"], "")
    return LedgerRow(person.id, person.row_version, values | {"group": chief}, {"agency_id": unit})


def _as_decided(reasons: Sequence[Reason], choice: CleanupChoice) -> dict[str, Any]:
    """The reasons of the day of the decision."""
    return {
        "reasons": reason_words(reasons),
        "codes": tuple(reason.value for reason in reasons),
        "groups": groups_of(reasons),
        "proposal": None if choice is CleanupChoice.KEEP else choice.value,
    }
