"""Carries an act of the machine out, or says why not; everything is asked again inside the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.certificate import CertificateKind, EnforcementCertificate
from models.officer import EnforcementOfficer
from models.province import ReasonCode, ReasonGroup
from services.certificates.effects import EFFECTS, Step, plain_effect
from services.certificates.machine import Transition
from services.certificates.rules import LifeRules
from services.certificates.situation import read_facts
from services.errors import ConflictError, ValidationError


@dataclass(frozen=True, slots=True)
class Done:
    """What to tell the clerk, and the certificate that now counts."""

    words: str
    certificate: EnforcementCertificate
    remarks: tuple[str, ...] = ()


def carry_out(
    session: Session,
    officer: EnforcementOfficer,
    certificate: EnforcementCertificate | None,
    act: Transition,
    values: Mapping[str, Any],
    rules: LifeRules,
    today: date,
    *,
    kind: CertificateKind = CertificateKind.ENFORCEMENT,
) -> Done:
    """Do it. ConflictError where a guard stands against it, ValidationError by field where an answer does not fit."""
    facts = read_facts(session, officer, certificate, rules, today, kind=kind)
    if facts.status not in act.sources:
        raise ConflictError("证件现在的状态不能办理这一项，没有改动。刷新后再看。")
    if why := act.why_not(facts):
        raise ConflictError(why)
    asked = {**values, "on": values.get("on") or values.get("issue_date") or today}
    if faults := act.faults(facts, asked):
        shown = {f.key for f in act.fields}
        raise ValidationError({key if key in shown else "issue_date": words for key, words in faults.items()})
    step = Step(session, officer, certificate, act, asked, rules, facts, _reason(session, act, asked))
    counted = EFFECTS.get(act.name, plain_effect)(step)
    session.flush()
    paper = f"要出具{act.paper}。" if act.paper else ""
    return Done(act.done, counted, tuple(filter(None, (paper, *act.remarks(facts, asked)))))


def reason_labels(session: Session, group: ReasonGroup) -> dict[str, str]:
    """Code → words of the reasons that an act may have; those out of use are left out."""
    rows = session.execute(
        select(ReasonCode.code, ReasonCode.label)
        .where(ReasonCode.group == group, ReasonCode.deleted_at.is_(None), ReasonCode.retired.is_(False))
        .order_by(ReasonCode.id)
    )
    return {row.code: row.label for row in rows}


def _reason(session: Session, act: Transition, asked: Mapping[str, Any]) -> str | None:
    code, words = asked.get("reason_code"), asked.get("reason")
    label = reason_labels(session, act.reasons).get(str(code), "") if act.reasons and code else ""
    return "；".join(filter(None, (label, words)))[:300] or None
