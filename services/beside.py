"""What stands beside a name in files, so that it means one record: an officer's ID number and unit, a plan's year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from services.imports.mapping import clean_header
from services.spec import FieldSpec, Kind, LedgerSpec

if TYPE_CHECKING:  # a file is read without the database, which takes longer to import than the file to read
    from sqlalchemy import ColumnElement

OFFICERS, UNITS = "officers", "units"
ID_NO, CERT_NO, PHONE, UNIT = "person_id_no", "person_cert_no", "person_phone", "person_unit"


@dataclass(frozen=True, slots=True)
class Beside:
    """A column beside a reference. `value` finds its stored value from the record that is referred to; without it the
    column is only read, never written."""

    field: FieldSpec
    value: Callable[[Any], ColumnElement[Any]] | None = None


def _of_plan(column: str) -> Callable[[Any], ColumnElement[Any]]:
    def value(item: Any) -> ColumnElement[Any]:
        from sqlalchemy import select

        from models.training import TrainingPlan

        plan = select(getattr(TrainingPlan, column)).where(TrainingPlan.id == item.plan_id)
        return plan.correlate_except(TrainingPlan).scalar_subquery()

    return value


BESIDE: Mapping[str, tuple[Beside, ...]] = {  # by the ledger that is referred to
    OFFICERS: (
        Beside(
            FieldSpec(
                ID_NO,
                "身份证号",
                Kind.IDENTITY,
                max_length=18,
                width_chars=11,
                synonyms=("身份证号码", "公民身份号码", "身份证", "身份证号/手机号", "手机号/身份证号"),
                help="填了身份证号的，按号码认人；没有的按单位和姓名认人。",
            ),
            lambda officer: officer.id_no,
        ),
        Beside(
            FieldSpec(
                CERT_NO,
                "执法证号",
                Kind.CODE,
                max_length=40,
                synonyms=("证件编号", "执法证编号", "证号"),
                in_template=False,
            )
        ),
        Beside(
            FieldSpec(
                PHONE, "联系电话", max_length=40, synonyms=("手机", "手机号", "手机号码", "电话"), in_template=False
            )
        ),
        Beside(
            FieldSpec(
                UNIT,
                "单位",
                Kind.REFERENCE,
                reference=UNITS,
                width_chars=11,
                synonyms=("所在单位", "工作单位", "单位名称", "所属单位"),
            ),
            lambda officer: officer.agency_id,
        ),
    ),
    "training_plans": (
        Beside(
            FieldSpec(
                "plan_unit",
                "单位",
                Kind.REFERENCE,
                reference=UNITS,
                width_chars=11,
                synonyms=("计划单位", "单位名称", "所属单位"),
                help="计划有重名的填写。",
            ),
            lambda plan: plan.agency_id,
        ),
        Beside(
            FieldSpec("plan_year", "年度", Kind.INTEGER, plain=True, synonyms=("计划年度",), help="计划有重名的填写。"),
            lambda plan: plan.year,
        ),
    ),
    "training_plan_items": (
        Beside(
            FieldSpec(
                "plan_unit",
                "计划单位",
                Kind.REFERENCE,
                reference=UNITS,
                width_chars=11,
                help="报送计划的单位，计划班次有重名的填写。",
            ),
            _of_plan("agency_id"),
        ),
        Beside(
            FieldSpec("plan_year", "计划年度", Kind.INTEGER, plain=True, help="计划班次有重名的填写。"),
            _of_plan("year"),
        ),
    ),
}


def beside(spec: LedgerSpec) -> dict[str, tuple[Beside, ...]]:
    """The columns beside the references of a ledger's files, by the key of the reference.

    A label that the ledger has itself is not doubled; of two references to one ledger the first has the columns.
    """
    labels = {f.label for f in spec.import_fields}
    found: dict[str, tuple[Beside, ...]] = {}
    told: set[str] = set()
    for field in spec.import_fields:
        if field.reference in BESIDE and field.reference not in told:
            told.add(field.reference)
            found[field.key] = tuple(b for b in BESIDE[field.reference] if b.field.label not in labels)
    return found


def with_beside(spec: LedgerSpec) -> LedgerSpec:
    """The ledger as its files bring it: each reference followed by what tells its rows apart."""
    return with_columns(spec, {key: [b.field for b in columns] for key, columns in beside(spec).items()})


def with_columns(
    spec: LedgerSpec, after: Mapping[str, Sequence[FieldSpec]], last: Sequence[FieldSpec] = ()
) -> LedgerSpec:
    """The ledger's fields with further ones after the named fields and at the end; a heading that means one of these
    means no other field any more."""
    added = [f for columns in (*after.values(), last) for f in columns]
    claimed = {clean_header(word) for f in added for word in (f.label, *f.synonyms)}
    fields: list[FieldSpec] = []
    for field in spec.fields:
        kept = tuple(word for word in field.synonyms if clean_header(word) not in claimed)
        fields += (replace(field, synonyms=kept), *after.get(field.key, ()))
    return replace(spec, fields=(*fields, *last))


def written_beside(spec: LedgerSpec) -> dict[str, tuple[Beside, ...]]:
    """As `beside`, the columns that the desk writes into its own files."""
    return {key: tuple(b for b in columns if b.value) for key, columns in beside(spec).items()}


def unit_name(unit: ColumnElement[Any]) -> ColumnElement[Any]:
    """The words of a column that holds a unit."""
    from sqlalchemy import select

    from models.agency import EnforcementAgency

    named = select(EnforcementAgency.name).where(EnforcementAgency.id == unit)
    return named.correlate_except(EnforcementAgency).scalar_subquery()
