"""Lists of units, of the people who serve beside the officers, and the table of a clean-up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from models.agency import AgencyState, EnforcementAgency, Entrustment, SubjectNotice
from models.roles import Role, RoleActivity, RoleHolder
from services.benches.cleanup_table import DEFINITION, UnitCleanup
from services.indicators import Reading
from services.printing.forms.clean_up import CleanUpRow, CleanUpValues
from services.printing.forms.legal_review import LegalReviewValues, Reviewer, ReviewUnit
from services.printing.forms.register_lists import AuxiliaryRow, CounselRow, ListValues, SubjectRow, SupervisorRow
from services.register_papers.filling import Filling, day_text, term_text
from services.role_terms import ROLE_LABELS, reviewers_at_home, serving_on
from services.spec import hundredths_text
from services.units.fields import KIND_LABELS

BY_CERTIFIED = "reviewers_certified"  # the denominator that counts certificates; the others stand on 指标总览
_MOVED = {"reassigned": "changed_post", "outside": "not_staff", "several": "several_cards", "idle": "no_case"}
_CLEANUP_KEYS = (
    *("before", "retired", "moved", "resigned", "deceased", "reassigned", "expired", "lost", "outside", "several"),
    *("idle", "other", "after"),
)
_ROLES: Mapping[str, tuple[Role, ...]] = {
    "supervisors": (Role.SUPERVISOR,),
    "social_supervisors": (Role.SOCIAL_SUPERVISOR,),
    "auxiliary": (Role.AUXILIARY,),
    "lawyers": (Role.PUBLIC_LAWYER, Role.LEGAL_ADVISER),
    "advisers": (Role.PUBLIC_LAWYER, Role.LEGAL_ADVISER),
}
_TRAINING = "培训"
_DEEDS = {"reviews": "法制审核", "major_cases": "重大案件", "lawsuits": "诉讼应诉", "regulations": "规范性文件"}


def subjects(filling: Filling) -> list[ListValues]:
    """执法主体清单; without a choice every unit that exists."""
    agency = EnforcementAgency
    wanted = select(agency).where(agency.deleted_at.is_(None))
    wanted = wanted.where(
        agency.id.in_(filling.chosen.ids) if filling.chosen.ids else agency.state == AgencyState.ACTIVE
    )
    units = filling.session.scalars(wanted.order_by(agency.name.collate("PINYIN"), agency.id)).all()
    ids = [unit.id for unit in units]
    entrusted, announced = _entrustments(filling, ids), _announcements(filling, ids)
    rows = tuple(
        SubjectRow(
            unit.name,
            KIND_LABELS[unit.kind.value],
            unit.enforcement_basis or unit.founding_basis or "",
            unit.legal_person or "",
            unit.address or "",
            "、".join(dict.fromkeys(filter(None, (unit.phone, unit.complaint_phone)))),
            "；".join(entrusted.get(unit.id, [])),
            announced.get(unit.id, ""),
            "" if unit.state is AgencyState.ACTIVE else "已撤销",
        )
        for unit in units
    )
    words = f"本清单{len(rows)}个单位；委托只列截至日在期限内的，公告文号取最近一次。"
    return [ListValues(rows, filling.as_of, filling.foot(words))]


def clean_up(filling: Filling) -> list[CleanUpValues]:
    """资格清理统计表, from the same figures as the page 资格清理."""
    table = filling.cleanup()
    recalled = sum(unit.numbers["recalled"] for unit in table.units)
    words = DEFINITION.removeprefix("口径：") + (f"拟注销一栏含收回{recalled}本。" if recalled else "")
    rows = tuple(_cleanup_row(unit) for unit in table.units)
    return [CleanUpValues(rows, table.campaign or f"截至{day_text(table.day)}", filling.foot(words))]


def legal_review(filling: Filling) -> list[LegalReviewValues]:
    """法制审核人员登记清单 with the shares of 指标总览, by the number of certified officers."""
    indicator = next(each for each in filling.indicators(filling.day) if each.key == BY_CERTIFIED)
    reviewers = reviewers_at_home(filling.session, filling.day)
    wanted = _review_units(filling)
    found = filling.session.scalars(select(EnforcementAgency).where(EnforcementAgency.deleted_at.is_(None)))
    agencies = {unit.id: unit for unit in found}
    units = []
    for reading in indicator.units:
        unit = agencies.get(reading.unit_id or 0)
        people = reviewers.get(reading.unit_id or 0, ())
        if unit is None or (wanted and unit.id not in wanted) or not (wanted or people or reading.denominator):
            continue
        shown = tuple(_reviewer(holder) for holder in people)
        units.append(_figures(reading, ReviewUnit(unit.name, unit.legal_section or "", unit.legal_head or "", shown)))
    total = None if wanted else _figures(indicator.county, ReviewUnit("全县合计"))
    foot = filling.foot(f"{indicator.definition}依据：{indicator.basis or '待确认'}。")
    return [LegalReviewValues(tuple(units), total, filling.as_of, foot)]


def supervisors(filling: Filling) -> list[ListValues]:
    """执法监督员名册, of either ledger."""
    holders = _holders(filling)
    units, deeds = _unit_names(filling, holders), _deeds(filling, holders)
    rows = []
    for one in holders:
        count = deeds[one.id]
        place = one.organisation or units.get(one.agency_id or 0, "")
        rows.append(
            SupervisorRow(
                one.name, one.gender or "", day_text(one.birth)[:7], one.politics or "", f"{place}{one.post or ''}",
                one.sector or "", one.recommended or "", one.card_no or "", term_text(one.term_from, one.term_to),
                one.domain or "", str(count[_TRAINING]), str(count.total() - count[_TRAINING]), one.note or "",
            )
        )  # fmt: skip
    return [ListValues(tuple(rows), filling.as_of, filling.foot(_role_words(filling, len(rows))))]


def auxiliaries(filling: Filling) -> list[ListValues]:
    """辅助人员名册."""
    holders = _holders(filling)
    units = _unit_names(filling, holders)
    rows = tuple(
        AuxiliaryRow(
            units.get(one.agency_id or 0, ""), one.name, one.gender or "", one.card_no or "", one.recommended or "",
            one.post or "", one.assessment or "", day_text(one.term_from), day_text(one.ended_on), one.note or "",
        )
        for one in holders
    )  # fmt: skip
    words = f"{_role_words(filling, len(rows))}辅助人员不持执法证件。"
    return [ListValues(rows, filling.as_of, filling.foot(words))]


def counsels(filling: Filling) -> list[ListValues]:
    """公职律师和法律顾问名册 with how often each took part."""
    holders = _holders(filling)
    units, deeds = _unit_names(filling, holders), _deeds(filling, holders)
    rows = tuple(
        CounselRow(
            unit=units.get(one.agency_id or 0, ""),
            name=one.name,
            kind=ROLE_LABELS[one.role],
            card_no=one.card_no or "",
            certified_on=day_text(one.qualified_on),
            firm=one.organisation or "",
            term=term_text(one.term_from, one.term_to),
            contract=one.contract_no or "",
            fee=hundredths_text(one.fee) if one.fee is not None else "",
            assessed=one.assessment or "",
            note=one.note or "",
            **{key: str(deeds[one.id][kind]) for key, kind in _DEEDS.items()},
        )
        for one in holders
    )
    words = f"{_role_words(filling, len(rows))}参与事项按履职记录计次，费用单位为元。"
    return [ListValues(rows, filling.as_of, filling.foot(words))]


def _entrustments(filling: Filling, ids: Sequence[int]) -> Mapping[int, list[str]]:
    row = Entrustment
    found = filling.session.execute(
        select(row, EnforcementAgency.name)
        .join(EnforcementAgency, EnforcementAgency.id == row.from_agency_id)
        .where(
            row.to_agency_id.in_(ids),
            row.deleted_at.is_(None),
            row.starts_on <= filling.day,
            or_(row.ends_on.is_(None), row.ends_on >= filling.day),
        )
        .order_by(row.starts_on, row.id)
    )
    words: defaultdict[int, list[str]] = defaultdict(list)
    for one, name in found:
        words[one.to_agency_id].append(f"{name}，{term_text(one.starts_on, one.ends_on, '长期')}")
    return words


def _announcements(filling: Filling, ids: Sequence[int]) -> Mapping[int, str]:
    row = SubjectNotice
    found = filling.session.scalars(
        select(row)
        .where(row.agency_id.in_(ids), row.deleted_at.is_(None), row.announced_on <= filling.day)
        .order_by(row.announced_on, row.id)
    )
    return {one.agency_id: one.doc_no for one in found}


def _cleanup_row(unit: UnitCleanup) -> CleanUpRow:
    numbers: dict[str, Any] = {_MOVED.get(key, key): unit.numbers[key] for key in _CLEANUP_KEYS}
    return CleanUpRow(unit.unit, **numbers, to_cancel=unit.numbers["cancelled"] + unit.numbers["recalled"])


def _review_units(filling: Filling) -> frozenset[int]:
    """The chosen units, or those of the chosen reviewers; empty for all."""
    chosen = filling.chosen
    if chosen.ledger != "reviewers":
        return frozenset(chosen.ids)
    named = select(RoleHolder.agency_id).where(RoleHolder.id.in_(chosen.ids), RoleHolder.agency_id.is_not(None))
    return frozenset(one for one in filling.session.scalars(named) if one is not None)


def _figures(reading: Reading, unit: ReviewUnit) -> ReviewUnit:
    denominator = "" if reading.denominator is None else str(reading.denominator)
    return ReviewUnit(
        unit.unit, unit.organ, unit.head, unit.reviewers, denominator, str(reading.numerator), reading.percent,
        {True: "达标", False: f"未达标，{reading.result}", None: "不适用"}[reading.met],
    )  # fmt: skip


def _reviewer(holder: RoleHolder) -> Reviewer:
    return Reviewer(
        holder.name,
        holder.gender or "",
        holder.post or "",
        "专职" if holder.full_time else "兼职",
        holder.staffing or "",
        holder.education or "",
        "，".join(filter(None, (holder.qualification_no, day_text(holder.qualified_on)))),
        "是" if holder.public_lawyer else "否",
        holder.card_no or "",
        day_text(holder.began_on),
        holder.phone or "",
        holder.note or "",
    )


def _holders(filling: Filling) -> Sequence[RoleHolder]:
    """The chosen ones, else all who serve on the day."""
    row, chosen = RoleHolder, filling.chosen
    wanted = select(row).outerjoin(EnforcementAgency, EnforcementAgency.id == row.agency_id)
    wanted = wanted.where(row.deleted_at.is_(None), row.role.in_(_ROLES[chosen.ledger]))
    wanted = wanted.where(row.id.in_(chosen.ids) if chosen.ids else serving_on(filling.day))
    order = (func.coalesce(EnforcementAgency.name, row.organisation).collate("PINYIN"), row.role, row.id)
    return filling.session.scalars(wanted.order_by(*order)).all()


def _unit_names(filling: Filling, holders: Sequence[RoleHolder]) -> Mapping[int, str]:
    agency, ids = EnforcementAgency, {one.agency_id for one in holders}
    return dict(iter(filling.session.execute(select(agency.id, agency.name).where(agency.id.in_(ids)))))


def _deeds(filling: Filling, holders: Sequence[RoleHolder]) -> Mapping[int, Counter[str]]:
    """How often each did what."""
    row, ids = RoleActivity, [one.id for one in holders]
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    found = select(row.holder_id, row.kind).where(row.holder_id.in_(ids), row.deleted_at.is_(None))
    for holder_id, kind in filling.session.execute(found):
        counted[holder_id][kind] += 1
    return counted


def _role_words(filling: Filling, count: int) -> str:
    who = "所选人员" if filling.chosen.ids else "截至日在任人员"
    return f"本名册为{who}，共{count}人。"
