"""导出版式: a ledger in the fixed workbook of a superior platform, learned once, then filled as often as asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attachment import Attachment
from models.exchange import ExportLayout
from services.access import Right
from services.attachments import Attachments
from services.clock import Clock, utc_from_local
from services.errors import NotFoundError, UnreadableError, ValidationError
from services.exchange.layout_fill import DateForm, FillPlan, fill_layout
from services.exchange.layout_learn import NUMBER_KEY, LayoutChange, LayoutColumn, Learned, carried_over, compare, learn
from services.exports.office import pages
from services.query import LedgerQuery, LedgerRow, LedgerService, Outcome
from services.spec import FieldSpec
from services.uow import Database
from services.words import storable

GONE = "这个版式已不在了，可能被移走。刷新后再看。"
NUMBER = FieldSpec(NUMBER_KEY, "序号（自动编）")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LayoutView:
    """A saved layout."""

    id: int
    row_version: int
    name: str
    ledger: str
    ledger_title: str
    file_name: str
    sheet: str
    header_row: int
    first_row: int
    columns: tuple[LayoutColumn, ...]
    date_form: DateForm
    masked: bool

    @property
    def filled(self) -> int:
        """How many columns are filled."""
        return sum(1 for column in self.columns if column.key or column.fixed)


@dataclass(frozen=True, slots=True)
class LayoutForm:
    """What the clerk decided about a workbook."""

    name: str
    ledger: str
    file: Path
    learned: Learned
    date_form: DateForm = DateForm.DASH
    masked: bool = False


class LayoutOffice:
    """Learns, keeps and fills layouts. The platform's own file is kept as the layout's attachment."""

    def __init__(
        self,
        database: Database,
        ledgers: Mapping[str, LedgerService],
        attachments: Attachments,
        scratch: Callable[[], Path],
        now: Clock,
    ) -> None:
        self._db, self._ledgers, self._attachments = database, ledgers, attachments
        self._scratch, self._now = scratch, now

    def ledgers(self) -> Sequence[tuple[str, str]]:
        """Key and title of every ledger."""
        return [(name, ledger.spec.title) for name, ledger in self._ledgers.items()]

    def fields(self, ledger: str) -> Sequence[FieldSpec]:
        """What a column can be filled from: the ledger's fields, with the headings that agencies use for them."""
        service: Any = self._ledgers[ledger]
        brought = {_twin(field): field for field in service.import_spec.import_fields}
        found = {}
        for field in service.spec.fields:
            twin = brought.pop(_twin(field), None)
            words = (twin.label, *twin.synonyms) if twin else ()
            found[field.key] = replace(field, synonyms=tuple(dict.fromkeys((*field.synonyms, *words))))
        for field in brought.values():
            found.setdefault(field.key, field)
        return list(found.values())

    def all(self) -> Sequence[LayoutView]:
        """Every layout by its name."""
        wanted = select(ExportLayout).where(ExportLayout.deleted_at.is_(None))
        with self._db.read() as session:
            rows = session.scalars(wanted.order_by(ExportLayout.name.collate("PINYIN"), ExportLayout.id)).all()
            return [self._view(row) for row in rows if row.ledger in self._ledgers]

    def learn(self, ledger: str, file: Path, sheet: str | None = None) -> Learned:
        """What the workbook asks for; nothing is stored."""
        return learn(file, self.fields(ledger), sheet)

    def changed(self, layout_id: int, file: Path) -> tuple[Learned, LayoutChange]:
        """A newer workbook of the platform: its columns filled as before, and which headings came or went."""
        with self._db.read() as session:
            view = self._view(self._live(session, layout_id))
        found = self._learn_again(view, file)
        return replace(found, columns=carried_over(view.columns, found.columns)), compare(view.columns, found.columns)

    def save(self, form: LayoutForm, layout_id: int | None = None) -> int:
        """Store a new layout, or another workbook and other columns for one; ValidationError names what is missing."""
        name = storable(form.name).strip()
        problems = {}
        if not name or len(name) > 80:
            problems["name"] = "请填写“名称”，最多80字。"
        if not any(column.key for column in form.learned.columns):
            problems["columns"] = "还没有一列对应到台账的栏目。至少对应一列。"
        if form.learned.first_row <= form.learned.header_row:
            problems["first_row"] = f"数据应从表头（第{form.learned.header_row}行）以下开始。"
        if problems:
            raise ValidationError(problems)
        learned = form.learned
        with self._db.write(f"导出版式：{name}"[:100]) as session:
            row = ExportLayout(sha256="") if layout_id is None else self._live(session, layout_id)
            row.name, row.ledger, row.file_name, row.sheet = name, form.ledger, form.file.name[:200], learned.sheet
            row.header_row, row.first_row, row.fingerprint = learned.header_row, learned.first_row, learned.fingerprint
            row.columns = [column.to_json() for column in learned.columns]
            row.date_form, row.masked = form.date_form.value, form.masked
            session.add(row)
            session.flush()
            row.sha256 = self._attachments.add_in(session, ExportLayout.__tablename__, row.id, form.file)
            session.flush()
            return row.id

    def remove(self, layout_id: int) -> Outcome:
        """Into the 回收站."""
        with self._db.write("移走导出版式", Right.DELETE) as session:
            row = self._live(session, layout_id)
            row.deleted_at = utc_from_local(self._now())
            session.flush()
            group, name = session.info.get("group"), row.name
        return Outcome(f"已移走版式“{name}”。", group)

    def fill(
        self, layout_id: int, target: Path, query: LedgerQuery | None = None, progress: Progress | None = None
    ) -> Outcome:
        """按版式导出 the ledger (or what `query` holds). Full numbers take the right to export them."""
        with self._db.read() as session:
            row = self._live(session, layout_id)
            view, sha256 = self._view(row), row.sha256
        if not view.masked:
            self._db.actor().require(Right.EXPORT_FULL)
        source = self._workbook(view.id, sha256)
        fields = {field.key: field for field in self.fields(view.ledger)}
        plan = FillPlan(view.sheet, view.header_row, view.first_row, view.columns, fields, view.date_form, view.masked)
        count = fill_layout(source, plan, self._rows(view.ledger, query or LedgerQuery()), target, progress)
        return Outcome(f"已按“{view.name}”导出{count}{self._ledgers[view.ledger].spec.unit_word}到“{target.name}”。")

    # --- inside ------------------------------------------------------------------------------
    def _learn_again(self, view: LayoutView, file: Path) -> Learned:
        try:
            return self.learn(view.ledger, file, view.sheet)
        except UnreadableError:
            return self.learn(view.ledger, file)  # the platform gave its sheet another name

    def _rows(self, ledger: str, query: LedgerQuery) -> Sequence[LedgerRow]:
        """The rows of the screen's order, with what only an import would bring beside."""
        service: Any = self._ledgers[ledger]
        more = {row.id: row for row in service.import_rows()}
        found = []
        for page in pages(service, query):
            for row in page:
                extra = more.get(row.id)
                if extra is not None:
                    row = replace(row, values={**extra.values, **row.values}, labels={**extra.labels, **row.labels})
                found.append(row)
        return found

    def _workbook(self, layout_id: int, sha256: str) -> Path:
        wanted = select(Attachment).where(
            Attachment.entity == ExportLayout.__tablename__,
            Attachment.entity_id == layout_id,
            Attachment.sha256 == sha256,
            Attachment.deleted_at.is_(None),
        )
        with self._db.read() as session:
            kept = session.scalars(wanted.order_by(Attachment.id.desc())).first()
        if kept is None:
            raise NotFoundError("这个版式的原表不见了，没有导出。从平台重新下载，用“换新表”换上。")
        return self._attachments.copy_out(kept.id, self._scratch() / f"版式{layout_id}.xlsx")

    def _view(self, row: ExportLayout) -> LayoutView:
        service = self._ledgers.get(row.ledger)
        return LayoutView(
            row.id,
            row.row_version,
            row.name,
            row.ledger,
            service.spec.title if service else row.ledger,
            row.file_name,
            row.sheet,
            row.header_row,
            row.first_row,
            tuple(LayoutColumn(**column) for column in row.columns),
            DateForm(row.date_form),
            row.masked,
        )

    @staticmethod
    def _live(session: Session, layout_id: int) -> ExportLayout:
        found = session.get(ExportLayout, layout_id)
        if found is None or found.deleted_at is not None:
            raise NotFoundError(GONE)
        return found


def _twin(field: FieldSpec) -> str:
    """What a field of the ledger and one of its import have in common: the key, or that both point to the unit."""
    return "unit" if field.reference == "units" and field.key in ("unit", "agency_id") else field.key
