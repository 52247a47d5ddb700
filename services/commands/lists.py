"""`export` and `template`: a ledger as a workbook, and the blank sheet that agencies fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.errors import UnreadableError
from services.imports.officer_fields import IMPORT_SPEC
from services.imports.read import import_form
from services.spec import FieldSpec, LedgerSpec

if TYPE_CHECKING:
    from services.desk import Desk  # SQLAlchemy and all ledgers: only for commands that need them


def run_export(desk: Desk, kind: str, out: Path) -> str:
    """The whole ledger with full numbers; the account needs the right."""
    from services.access import Right
    from services.exports.office import export_ledger
    from services.query import LedgerQuery

    desk.actor.require(Right.EXPORT_FULL)
    if kind not in desk.ledgers:
        raise unknown_kind(kind, list(desk.ledgers))
    service, today = desk.ledgers[kind], desk.now().date()
    count = export_ledger(service, LedgerQuery(), out, bureau=desk.bureau, today=today, masked=False)
    return f"已导出{count}行到{out.name}。"


def run_template(kind: str, out: Path | None) -> dict[str, Any]:
    """The field keys of a ledger, as `import` names them; with `out` also the sheet. Needs neither account nor data."""
    spec = import_form(import_spec(kind))
    if out is not None:
        from services.exports.template_xlsx import template_sheet

        template_sheet(spec, out)
    fields = [_field_json(field) for field in spec.import_fields]
    return {"kind": kind, "title": spec.title, "out": str(out) if out else None, "fields": fields}


def _field_json(field: FieldSpec) -> dict[str, Any]:
    """`headers` are all words that name the column; `choices` the words that may stand in it."""
    found: dict[str, Any] = {
        "name": field.key,
        "label": field.label,
        "required": field.required,
        "kind": field.kind.value,
        "headers": [field.label, *field.synonyms],
    }
    if field.choices:
        found["choices"] = list(field.choices.values())
    return found | ({"reference": field.reference} if field.reference else {})


def import_spec(kind: str) -> LedgerSpec:
    """What one kind takes; UnreadableError where there is none. Rosters, the daily case, do without the other ledgers,
    whose loading takes as long as reading the file."""
    if kind == IMPORT_SPEC.name:
        return IMPORT_SPEC
    specs = import_specs()
    if kind not in specs:
        raise unknown_kind(kind, list(specs))
    return specs[kind]


def import_specs() -> dict[str, LedgerSpec]:
    """What each importable ledger takes, by kind."""
    from services.all_ledgers import IMPORTABLE, LEDGERS

    found = {ledger.spec.name: ledger.own_import_spec or ledger.spec for ledger in LEDGERS}
    return {kind: found[kind] for kind in IMPORTABLE}


def unknown_kind(kind: str, known: list[str]) -> UnreadableError:
    """A sentence that lists the kinds there are."""
    return UnreadableError(f"没有叫“{kind}”的台账。可以用的有：{'、'.join(known)}。", "KIND")
