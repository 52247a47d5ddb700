"""执法人员与证件: one row per officer with the current certificate beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from models.agency import EnforcementAgency
from models.certificate import EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from services import officer_acts
from services.certificate_state import state_on
from services.certificates.acts import carry_out
from services.certificates.batch import batch_form, of_officers, old_style, run_batch
from services.certificates.cards import current_certificate
from services.certificates.imported import take_over
from services.certificates.kinds import ENFORCING
from services.certificates.machine import label_of
from services.certificates.offered import act_on, offered_acts
from services.certificates.rules import life_rules
from services.clock import Clock, local_now
from services.errors import ConflictError
from services.imports.officer_fields import IMPORT_SPEC
from services.ledger import NOT_NOW, BasicLedger, Progress, StoredRow
from services.ledger_select import Reference
from services.officer_details import officer_details
from services.officer_posts import keep_in_step
from services.officer_spec import CERTIFICATE_FIELDS, IMPORT_KEYS, OFFICER_SPEC
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec
from services.training.undecided import CountedHours
from services.unit_reference import UNIT
from services.uow import Database

RARE = frozenset({"revoke", "lose", "change", "correct", "exam", "reject", "drop_renewal", "void"})


class OfficerLedger(BasicLedger[EnforcementOfficer]):
    """The register of officers; acts on the card go through the state machine in services.certificates."""

    record = EnforcementOfficer
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    own_import_spec = IMPORT_SPEC  # the roster's fields, under the names of the command line's contract
    spec = OFFICER_SPEC

    def __init__(self, database: Database, now: Clock = local_now) -> None:
        super().__init__(database, now)
        self._hours = CountedHours(database)

    def import_rows(self) -> Sequence[LedgerRow]:
        """Officers with their current certificates under the roster's names; `unit` is the agency."""
        officer_keys = [k for k in IMPORT_KEYS if k not in CERTIFICATE_FIELDS and k != "unit"]
        columns = [getattr(EnforcementOfficer, key) for key in officer_keys]
        columns += [getattr(EnforcementCertificate, key).label(key) for key in CERTIFICATE_FIELDS]
        statement = self.base(
            select(
                EnforcementOfficer.id,
                EnforcementOfficer.row_version,
                EnforcementAgency.id,
                EnforcementAgency.name,
                *columns,
            )
            .select_from(EnforcementOfficer)
            .join(EnforcementAgency, EnforcementAgency.id == EnforcementOfficer.agency_id)
            .where(EnforcementOfficer.deleted_at.is_(None))
        )
        keys = [*officer_keys, *CERTIFICATE_FIELDS]
        with self._db.read() as session:
            return [
                LedgerRow(
                    row_id, version, {**dict(zip(keys, values, strict=True)), "unit": agency_id}, {"unit": agency}
                )
                for row_id, version, agency_id, agency, *values in session.execute(statement)
            ]

    def import_check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """An officer belongs to a unit: named in the row, or chosen as the sender of the file."""
        if values.get("unit") in (None, ""):
            return {"unit": "没有写单位，也没有选报送单位，不能存入。选好报送单位再读一遍，或在表里补上单位。"}
        return {}

    def store_import(
        self, session: Session, row_id: int | None, version: int, values: Mapping[str, Any]
    ) -> EnforcementOfficer:
        """The unit of a roster is the officer's agency."""
        stored = dict(values)
        if "unit" in stored:
            stored["agency_id"] = stored.pop("unit")
        return super().store_import(session, row_id, version, stored)

    def store_import_many(self, session: Session, rows: Sequence[StoredRow], progress: Progress) -> None:
        """New officers in chunks, changed ones one by one."""
        from services.register_import import store_new_officers  # only when a roster comes in

        new = [row for row in rows if row.record_id is None]
        changed = [row for row in rows if row.record_id is not None]
        store_new_officers(session, new, self.today, lambda done, _total: progress(done, len(rows)))
        super().store_import_many(session, changed, lambda done, _total: progress(len(new) + done, len(rows)))

    def computed(self, today: date) -> Mapping[str, Any]:
        """The current certificate's fields, its state today, the days left, and this year's counted minutes."""
        return {
            "cert_state": state_on(today, self.setting("expiring_days")),
            "cert_no": EnforcementCertificate.cert_no,
            "valid_to": EnforcementCertificate.valid_to,
            "days_left": func.julianday(EnforcementCertificate.valid_to) - func.julianday(today.isoformat()),
            "hours": self._hours.column(today),
            "issuer": EnforcementCertificate.issuer,
            "issue_date": EnforcementCertificate.issue_date,
        }

    def base(self, statement: Select[Any]) -> Select[Any]:
        """Beside each officer the one current card that allows enforcing."""
        return statement.outerjoin(
            EnforcementCertificate,
            and_(
                EnforcementCertificate.officer_id == EnforcementOfficer.id,
                EnforcementCertificate.current,
                EnforcementCertificate.kind.in_(ENFORCING),
                EnforcementCertificate.deleted_at.is_(None),
            ),
        )

    def before_save(self, session: Session, item: EnforcementOfficer, values: Mapping[str, Any]) -> None:
        """Unit, section and post go to the posts, certificate fields of a file to the officer's current card."""
        new = item.id is None
        item.post_status = item.post_status or PostStatus.ON_POST
        for key in IMPORT_KEYS:
            if key in values and key not in CERTIFICATE_FIELDS and key != "unit":  # also what the form does not show
                setattr(item, key, values[key])
        session.add(item)
        session.flush()
        keep_in_step(session, item, self.today, new=new)
        wanted = {key: values[key] for key in CERTIFICATE_FIELDS if key in values}
        if any(value not in (None, "", False) for value in wanted.values()):
            take_over(session, item, wanted, self.today, new=new)

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """What can be done with the current card, then with the officer."""
        bureau = self.setting("bureau_name")
        with self._db.read() as session:
            officer = session.get_one(EnforcementOfficer, row.id)
            certificate = current_certificate(session, row.id)
            rules = life_rules(session)
            offered = offered_acts(session, officer, certificate, rules, self.today, bureau)
            found = (*offered, *officer_acts.officer_actions(session, officer, certificate, self.today))
        return sorted(found, key=lambda action: action.name in RARE)  # the pane keeps the first ones in sight

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """An act on the card or the officer; both are read again in the transaction, the row's copy may be old."""
        with self._db.write(f"证件：{_label(action)}") as session:
            officer = self.permitted(session, action, row, values)
            # the officer's version moves too: a file that was read before the act must not overwrite its outcome
            flag_modified(officer, "note")
            words = self._do(session, officer, action, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"{words[0]}：{officer.name}。{''.join(words[1:])}", group)

    def _do(
        self, session: Session, officer: EnforcementOfficer, action: str, values: Mapping[str, Any]
    ) -> tuple[str, ...]:
        rules = life_rules(session)
        if action in officer_acts.NAMES:
            step = officer_acts.OfficerStep(session, officer, rules, self.today)
            return (officer_acts.perform(step, action, values),)
        act, certificate = act_on(session, current_certificate(session, officer.id), action)
        if act is None:
            raise ConflictError(NOT_NOW)
        done = carry_out(session, officer, certificate, act, values, rules, self.today)
        return (done.words, *done.remarks)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The card's events, posts, other cards, what bars, the last trainings."""
        with self._db.read() as session:
            return officer_details(session, row.id, self.today)

    # --- many at once ----------------------------------------------------------------------
    def batch_form(self, name: str) -> tuple[tuple[FieldSpec, ...], Mapping[str, Any]]:
        """Fields of a batch act on certificates and what they show first."""
        return batch_form(self._db, name, self.today, self.setting("bureau_name"))

    def batch_ids(self, name: str, row_ids: Sequence[int]) -> Sequence[int]:
        """The current cards of the ticked officers, or all of the old style."""
        with self._db.read() as session:
            return old_style(session) if name == "void_old" else of_officers(session, row_ids)

    def batch(self, name: str, certificate_ids: Sequence[int], values: Mapping[str, Any]) -> Outcome:
        """Do it for all of them, or for none and say for whom not."""
        return run_batch(self._db, name, certificate_ids, values, self.today)


def _label(action: str) -> str:
    return officer_acts.LABELS.get(action) or label_of(action)
