"""What came of the training on paper: 学时达标汇总表, 未达标名单, 轮训情况表, of the county or of the units chosen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select

from models.certificate import EnforcementCertificate
from models.officer import EnforcementOfficer
from services.certificates.kinds import ENFORCING
from services.printing.forms.training_results import (
    ComplianceRow,
    ComplianceValues,
    RoundRow,
    RoundValues,
    UnmetRow,
    UnmetValues,
)
from services.register_papers.filling import Filling, day_text
from services.spec import hours_text
from services.training.compliance import Compliance, PersonYear, compliance
from services.training.overview import rotation_round
from services.training.words import lacking_text


def compliance_table(filling: Filling) -> list[ComplianceValues]:
    """学时达标汇总表 by unit."""
    found = compliance(filling.session, filling.year, filling.day)
    rows = tuple(
        ComplianceRow(unit.name, unit.whole.due, tuple(part.met for part in unit.parts), unit.whole.met)
        for unit in found.units
        if _asked(filling, unit.agency_id)
    )
    labels = tuple(constraint.label for constraint in found.rule.constraints)
    as_of, foot = day_text(found.as_of), filling.foot(_definition(filling, found))
    return [ComplianceValues(labels, rows, f"{found.year}年", found.rule.name, as_of, foot)]


def unmet_list(filling: Filling) -> list[UnmetValues]:
    """未达标人员名单: a line for every constraint that somebody has not met."""
    found = compliance(filling.session, filling.year, filling.day)
    short = [p for p in found.people if not p.met and _asked(filling, p.holder.agency_id)]
    short.sort(key=lambda person: (person.holder.unit, person.holder.officer_id))
    posts = _posts_and_numbers(filling, [person.holder.officer_id for person in short])
    rows = tuple(row for person in short for row in _unmet(found, person, *posts[person.holder.officer_id]))
    as_of, foot = day_text(found.as_of), filling.foot(_definition(filling, found))
    return [UnmetValues(rows, f"{found.year}年", found.rule.name, as_of, foot)]


def round_table(filling: Filling) -> list[RoundValues]:
    """全员轮训情况表 by unit."""
    found = rotation_round(filling.session, filling.year, filling.day)
    rows = tuple(
        RoundRow(name, rate.due, rate.met) for agency_id, name, rate in found.units if _asked(filling, agency_id)
    )
    words = found.footing
    if filling.chosen.ids:
        words = f"只列所选单位；全县{words}"
    title = f"{found.year}年行政执法人员全员轮训情况表"
    return [RoundValues(rows, title, day_text(found.deadline), day_text(found.until), filling.foot(words))]


def _asked(filling: Filling, agency_id: int | None) -> bool:
    return not filling.chosen.ids or agency_id in filling.chosen.ids


def _definition(filling: Filling, found: Compliance) -> str:
    """Whom the figures count, by which rule; the county's sums only where the county is printed."""
    if filling.chosen.ids:
        return f"{found.definition}只列所选单位。规则：{found.rule.words}。{found.remark}"
    return f"{found.definition}{found.footing}"


def _unmet(found: Compliance, person: PersonYear, post: str, number: str) -> list[UnmetRow]:
    rows = []
    for constraint, missing in zip(found.rule.constraints, person.shortfalls, strict=True):
        if missing:
            exempt = person.exempted(constraint.categories)
            rows.append(
                UnmetRow(
                    person.holder.unit, person.holder.name, post, number, constraint.label,
                    hours_text(constraint.minutes), hours_text(person.minutes(constraint.categories)),
                    hours_text(exempt) if exempt else "", lacking_text(missing),
                )
            )  # fmt: skip
    return rows


def _posts_and_numbers(filling: Filling, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    officer, card = EnforcementOfficer, EnforcementCertificate
    held = and_(card.officer_id == officer.id, card.current, card.kind.in_(ENFORCING), card.deleted_at.is_(None))
    rows = filling.session.execute(
        select(officer.id, officer.post, card.cert_no)
        .outerjoin(card, held)
        .where(officer.id.in_(ids))
        .order_by(card.id)
    )
    return {officer_id: (post or "", number or "") for officer_id, post, number in rows}
