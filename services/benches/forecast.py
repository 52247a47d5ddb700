"""When cards run out: by month, by unit and by the tiers of the province, with the people behind each figure.

Counted are the current enforcement cards, in force or in renewal, of officers on post, as the statistics count them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from services.benches.cards import begin_renewal, held_cards
from services.benches.computed import ComputedLedger
from services.benches.expiry import EXPIRED, FOREVER, LATER, TIER_WORDS, UNKNOWN, Forecast, forecast, tier_of, tier_word
from services.certificates.kinds import CERTIFYING, ENFORCING
from services.clock import Clock
from services.errors import ConflictError, ServiceError
from services.province_rules import RulesInForce, rules_in_force
from services.query import Action, Detail, LedgerQuery, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.uow import Database

OWN_TIERS = (180, 90, 60, 30)  # how the list is divided where the province says nothing; nobody is judged by it
STATUS_WORDS = {CertificateStatus.ACTIVE.value: "有效", CertificateStatus.RENEWING.value: "换证办理中"}
TOO_LATE = "已过期，本省规则不允许逾期换证。到“资格清理”里注销后重新申领。"


class ForecastLedger(ComputedLedger):
    """证件预警: one row per holder on post."""

    entity = EnforcementOfficer.__tablename__
    tables: ClassVar[frozenset[str]] = frozenset(
        {"enforcement_officer", "enforcement_certificate", "enforcement_agency", "province_rule", "setting"}
    )
    spec = LedgerSpec(
        name="expiry",
        title="证件预警",
        item="证件",
        purpose="今后24个月哪些证件到期，点月份看人。",
        unit_word="人",
        default_sort="valid_to",
        title_field="name",
        state_field="tier",
        addable=False,
        removable=False,
        empty_hint="登记或导入执法人员和证件后，到期的会按月列在这里。",
        fields=(
            FieldSpec("name", "姓名", width_chars=4, in_form=False),
            FieldSpec(
                "tier",
                "到期情况",
                Kind.CHOICE,
                choices=TIER_WORDS,
                states={
                    EXPIRED: "late",
                    "t1": "due",
                    "t2": "due",
                    "t3": "due",
                    "t4": "wait",
                    LATER: "done",
                    FOREVER: "long",
                    UNKNOWN: "ask",
                },
                in_form=False,
                width_chars=7,
            ),
            FieldSpec(
                "agency_id", "单位", Kind.REFERENCE, reference="units", in_filter=True, in_form=False, width_chars=8
            ),
            FieldSpec("cert_no", "执法证号", Kind.CODE, in_form=False, width_chars=6),
            FieldSpec("valid_to", "有效期至", Kind.DATE, in_form=False, width_chars=6),
            FieldSpec("days_left", "剩余天数", Kind.INTEGER, computed=True, in_form=False, width_chars=5),
            FieldSpec(
                "status",
                "证件状态",
                Kind.CHOICE,
                choices=STATUS_WORDS,
                in_filter=True,
                in_form=False,
                width_chars=5,
            ),
            FieldSpec("phone", "联系电话", Kind.CODE, in_form=False, in_table=False, width_chars=8),
        ),
    )

    def __init__(self, database: Database, now: Clock) -> None:
        super().__init__(database, now)
        words = {key: tier_word(key, self.tiers()) for key in TIER_WORDS}
        named = tuple(replace(f, choices=words) if f.key == "tier" else f for f in self.spec.fields)
        self.spec = replace(self.spec, fields=named)  # the days are the province's

    def found(self, session: Session, today: date) -> Sequence[LedgerRow]:
        """The holders on post."""
        rules = rules_in_force(session)
        return [_row(found, today, rules) for found in session.execute(_holders())]

    def forecast(self, query: LedgerQuery | None = None) -> Forecast:
        """The figures of the whole list, or of the part that `query` asks for, whatever days and tiers it asks for."""
        if query is None:
            return forecast(self.rows(), self.today)
        rest = tuple(condition for condition in query.conditions if condition.key not in ("valid_to", "tier"))
        return forecast(self._filtered(LedgerQuery(text=query.text, conditions=rest)), self.today)

    def tiers(self) -> tuple[int, ...]:
        """The days that part the list."""
        with self._db.read() as session:
            return _tiers(rules_in_force(session))

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """A renewal is begun from here; everything else is done in the register."""
        why = "" if row.values["status"] == CertificateStatus.ACTIVE.value else "已经在换证办理中。"
        if not why and row.values["tier"] == EXPIRED and self._no_late_renewal():
            why = TOO_LATE
        begin = Action("renew", "发起换证", "reload", main=not why, why_not=why)
        return (begin,) if row.values["tier"] != FOREVER else ()

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """发起换证 of one card."""
        return self.begin_renewals([row.id])

    def begin_renewals(self, officer_ids: Sequence[int]) -> Outcome:
        """发起换证 for these people in one act; those whose card is not in force are left and counted.

        ConflictError where none is.
        """
        begun, refused = 0, ""
        with self._db.write("发起换证") as session:
            for officer_id in officer_ids:
                card = next(iter(held_cards(session, officer_id)), None)
                if card is None or card.status is not CertificateStatus.ACTIVE:
                    continue
                try:
                    begin_renewal(session, session.get_one(EnforcementOfficer, officer_id), card, self.today)
                    begun += 1
                except ServiceError as why:
                    refused = refused or str(why)
            if not begun:
                raise ConflictError(refused or "所选的人没有可以发起换证的有效证件，没有改动。")
            session.flush()
            group = session.info.get("group")
        left = len(officer_ids) - begun
        rest = f"另有{left}人没有办理：{refused or '证件不是有效状态。'}" if left else ""
        return Outcome(f"已为{begun}人发起换证。{rest}", group)

    def _no_late_renewal(self) -> bool:
        """Whether the province rules it out; where nobody knows, the clerk decides."""
        with self._db.read() as session:
            return rules_in_force(session).yes("late_renewal") is False

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """How the unit stands as a whole."""
        unit = row.labels["agency_id"]
        mine = next((found for found in self.forecast().units if found.unit == unit), None)
        if mine is None:
            return ()
        tiers = self.tiers()
        lines = [(tier_word(key, tiers), f"{mine.tiers[key]}人") for key in TIER_WORDS if mine.tiers[key]]
        if mine.one_year is not None:
            lines.append(("提示", f"{mine.count}人的证件都在{mine.one_year}年到期，请分批安排换证。"))
        return (Detail(f"{unit}持证{mine.count}人", tuple(lines)),)


def _holders() -> Any:
    officer, card = EnforcementOfficer, EnforcementCertificate
    return (
        select(
            officer.id,
            officer.row_version,
            officer.name,
            officer.phone,
            officer.agency_id,
            EnforcementAgency.name.label("unit"),
            card.cert_no,
            card.valid_to,
            card.valid_forever,
            card.status,
        )
        .join(card, card.officer_id == officer.id)
        .join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
        .where(
            officer.deleted_at.is_(None),
            officer.post_status == PostStatus.ON_POST,
            card.deleted_at.is_(None),
            card.current,
            card.kind.in_(ENFORCING),
            card.status.in_(CERTIFYING),
        )
    )


def _tiers(rules: RulesInForce) -> tuple[int, ...]:
    return tuple(sorted(rules.integers("expiry_tiers") or OWN_TIERS))


def _row(found: Row[Any], today: date, rules: RulesInForce) -> LedgerRow:
    return LedgerRow(
        found.id,
        found.row_version,
        {
            "name": found.name,
            "tier": tier_of(found.valid_to, found.valid_forever, today, _tiers(rules)),
            "agency_id": found.agency_id,
            "cert_no": found.cert_no,
            "valid_to": found.valid_to,
            "days_left": (found.valid_to - today).days if found.valid_to and not found.valid_forever else None,
            "status": found.status.value,
            "phone": found.phone,
        },
        {"agency_id": found.unit},
    )
