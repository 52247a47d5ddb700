"""Officers with unit and card, in the words that forms print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate, Qualification, QualificationKind
from models.officer import AnnualAssessment, EnforcementOfficer, ExitCase
from services.certificate_state import STATE_LABELS, state_on
from services.certificates.kinds import ENFORCING, KIND_LABELS, POST_LABELS
from services.printing.forms.officer_values import OfficerValues
from services.register_papers.filling import Filling, day_text
from services.settings import value_of
from services.spec import mask_identity

FOREVER = "长期"
_PLAIN = (
    "name", "gender", "nation", "politics", "education", "degree", "major", "school", "dept", "post", "rank",
    "staffing", "domain", "region", "phone", "exam_public", "exam_special", "note",
)  # fmt: skip
_CARD = ("cert_no", "old_cert_no", "min_cert_no", "issuer")
_BY_OFFICER = {"exits": ExitCase, "assessments": AnnualAssessment}
"""Ledgers whose rows are about an officer."""
_Row = tuple[EnforcementOfficer, EnforcementAgency, EnforcementCertificate | None, str]


@dataclass(frozen=True, slots=True)
class Person:
    """An officer, the unit, the card in question, its state on the day, and all of it in words."""

    officer: EnforcementOfficer
    unit: EnforcementAgency
    card: EnforcementCertificate | None
    state: str
    values: OfficerValues


def people(filling: Filling, *, photos: bool = False) -> list[Person]:
    """Who was chosen, by unit; `photos` where the form shows them."""
    rows = _read(filling)
    pictures = filling.photos.of(filling.session, [row[0] for row in rows]) if photos else {}
    ids = [row[0].id for row in rows]
    scores, first_cards = _scores(filling, ids), _first_cards(filling, ids)
    made = []
    for officer, unit, card, state in rows:
        words = officer_values(officer, unit, card, state, full=filling.full)
        passed = scores.get(officer.id, {})
        words = replace(
            words,
            exam_public=words.exam_public or passed.get(QualificationKind.PUBLIC_LAW, ""),
            exam_special=words.exam_special or passed.get(QualificationKind.SPECIAL, ""),
            enforcing_since=day_text(first_cards.get(officer.id)),
            photo=pictures.get(officer.id),
        )
        made.append(Person(officer, unit, card, state, words))
    return made


def officer_values(
    officer: EnforcementOfficer,
    unit: EnforcementAgency,
    card: EnforcementCertificate | None,
    state: str,
    *,
    full: bool,
) -> OfficerValues:
    """The register's words; without `full` the ID number shows its ends only."""
    number = officer.id_no or ""
    words: dict[str, Any] = {key: getattr(officer, key) or "" for key in _PLAIN}
    if card is not None:
        words |= {key: getattr(card, key) or "" for key in _CARD}
        words |= {
            "cert_kind": KIND_LABELS[card.kind.value],
            "issue_date": day_text(card.issue_date),
            "valid_from": day_text(card.valid_from or card.issue_date),
            "valid_to": last_day_words(card),
            "domain": card.domain or words["domain"],
            "region": card.region or words["region"],
        }
    return OfficerValues(
        **words,
        id_no=number if full else mask_identity(number),
        birth=day_text(officer.birth),
        unit=unit.name,
        cert_state=STATE_LABELS.get(state, state),
        post_status=POST_LABELS[officer.post_status.value],
    )


def last_day_words(card: EnforcementCertificate) -> str:
    """有效期至."""
    return FOREVER if card.valid_forever else day_text(card.valid_to)


def score_words(score: int | None) -> str:
    """Hundredths of a point as an exam list writes them: 88, 88.5."""
    if score is None:
        return ""
    return f"{score // 100}" if score % 100 == 0 else f"{score / 100:.2f}".rstrip("0")


def _read(filling: Filling) -> list[_Row]:
    """Each chosen officer once with the current card, or each chosen card with its holder."""
    chosen, card = filling.chosen, EnforcementCertificate
    by_card = chosen.ledger in ("certificates", "applications")
    beside: ColumnElement[bool] = card.deleted_at.is_(None)
    if not by_card:
        beside = and_(beside, card.current, card.kind.in_(ENFORCING))
    expiring = value_of(filling.session, "expiring_days")
    statement = (
        select(EnforcementOfficer, EnforcementAgency, card, state_on(filling.day, expiring))
        .join(EnforcementAgency, EnforcementAgency.id == EnforcementOfficer.agency_id)
        .join(card, and_(card.officer_id == EnforcementOfficer.id, beside), isouter=not by_card)
        .where(EnforcementOfficer.deleted_at.is_(None))
        .order_by(EnforcementAgency.name.collate("PINYIN"), EnforcementAgency.id, EnforcementOfficer.id, card.id.desc())
    )
    column = card.id if by_card else EnforcementOfficer.id
    if chosen.ledger in ("units", "compliance"):
        column = EnforcementAgency.id
    if chosen.ids:
        statement = statement.where(column.in_(_wanted(filling)))
    seen: set[int] = set()
    found: list[_Row] = []
    for officer, unit, held, state in filling.session.execute(statement):
        key = held.id if by_card else officer.id
        if key not in seen:
            seen.add(key)
            found.append((officer, unit, held, state))
    return found


def _wanted(filling: Filling) -> Sequence[int]:
    """Ids of officers, cards or units, whichever the chosen rows are about."""
    chosen = filling.chosen
    record: Any = _BY_OFFICER.get(chosen.ledger)
    if record is None:
        return chosen.ids
    return filling.session.scalars(select(record.officer_id).where(record.id.in_(chosen.ids)).distinct()).all()


def _scores(filling: Filling, ids: Sequence[int]) -> dict[int, dict[QualificationKind, str]]:
    """The last exam of each kind that was passed."""
    found: dict[int, dict[QualificationKind, str]] = {}
    exam = Qualification
    rows = filling.session.scalars(
        select(exam)
        .where(exam.officer_id.in_(ids), exam.passed, exam.deleted_at.is_(None), exam.cancelled_on.is_(None))
        .order_by(exam.exam_on, exam.id)
    )
    for row in rows:
        found.setdefault(row.officer_id, {})[row.kind] = score_words(row.score) or "合格"
    return found


def _first_cards(filling: Filling, ids: Sequence[int]) -> dict[int, date]:
    """Since when each has held a card that allows enforcing."""
    card = EnforcementCertificate
    rows = filling.session.execute(
        select(card.officer_id, func.min(func.coalesce(card.issue_date, card.valid_from)))
        .where(card.officer_id.in_(ids), card.kind.in_(ENFORCING), card.deleted_at.is_(None))
        .group_by(card.officer_id)
    )
    return {officer_id: date.fromisoformat(str(day)) for officer_id, day in rows if day}
