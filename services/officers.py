"""执法人员与证件: one row per officer with the current certificate beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Select, and_, extract, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from models.agency import EnforcementAgency
from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer, PostStatus
from models.training import TrainingRecord
from services.certificate_acts import BY_NAME, actions_for, carry_out, current_certificate
from services.certificate_state import STATE_CHIPS, STATE_LABELS, state_on
from services.imports.officer_fields import OFFICER_IMPORT
from services.ledger import BasicLedger, Progress, StoredRow
from services.ledger_select import Reference
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

POST_LABELS = {
    PostStatus.ON_POST.value: "在岗",
    PostStatus.OFF_EDUCATION.value: "离岗教育",
    PostStatus.MOVED.value: "调离",
    PostStatus.RETIRED.value: "退休",
    PostStatus.LEFT.value: "其他离岗",
}
CERTIFICATE_FIELDS = (
    "cert_no",
    "old_cert_no",
    "min_cert_no",
    "issuer",
    "issue_date",
    "valid_from",
    "valid_to",
    "valid_forever",
)
ENDED = frozenset(
    {CertificateStatus.CANCELLED, CertificateStatus.REVOKED, CertificateStatus.RECALLED, CertificateStatus.REPLACED}
)
IMPORT_KEYS = tuple(f.key for f in OFFICER_IMPORT)
IMPORT_SPEC = LedgerSpec(
    name="officers",
    title="执法人员与证件",
    item="执法人员",
    unit_word="人",
    fields=OFFICER_IMPORT,
    default_sort="name",
    title_field="name",
    match_on=("id_no",),
)


class OfficerLedger(BasicLedger[EnforcementOfficer]):
    """The register of officers; the certificate's whole life comes with its own part later."""

    record = EnforcementOfficer
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    own_import_spec = IMPORT_SPEC  # the roster's fields, under the names of the command line's contract
    spec = LedgerSpec(
        name="officers",
        title="执法人员与证件",
        item="执法人员",
        purpose="全县执法人员、证件有效期和学时。",
        unit_word="人",
        default_sort="valid_to",
        title_field="name",
        state_field="cert_state",
        match_on=("id_no",),
        add_label="登记人员",
        empty_hint="导入各单位报来的人员名册，或者逐人登记。",
        fields=(
            FieldSpec("name", "姓名", required=True, max_length=50, width_chars=5, section="基本情况"),
            FieldSpec(
                "cert_state",
                "证件状态",
                Kind.CHOICE,
                choices=STATE_LABELS,
                states=STATE_CHIPS,
                computed=True,
                in_form=False,
                width_chars=7,
            ),
            FieldSpec(
                "agency_id", "单位", Kind.REFERENCE, reference="units", required=True, in_filter=True, width_chars=11
            ),
            FieldSpec("dept", "内设机构", max_length=60, in_table=False),
            FieldSpec("cert_no", "执法证号", Kind.CODE, max_length=40, computed=True, width_chars=7),
            FieldSpec("valid_to", "有效期至", Kind.DATE, computed=True, width_chars=6),
            FieldSpec("days_left", "剩余天数", Kind.INTEGER, computed=True, in_form=False, width_chars=5),
            FieldSpec(
                "hours",
                "学时",
                Kind.MINUTES,
                computed=True,
                in_form=False,
                width_chars=4,
                help="本年度，45分钟折1学时。",
            ),
            FieldSpec("gender", "性别", max_length=2, in_table=False),
            FieldSpec(
                "id_no",
                "身份证号",
                Kind.IDENTITY,
                max_length=18,
                unique=True,
                width_chars=11,
                in_table=False,
                in_print=True,
            ),
            FieldSpec("birth", "出生日期", Kind.DATE, in_table=False),
            FieldSpec("nation", "民族", max_length=20, in_table=False),
            FieldSpec("politics", "政治面貌", max_length=20, in_table=False),
            FieldSpec("education", "学历", max_length=20, in_table=False),
            FieldSpec("post", "职务", max_length=60, width_chars=6, in_table=False, in_print=True),
            FieldSpec("rank", "职级", max_length=40, in_table=False),
            FieldSpec("staffing", "编制性质", max_length=40, in_table=False),
            FieldSpec("domain", "执法类别", max_length=100, in_table=False),
            FieldSpec("region", "执法区域", max_length=60, in_table=False),
            FieldSpec("phone", "联系电话", Kind.CODE, max_length=40, in_table=False),
            FieldSpec(
                "post_status",
                "在岗情况",
                Kind.CHOICE,
                choices=POST_LABELS,
                in_filter=True,
                width_chars=5,
                in_table=False,
            ),
            FieldSpec("issuer", "发证机关", computed=True, in_table=False),
            FieldSpec("issue_date", "发证日期", Kind.DATE, computed=True, in_table=False),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=500, in_table=False),
        ),
    )

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
        store_new_officers(session, new, CERTIFICATE_FIELDS, lambda done, _total: progress(done, len(rows)))
        super().store_import_many(session, changed, lambda done, _total: progress(len(new) + done, len(rows)))

    def computed(self, today: date) -> Mapping[str, Any]:
        """The current certificate's fields, its state today, the days left, and this year's minutes."""
        minutes = (
            select(func.sum(TrainingRecord.minutes))
            .where(
                TrainingRecord.officer_id == EnforcementOfficer.id,
                TrainingRecord.deleted_at.is_(None),
                extract("year", TrainingRecord.held_on) == today.year,
            )
            .scalar_subquery()
        )
        return {
            "cert_state": state_on(today, self.setting("expiring_days")),
            "cert_no": EnforcementCertificate.cert_no,
            "valid_to": EnforcementCertificate.valid_to,
            "days_left": func.julianday(EnforcementCertificate.valid_to) - func.julianday(today.isoformat()),
            "hours": func.coalesce(minutes, 0),
            "issuer": EnforcementCertificate.issuer,
            "issue_date": EnforcementCertificate.issue_date,
        }

    def base(self, statement: Select[Any]) -> Select[Any]:
        """Beside each officer the one current certificate."""
        return statement.outerjoin(
            EnforcementCertificate,
            and_(
                EnforcementCertificate.officer_id == EnforcementOfficer.id,
                EnforcementCertificate.current,
                EnforcementCertificate.deleted_at.is_(None),
            ),
        )

    def before_save(self, session: Session, item: EnforcementOfficer, values: Mapping[str, Any]) -> None:
        """Certificate fields of an import go to the officer's current certificate."""
        item.post_status = item.post_status or PostStatus.ON_POST
        for key in IMPORT_KEYS:
            if key in values and key not in CERTIFICATE_FIELDS and key != "unit":  # also what the form does not show
                setattr(item, key, values[key])
        wanted = {key: values[key] for key in CERTIFICATE_FIELDS if key in values}
        if not any(value not in (None, "", False) for value in wanted.values()):
            return
        session.add(item)
        session.flush()
        certificate = current_certificate(session, item.id)
        if (
            certificate is not None
            and certificate.status in ENDED
            and wanted.get("cert_no", certificate.cert_no) != certificate.cert_no
        ):
            certificate.current = False  # what was ended stays as it was; the file brings another one
            session.flush()
            certificate = None
        if certificate is None:
            certificate = EnforcementCertificate(officer_id=item.id, current=True, status=CertificateStatus.ACTIVE)
        for key, value in wanted.items():
            setattr(certificate, key, value)
        certificate.valid_forever = bool(certificate.valid_forever)
        session.add(certificate)

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """What can be done with the current certificate."""
        return actions_for(str(row.values["cert_state"]), self.today)

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """An act on the certificate; its state is read again in the transaction, the row's copy may be old."""
        with self._db.write(f"证件：{BY_NAME[action].label}") as session:
            # the officer's version moves too: a file that was read before the act must not overwrite its outcome
            flag_modified(self.permitted(session, action, row, values), "note")
            state = session.scalars(
                self.base(
                    select(state_on(self.today, self.setting("expiring_days")))
                    .select_from(EnforcementOfficer)
                    .where(EnforcementOfficer.id == row.id)
                )
            ).one()
            done = carry_out(session, row.id, action, state, values)
            session.flush()
            group = session.info.get("group")
        return Outcome(f"{done}：{row.values['name']}。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The last trainings."""
        with self._db.read() as session:
            found = session.execute(
                select(TrainingRecord.held_on, TrainingRecord.title, TrainingRecord.minutes)
                .where(TrainingRecord.officer_id == row.id, TrainingRecord.deleted_at.is_(None))
                .order_by(TrainingRecord.held_on.desc(), TrainingRecord.id.desc())
                .limit(5)
            ).all()
        hours = FieldSpec("hours", "学时", Kind.MINUTES)
        lines = tuple(
            (f"{held_on:%Y-%m-%d}", f"{title}　{hours.show(minutes)}学时") for held_on, title, minutes in found
        )
        return (Detail("近期培训", lines),) if lines else ()
