"""执法证件: one row per certificate of every kind, those that ended included."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Select, case, func, inspect, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, CertificateKind, CertificateStatus, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer
from services.audit import plain_value
from services.certificate_state import STATE_CHIPS, STATE_LABELS, state_on
from services.certificates.acts import carry_out
from services.certificates.batch import BATCH, batch_fields, batch_start, old_style, prints_old_name, run_batch
from services.certificates.cards import current_beside, refuse_taken_number
from services.certificates.events import EventValues, begin, record
from services.certificates.kinds import ENDED, ENFORCING, HELD, KIND_LABELS, STATUS_LABELS
from services.certificates.machine import label_of
from services.certificates.offered import act_on, offered_acts
from services.certificates.rules import life_rules
from services.errors import ConflictError, ValidationError
from services.ledger import NOT_NOW, REMOVAL, BasicLedger
from services.ledger_select import Reference
from services.officer_acts import correction, take_back_wrong_event
from services.officer_details import event_lines
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

STATES = {key: label for key, label in STATE_LABELS.items() if key != "none"}
OLD_NAME = {"old": "单位已更名"}
PRINTED = ("cert_no", "issuer", "issue_date", "valid_from", "valid_to", "valid_forever", "unit_named")
BESIDE_HINT = "除行政执法证外还有部委执法证。能否两证并用，按本省规定核对。"
NOT_ALLOWED = "不允许"
SPEC = LedgerSpec(
    name="certificates",
    title="执法证件",
    item="证件",
    purpose="各种证件一本一行，已注销、换发的也在。",
    unit_word="本",
    default_sort="cert_state",
    then_by="valid_to",
    title_field="cert_no",
    state_field="cert_state",
    add_label="登记其他证件",
    empty_hint="执法证在“执法人员与证件”里登记或导入；监督证、听证主持人证、部委证在这里登记。",
    fields=(
        FieldSpec("cert_no", "证号", Kind.CODE, max_length=40, required=True, width_chars=6),
        FieldSpec(
            "cert_state", "状态", Kind.CHOICE, choices=STATES, states=STATE_CHIPS, computed=True, in_form=False,
            width_chars=7,
        ),
        FieldSpec("officer_id", "持证人", Kind.REFERENCE, reference="officers", required=True, width_chars=5),
        FieldSpec("unit", "单位", computed=True, in_form=False, width_chars=8),
        FieldSpec(
            "kind", "证件种类", Kind.CHOICE, required=True, choices=KIND_LABELS, in_filter=True, width_chars=7,
            help="执法证在“执法人员与证件”里申领或登记。",
        ),
        FieldSpec("valid_to", "有效期至", Kind.DATE, width_chars=6),
        FieldSpec("days_left", "剩余天数", Kind.INTEGER, computed=True, in_form=False, in_table=False, width_chars=5),
        FieldSpec("next_check_on", "下次年审", Kind.DATE, in_form=False, width_chars=6),
        FieldSpec("issuer", "发证机关", max_length=100, in_table=False),
        FieldSpec("issue_date", "发证日期", Kind.DATE, in_table=False),
        FieldSpec("valid_forever", "长期有效", Kind.BOOLEAN, in_table=False),
        FieldSpec("unit_named", "证面单位", max_length=100, in_table=False),
        FieldSpec(
            "old_name", "证面名称", Kind.CHOICE, choices=OLD_NAME, computed=True, in_form=False, in_filter=True,
            in_table=False,
        ),
        FieldSpec("status", "办理环节", Kind.CHOICE, choices=STATUS_LABELS, in_form=False, in_table=False),
        FieldSpec("old_cert_no", "原证号", Kind.CODE, in_form=False, in_table=False),
        FieldSpec("domain", "执法类别", max_length=100, in_table=False),
    ),
)  # fmt: skip


class CertificateLedger(BasicLedger[EnforcementCertificate]):
    """Acts as on the ledger of officers; the form registers the kinds that stand beside the enforcement card."""

    record = EnforcementCertificate
    references: ClassVar[Mapping[str, Reference]] = {"officer_id": Reference(EnforcementOfficer, further=("id_no",))}
    spec = SPEC

    def computed(self, today: date) -> Mapping[str, Any]:
        """State and days left today, the holder's unit, whether the card prints an old name."""
        card = EnforcementCertificate
        return {
            "cert_state": state_on(today, self.setting("expiring_days")),
            "unit": EnforcementAgency.name,
            "days_left": case(
                (card.status.in_(HELD), func.julianday(card.valid_to) - func.julianday(today.isoformat())), else_=None
            ),
            "old_name": case((prints_old_name(), literal("old")), else_=None),
        }

    def base(self, statement: Select[Any]) -> Select[Any]:
        """Beside each certificate its holder's unit."""
        return statement.join(EnforcementOfficer, EnforcementOfficer.id == EnforcementCertificate.officer_id).join(
            EnforcementAgency, EnforcementAgency.id == EnforcementOfficer.agency_id
        )

    @property
    def tables(self) -> frozenset[str]:
        """Events change what the pane shows."""
        return super().tables | {CertificateEvent.__tablename__, EnforcementAgency.__tablename__}

    def options(self, field_key: str) -> Sequence[tuple[Any, ...]]:
        """Holders with their units: two of one name must be told apart."""
        rows = select(EnforcementOfficer.id, EnforcementOfficer.name, EnforcementAgency.name, EnforcementOfficer.id_no)
        rows = rows.join(EnforcementAgency, EnforcementAgency.id == EnforcementOfficer.agency_id)
        rows = rows.where(EnforcementOfficer.deleted_at.is_(None))
        with self._db.read() as session:
            found = session.execute(rows.order_by(EnforcementOfficer.name.collate("PINYIN"), EnforcementOfficer.id))
            return [
                (row_id, f"{name}（{unit}）", name, *([id_no] if id_no else [])) for row_id, name, unit, id_no in found
            ]

    # --- the form ------------------------------------------------------------------------
    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Dates in order; enforcement cards come by application; a ministry card only where the province lets it."""
        problems = {}
        first, last = values.get("issue_date"), values.get("valid_to")
        if first and last and last < first:
            problems["valid_to"] = "有效期至早于发证日期，请改其中一个。"
        if first and first > self.today:
            problems["issue_date"] = "发证日期晚于今天，请核对。"
        kind = values.get("kind")
        if row_id is None and kind and CertificateKind(kind) in ENFORCING:
            problems["kind"] = "执法证在“执法人员与证件”里申领或登记，这里登记其他证件。"
        if row_id is None and kind == CertificateKind.MINISTRY and values.get("officer_id"):
            with self._db.read() as session:
                if life_rules(session).ministry_beside == NOT_ALLOWED and _enforces(session, values["officer_id"]):
                    problems["kind"] = "本人已有行政执法证，按本省规定不能同时持部委执法证。"
        return problems

    def before_save(self, session: Session, item: EnforcementCertificate, values: Mapping[str, Any]) -> None:
        """A new one begins with its registration; what the card prints is changed by an event."""
        refuse_taken_number(session, item.officer_id, item.cert_no)
        item.valid_forever = bool(item.valid_forever)
        if item.id is not None:
            if changed := _printed_changes(item):
                event = EventValues(EventKind.CHANGED, self.today, item.status, reason="修改资料", details=changed)
                record(session, item, event)
            return
        kind = CertificateKind(item.kind)
        if any(card.status in HELD for card in current_beside(session, item.officer_id, kind)):
            raise ValidationError({"kind": f"本人已有一本有效的{KIND_LABELS[kind.value]}，不能再登记一本。"})
        for card in current_beside(session, item.officer_id, kind):
            card.current = False
        item.status, item.current, item.valid_from = CertificateStatus.ACTIVE, True, item.issue_date
        session.add(item)
        session.flush()
        begins = min(item.issue_date or self.today, self.today)
        begin(session, item, EventValues(EventKind.REGISTERED, begins, CertificateStatus.ACTIVE))

    def why_fixed(self, item: EnforcementCertificate, keys: Collection[str]) -> str:
        """Holder and kind stay; what ended stays whole; nothing with a life behind it goes into the 回收站."""
        if REMOVAL in keys:
            return self._why_kept(item)
        if item.status in ENDED:
            return f"证件{STATUS_LABELS[item.status.value]}，资料不再改动。登记有误的，更正记事。"
        if {"officer_id", "kind"} & set(keys):
            return "持证人和证件种类登记后不改。登记错了的移入回收站重新登记。"
        return ""

    def _why_kept(self, item: EnforcementCertificate) -> str:
        event = CertificateEvent
        with self._db.read() as session:
            count = session.scalar(
                select(func.count()).where(event.certificate_id == item.id, event.deleted_at.is_(None))
            )
        return f"证件{item.cert_no or ''}有{count}条记事，要一直保留，没有移入回收站。" if (count or 0) > 1 else ""

    # --- acts ----------------------------------------------------------------------------
    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """The acts of the certificate; of one that ended only the correction."""
        with self._db.read() as session:
            card = session.get_one(EnforcementCertificate, row.id)
            officer = session.get_one(EnforcementOfficer, card.officer_id)
            corrected = correction(session, card, self.today)
            found = (corrected,) if corrected else ()
            if card.status in ENDED:
                return found
            bureau = self.setting("bureau_name")
            return (*offered_acts(session, officer, card, life_rules(session), self.today, bureau), *found)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """An act on the certificate; the holder's version moves too, as on the ledger of officers."""
        label = "更正记事" if action == "correct" else label_of(action)
        with self._db.write(f"证件：{label}") as session:
            card = self.permitted(session, action, row, values)
            officer = session.get_one(EnforcementOfficer, card.officer_id)
            flag_modified(officer, "note")
            flag_modified(card, "reason")
            words = self._do(session, officer, card, action, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"{words[0]}：{officer.name}。{''.join(words[1:])}", group)

    def _do(
        self,
        session: Session,
        officer: EnforcementOfficer,
        card: EnforcementCertificate,
        action: str,
        values: Mapping[str, Any],
    ) -> tuple[str, ...]:
        if action == "correct":
            return (take_back_wrong_event(session, card, values, self.today),)
        act, about = act_on(session, card, action)
        if act is None:
            raise ConflictError(NOT_NOW)
        done = carry_out(session, officer, about, act, values, life_rules(session), self.today)
        return (done.words, *done.remarks)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The events, and a hint where two cards stand beside each other."""
        with self._db.read() as session:
            card = session.get_one(EnforcementCertificate, row.id)
            found = [Detail("证件记事", tuple(event_lines(session, row.id)))]
            if card.kind is CertificateKind.MINISTRY and _enforces(session, card.officer_id):
                found.append(Detail("提示", (("两证", BESIDE_HINT),)))
        return found

    # --- many at once ----------------------------------------------------------------------
    def batch_form(self, name: str) -> tuple[tuple[FieldSpec, ...], Mapping[str, Any]]:
        """Fields of a batch act and what they show first."""
        with self._db.read() as session:
            batch = BATCH[name]
            return batch_fields(session, batch), batch_start(session, batch, self.today, self.setting("bureau_name"))

    def batch_ids(self, name: str, row_ids: Sequence[int]) -> Sequence[int]:
        """The certificates that the act is about: the ticked ones, or all of the old style."""
        if name != "void_old":
            return row_ids
        with self._db.read() as session:
            return old_style(session)

    def batch(self, name: str, row_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """Do it for all of them, or for none and say for whom not."""
        return run_batch(self._db, name, row_ids, values, self.today)


def _enforces(session: Session, officer_id: int) -> bool:
    return any(card.status in HELD for card in current_beside(session, officer_id, CertificateKind.ENFORCEMENT))


def _printed_changes(item: EnforcementCertificate) -> dict[str, Any]:
    """Old and new of what the card prints; a filled blank is no change."""
    found = {}
    for key in PRINTED:
        history = inspect(item).attrs[key].history
        old = history.deleted[0] if history.deleted else None
        if history.has_changes() and old not in (None, "", False):
            found[key] = [plain_value(old), plain_value(history.added[0] if history.added else None)]
    return found
