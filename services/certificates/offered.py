"""The acts of a certificate as buttons of a row: which are offered, what they ask for, why one cannot be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer
from services.certificates.acts import reason_labels
from services.certificates.facts import Facts
from services.certificates.kinds import APPLYING
from services.certificates.machine import APPLICATION_NAMES, Transition, transition, transitions_from
from services.certificates.rules import LifeRules
from services.certificates.situation import open_successor, read_facts
from services.query import Action
from services.spec import FieldSpec

BY_ISSUER = frozenset({"approve", "revoke"})


def offered_acts(
    session: Session,
    officer: EnforcementOfficer,
    certificate: EnforcementCertificate | None,
    rules: LifeRules,
    today: date,
    bureau: str,
) -> tuple[Action, ...]:
    """The next acts of the certificate; of one that is being renewed also those of the application."""
    application = open_successor(session, certificate.id) if certificate is not None else None
    under_way = application is not None and application.status in APPLYING - {CertificateStatus.DRAFT}
    found: list[Action] = []
    if application is not None and application.status in APPLYING:
        facts = read_facts(session, officer, application, rules, today)
        found += _actions(session, facts, rules, bureau, main=under_way)
    facts = read_facts(session, officer, certificate, rules, today)
    return (*found, *_actions(session, facts, rules, bureau, main=not under_way))


def act_on(
    session: Session, certificate: EnforcementCertificate | None, name: str
) -> tuple[Transition | None, EnforcementCertificate | None]:
    """The act as it begins now, and the certificate that it is about: of a renewal, the application."""
    if certificate is not None and name in APPLICATION_NAMES and certificate.status not in APPLYING:
        certificate = open_successor(session, certificate.id)
    return transition(name, certificate.status if certificate is not None else None), certificate


def fields_of(session: Session, act: Transition) -> tuple[FieldSpec, ...]:
    """What it asks for, reasons filled in; where the bureau has no reason codes, the reason is written out."""
    if act.reasons is None:
        return act.fields
    labels = reason_labels(session, act.reasons)
    if not labels:
        return tuple(replace(f, required=f.required or f.key == "reason") for f in act.fields if f.key != "reason_code")
    return tuple(replace(f, choices=labels) if f.key == "reason_code" else f for f in act.fields)


def _actions(session: Session, facts: Facts, rules: LifeRules, bureau: str, *, main: bool) -> Iterator[Action]:
    for act in transitions_from(facts.status):
        if not act.offered(facts):
            continue
        if facts.renews and act.name == "reject" and facts.status is CertificateStatus.DRAFT:
            continue  # that is what 撤回换证 does
        yield Action(
            act.name,
            act.label,
            act.icon,
            fields_of(session, act),
            start_values(act, facts, rules, bureau),
            main=main and act.main,
            why_not=act.why_not(facts),
        )


def start_values(act: Transition, facts: Facts, rules: LifeRules, bureau: str) -> Mapping[str, Any]:
    """What the form shows before anybody types."""
    values: dict[str, Any] = {
        "on": facts.today,
        "decided_by": (facts.issuer or rules.issuing_body) if act.name in BY_ISSUER else bureau,
        "check_result": "passed",
        "renewal_reason": "expiry",
        "education": bool(rules.off_post_minutes),
        "issuer": facts.issuer or rules.issuing_body,
        "card_returned": act.name in ("replace", "issue") or facts.status is CertificateStatus.RECALLED,
        "test_passed": bool(facts.test_passed),
    }
    return {f.key: values[f.key] for f in act.fields if values.get(f.key) not in (None, "")}
