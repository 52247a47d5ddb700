"""One act for many certificates with one undo: all or none, and where one fails, every failing holder is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency, FormerName
from models.certificate import CertificateKind, CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer
from services.certificates import fields as ask
from services.certificates.acts import carry_out
from services.certificates.cards import current_certificate
from services.certificates.facts import Facts
from services.certificates.kinds import ENDED, HELD, STATUS_LABELS
from services.certificates.machine import Transition, transition
from services.certificates.offered import act_on, fields_of, start_values
from services.certificates.rules import LifeRules, life_rules
from services.errors import ConflictError, ServiceError
from services.query import Outcome
from services.spec import FieldSpec, Kind
from services.uow import Database

HOW_RENAMED = {"change": "证面不换，登记变更", "renew": "发起换证"}
RENAME = (
    FieldSpec("how", "怎样办", Kind.CHOICE, required=True, choices=HOW_RENAMED),
    ask.WHY,
    ask.dated("日期"),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """`act` is the machine's name for what is done to each certificate."""

    name: str
    label: str
    icon: str
    act: str


BATCHES = (
    Batch("check", "年审", "st-done", "check"),
    Batch("renew", "批量发起换证", "reload", "renew"),
    Batch("rename", "单位更名换发", "st-change", "change"),
    Batch("recall", "批量收回", "st-back", "recall"),
    Batch("cancel", "批量注销", "st-void", "cancel"),
    Batch("void_old", "旧证作废", "st-void", "void"),
)
BATCH = {batch.name: batch for batch in BATCHES}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one certificate stops the batch."""

    holder: str
    unit: str
    why: str


class BatchRefusedError(ConflictError):
    """Names every holder that stands against the batch; nothing was changed."""

    title = "有的证件不能办理"

    def __init__(self, failures: Sequence[Failure], total: int) -> None:
        self.failures = tuple(failures)
        grouped: dict[str, list[str]] = {}
        for failure in failures:
            grouped.setdefault(failure.why.rstrip("。"), []).append(f"{failure.holder}（{failure.unit}）")
        lines = [f"{why}：{'、'.join(names)}。" for why, names in grouped.items()]
        super().__init__("\n".join([f"{len(failures)}本不能办理，{total}本都没有改动。去掉这些再办。", *lines]))


def batch_fields(session: Session, batch: Batch) -> tuple[FieldSpec, ...]:
    """What the common dialog asks for; the next check is computed for each certificate."""
    if batch.name == "rename":
        return RENAME
    return tuple(f for f in fields_of(session, _sample_act(batch)) if f.key != "next_check_on")


def batch_start(session: Session, batch: Batch, today: date, bureau: str) -> Mapping[str, Any]:
    """What the dialog shows first."""
    if batch.name == "rename":
        return {"how": "change", "on": today, "reason": "单位更名"}
    return start_values(_sample_act(batch), Facts(today, issuer=bureau), life_rules(session), bureau)


def run_batch(
    database: Database, name: str, certificate_ids: Sequence[int], values: Mapping[str, Any], today: date
) -> Outcome:
    """All of them in one transaction. BatchRefusedError with every failing holder; nothing is stored then."""
    batch = BATCH[name]
    failures: list[Failure] = []
    with database.write(batch.label) as session:
        rules = life_rules(session)
        for certificate_id in certificate_ids:
            certificate = session.get_one(EnforcementCertificate, certificate_id)
            officer = session.get_one(EnforcementOfficer, certificate.officer_id)
            agency = session.get_one(EnforcementAgency, officer.agency_id)
            if why := _one(session, batch, officer, certificate, agency, values, rules, today):
                failures.append(Failure(officer.name, agency.short_name or agency.name, why))
        if failures:
            raise BatchRefusedError(failures, len(certificate_ids))
        if not certificate_ids:
            raise ConflictError("没有符合条件的证件，没有改动。")
        session.flush()
        group = session.info.get("group")
    return Outcome(f"已办理{batch.label.removeprefix('批量')}，共{len(certificate_ids)}本。", group)


def of_officers(session: Session, officer_ids: Sequence[int]) -> list[int]:
    """The current cards of these officers; ConflictError that names those who have none."""
    found, without = [], []
    for officer_id in officer_ids:
        card = current_certificate(session, officer_id)
        if card is None:
            without.append(session.get_one(EnforcementOfficer, officer_id).name)
        else:
            found.append(card.id)
    if without:
        raise ConflictError(f"{'、'.join(without)}没有证件，都没有改动。去掉这些再办。")
    return found


def old_style(session: Session) -> list[int]:
    """All cards of the old style that have not ended."""
    card = EnforcementCertificate
    return list(
        session.scalars(
            select(card.id).where(
                card.kind == CertificateKind.OLD, card.deleted_at.is_(None), card.status.not_in(ENDED)
            )
        )
    )


def prints_old_name() -> Any:
    """SQL, beside the certificate and its holder's unit: the card prints a name that the unit no longer bears."""
    card, agency, former = EnforcementCertificate, EnforcementAgency, FormerName
    renamed_since = (
        select(former.id)
        .where(former.agency_id == agency.id, former.deleted_at.is_(None), former.used_to >= card.valid_from)
        .exists()
    )
    printed = (card.unit_named.is_not(None)) & (card.unit_named != agency.name)
    return card.status.in_(HELD) & (printed | (card.unit_named.is_(None) & renamed_since))


def _one(
    session: Session,
    batch: Batch,
    officer: EnforcementOfficer,
    certificate: EnforcementCertificate,
    agency: EnforcementAgency,
    values: Mapping[str, Any],
    rules: LifeRules,
    today: date,
) -> str:
    """Empty where it was done."""
    name, asked = batch.act, dict(values)
    if batch.name == "rename":
        name, asked = _rename(certificate, agency, asked)
        if not name:
            return "证面已是现在的单位名称"
    act, about = act_on(session, certificate, name)
    if act is None:
        return f"证件{STATUS_LABELS[certificate.status.value]}，不能办理这一项"
    try:
        carry_out(session, officer, about, act, asked, rules, today)
    except ServiceError as refused:
        return str(refused)
    return ""


def _rename(
    certificate: EnforcementCertificate, agency: EnforcementAgency, asked: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    if certificate.unit_named == agency.name:
        return "", asked
    if asked.get("how") == "renew":
        return "renew", {**asked, "renewal_reason": "change"}
    return "change", {**asked, "unit_named": agency.name}


def _sample_act(batch: Batch) -> Transition:
    """The act as it most often begins, for its fields."""
    return next(filter(None, (transition(batch.act, status) for status in CertificateStatus)))
