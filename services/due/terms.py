"""What ends by its term and is due for a decision: appointments and entrustments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select

from models.agency import EnforcementAgency, Entrustment
from models.roles import RoleHolder
from services.due.items import DueKind
from services.due.sources import DueSource
from services.role_kinds import role_kinds
from services.role_terms import ROLE_LABELS


def term_sources() -> Iterator[DueSource]:
    """Roles with a term, and entrustments."""
    holder = RoleHolder
    for kind in role_kinds():
        rows: Select[*tuple[Any, ...]] = (
            select(holder.id, holder.name, EnforcementAgency.name, holder.term_to, holder.organisation)
            .outerjoin(EnforcementAgency, EnforcementAgency.id == holder.agency_id)
            .where(holder.role == kind.role, holder.deleted_at.is_(None), holder.ended_on.is_(None))
        )
        yield DueSource(kind.name, DueKind.TERM, f"{ROLE_LABELS[kind.role]}届满", rows, holder.term_to)
    yield DueSource("entrustments", DueKind.TERM, "委托到期", _entrustments(), Entrustment.ends_on)


def _entrustments() -> Select[*tuple[Any, ...]]:
    rows: Select[*tuple[Any, ...]] = (
        select(Entrustment.id, Entrustment.matters, EnforcementAgency.name, Entrustment.ends_on, Entrustment.doc_no)
        .join(EnforcementAgency, EnforcementAgency.id == Entrustment.from_agency_id)
        .where(Entrustment.deleted_at.is_(None))
    )
    return rows
