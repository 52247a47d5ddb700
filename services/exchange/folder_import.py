"""A whole folder of agencies' files in one go: found, read one after another, compared, stored with one undo."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.document import ImportBatch
from services.access import Right
from services.clock import Clock, local_from_utc
from services.errors import ConflictError, UnreadableError
from services.exchange.duplicates import doubled_rows
from services.exchange.returns import Received, note_received
from services.exchange.template_mark import TemplateMark, read_mark, stale_words
from services.imports.office import ImportOffice
from services.imports.reading import ImportReading
from services.imports.xlsx_scan import Place
from services.query import Outcome
from services.settings import Settings
from services.spec import FieldSpec, LedgerSpec
from services.unit_match import UnitMatcher
from services.uow import Database

TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".xltx", ".ett", ".htm", ".html", ".txt", ""})
UNSEEN = frozenset({"thumbs.db", "desktop.ini"})
WORST = {  # what most often sends a row back, in a few words
    "ER01": "必填的没有填",
    "ER02": "身份证号位数不对",
    "ER03": "身份证号校验不对",
    "ER04": "号码成了数字格式",
    "ER05": "日期不对",
    "ER06": "重复",
    "ER07": "不属于持证人员",
    "ER09": "证号有别人在用",
    "ER10": "单位不对",
    "ER12": "未满18周岁",
}
NOT_A_TABLE = "不是表格，没有读。"
MOST_FILES = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the folder; `name` with the sub-folders in front. `table` is False for what is only listed."""

    file: Path
    name: str
    table: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file as it was read; nothing is stored. `unit` is empty where the rows name several or none.

    `asks` are the words of what the clerk has to decide before the line is taken (which unit sent it). `held` are rows
    that stay out until the clerk says otherwise: the person stands in an earlier file.
    """

    file: Path
    name: str
    kind: str
    kind_title: str = ""
    unit: str = ""
    reading: ImportReading | None = None
    error: str = ""
    asks: str = ""
    notes: tuple[str, ...] = ()
    held: frozenset[int] = frozenset()
    sha256: str = ""
    round_id: int | None = None

    @property
    def clean(self) -> bool:
        """Whether it can be stored as it is, without its rejected rows."""
        return self.reading is not None and not self.asks

    @property
    def remark(self) -> str:
        """All that the clerk should know of the file, in one line."""
        held = (f"有{len(self.held)}行与前面的文件重复，先不导入。",) if self.held else ()
        return "".join(filter(None, (self.error, self.asks, *self.notes, *held, self._worst())))

    def _worst(self) -> str:
        """Why rows go back, the most frequent reasons first."""
        rows = self.reading.rejected if self.reading and not self.asks else ()  # without a unit every row is wrong
        codes = Counter(next((c for c in row.codes if c.startswith("ER")), "") for row in rows)
        told = [f"{WORST.get(code, '其他错误')}{count}行" for code, count in codes.most_common(3)]
        return f"退回：{'，'.join(told)}。" if told else ""

    def taken(self, left_out: Collection[int] = ()) -> ImportReading:
        """The reading without the rows that stay out."""
        if self.reading is None:
            raise ConflictError(f"“{self.name}”没有读出来，不能存入。")
        out = set(left_out)
        return replace(self.reading, rows=tuple(row for row in self.reading.rows if row.row not in out))


class FolderImport:
    """Reads without storing; `accept` stores what the clerk left ticked, all or none."""

    def __init__(self, office: ImportOffice, database: Database, settings: Settings, now: Clock) -> None:
        self.office, self._db, self._settings, self._now = office, database, settings, now

    def read(
        self,
        found: FoundFile,
        kind: str,
        unit: str = "",
        mapping: Mapping[str, str | None] | None = None,
        sheet: str | None = None,
        corrections: Mapping[Place, str] | None = None,
        progress: Progress | None = None,
    ) -> FileLine:
        """One file against the data. A sheet of the desk's own tells its ledger, unit and round; else `kind` holds.
        `corrections` are cells (row, column) with the words that the clerk put in their place; the file stays as it is.

        Whatever is wrong with the file stands in the line; only what `progress` raises passes.
        """
        if not found.table:
            return FileLine(found.file, found.name, kind, error=NOT_A_TABLE)
        mark = read_mark(found.file)
        kinds = dict(self.office.kinds())
        kind = mark.kind if mark and mark.kind in kinds else kind
        line = FileLine(found.file, found.name, kind, kinds.get(kind, ""))
        with self._db.read() as session:
            names = UnitMatcher(session, self._settings.get("county_name"))
        how = {"mapping": mapping, "sheet": sheet, "corrections": corrections, "progress": progress}
        reader = _Reader(self.office, kind, found, how)
        line = replace(line, unit=unit or reader.named(names, mark))
        try:
            sha256 = file_hash(found.file)
            read = reader.read(names, unit, mark)
        except UnreadableError as error:
            return replace(line, error=f"{error}（{error.code}）")
        except OSError:
            return replace(line, error="这个文件打不开。看看它还在不在、是否正被别的程序占用，再读一次。")
        spec = self.office.spec(kind)
        stale = stale_words(found.file, mark, spec) if mark else ""
        told = filter(None, (stale, self._known(kind, sha256)))
        notes = (*told, *read.notes, *_sheet_words(read.reading))
        round_id = mark.round_id if mark else None
        return replace(
            line, unit=read.unit, reading=read.reading, asks=read.asks, notes=notes, sha256=sha256, round_id=round_id
        )

    def _known(self, kind: str, sha256: str) -> str:
        """Whether the very same file was stored before, as a sentence."""
        wanted = select(ImportBatch.created_at).where(
            ImportBatch.kind == kind, ImportBatch.sha256 == sha256, ImportBatch.deleted_at.is_(None)
        )
        with self._db.read() as session:
            at = session.scalar(wanted.order_by(ImportBatch.id.desc()).limit(1))
        return f"这个文件{local_from_utc(at):%Y-%m-%d}导入过。" if at else ""

    def compared(self, lines: Sequence[FileLine]) -> list[FileLine]:
        """The lines as they were read, and beside each person who stands in an earlier file what is to be decided."""
        specs = {line.kind: self.office.spec(line.kind) for line in lines if line.reading}
        return doubled_rows(lines, specs)

    def accept(
        self,
        lines: Sequence[FileLine],
        left_out: Mapping[Path, Collection[int]] | None = None,
        progress: Progress | None = None,
    ) -> Outcome:
        """Store the new and changed rows of all these files in one transaction and register the files as received.

        ConflictError, and nothing stored, where a file changed since it was read, where one still asks for its unit or
        where one person would be stored twice.
        """
        out = left_out or {}
        self._refuse(lines, out)
        taken = [(line, line.taken(out.get(line.file, line.held))) for line in lines]
        total = sum(reading.counts["new"] + reading.counts["changed"] for _line, reading in taken)
        title = "、".join(dict.fromkeys(line.kind_title for line in lines))
        what = lines[0].file.name if len(lines) == 1 else f"{len(lines)}个文件"
        units = {name: row_id for row_id, name in self.office.units()}
        done = received = 0
        with self._db.write(f"导入{title}：{what}"[:100], Right.IMPORT) as session:
            for line, reading in taken:
                counts = reading.counts
                step = _step(progress, done, total)
                batch = self.office.store(session, line.kind, reading, step)
                done += counts["new"] + counts["changed"]
                if line.unit in units:
                    file = Received(line.kind, units[line.unit], line.file.name, counts, line.round_id, batch)
                    received += note_received(session, file, self._now().date())
            session.flush()
            group = session.info.get("group")
        return Outcome(_told(taken, received), group)

    def _refuse(self, lines: Sequence[FileLine], out: Mapping[Path, Collection[int]]) -> None:
        if not lines:
            raise ConflictError("没有选中可以存入的文件。")
        if asked := next((line for line in lines if not line.clean), None):
            raise ConflictError(f"“{asked.name}”还不能存入：{asked.remark}")
        changed = [line.name for line in lines if not _same_file(line)]
        if changed:
            more = f"等{len(changed)}个文件" if len(changed) > 1 else ""
            raise ConflictError(f"“{changed[0]}”{more}读过以后又改动了，一行也没有存入。重新读取后再接受。")
        bare = [replace(each, reading=each.taken(out.get(each.file, each.held)), held=frozenset()) for each in lines]
        for line in self.compared(bare):
            if line.held:
                rows = "、".join(str(row) for row in sorted(line.held)[:5])
                raise ConflictError(
                    f"“{line.name}”第{rows}行的人在前面的文件里也要存入，一行也没有存入。只留下其中一行再接受。"
                )


def find_files(paths: Sequence[Path]) -> list[FoundFile]:
    """Every file of these files and folders, sub-folders too, by name; lock files of Office and hidden ones left out.

    ConflictError for a folder that cannot be meant (more than 500 files).
    """
    found: dict[Path, FoundFile] = {}
    for path in paths:
        inside = sorted(path.rglob("*"), key=lambda p: str(p.relative_to(path))) if path.is_dir() else [path]
        for file in inside:
            if not file.is_file() or _unseen(file):
                continue
            name = str(file.relative_to(path)) if path.is_dir() else file.name
            found.setdefault(file, FoundFile(file, name, file.suffix.lower() in TABLES))
            if len(found) > MOST_FILES:
                raise ConflictError(f"这个文件夹里的文件超过{MOST_FILES}个，没有读。只选放报送文件的那一个文件夹。")
    return list(found.values())


def file_hash(file: Path) -> str:
    """The sha256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unseen(file: Path) -> bool:
    return file.name.startswith(("~$", ".~", ".")) or file.name.lower() in UNSEEN


def _same_file(line: FileLine) -> bool:
    try:
        return file_hash(line.file) == line.sha256
    except OSError:
        return False


def _step(progress: Progress | None, done: int, total: int) -> Progress | None:
    return (lambda row, _rows: progress(done + row, total)) if progress else None


def _told(taken: Sequence[tuple[FileLine, ImportReading]], received: int) -> str:
    counts = [reading.counts for _line, reading in taken]
    new, changed, back = (sum(c[name] for c in counts) for name in ("new", "changed", "error"))
    files = f"{len(taken)}个文件" if len(taken) > 1 else ""
    returned = f"，退回{back}行" if back else ""
    noted = f"，登记收到{received}个单位" if received else ""
    return f"已导入{files}{new + changed}行（新增{new}，更新{changed}）{returned}{noted}。"


def _sheet_words(reading: ImportReading) -> tuple[str, ...]:
    others = "、".join(f"“{name}”" for name in reading.other_sheets)
    return (f"读的是“{reading.sheet}”，还有{others}也像名单。",) if others else ()


@dataclass(frozen=True, slots=True)
class _Read:
    reading: ImportReading
    unit: str = ""
    asks: str = ""
    notes: tuple[str, ...] = ()


class _Reader:
    """Reads one file once, and again where only its name told which unit sent it."""

    def __init__(
        self,
        office: ImportOffice,
        kind: str,
        found: FoundFile,
        how: Mapping[str, Any],
    ) -> None:
        self._office, self._kind, self._found, self._how = office, kind, found, how
        self._field = _unit_field(office.spec(kind))

    def named(self, names: UnitMatcher, mark: TemplateMark | None) -> str:
        """The unit that the sheet was made for, else the one that the file's or the nearest folder's name says."""
        if mark and (made_for := names.find(mark.unit)):
            return made_for.name
        path = Path(self._found.name)
        parts = (names.find_in(part) for part in (path.stem, *reversed(path.parent.parts)))
        return next((found.name for found in parts if found), "")

    def read(self, names: UnitMatcher, unit: str, mark: TemplateMark | None) -> _Read:
        """The rows, and the unit by the clerk's word, the sheet's mark, its own column, or its name."""
        named = self.named(names, mark)
        given = unit or (named if mark and names.find(mark.unit) else "")
        if given or self._field is None:
            return _Read(self._once(given or named), given or named)
        if named:  # most files are what their name says: one reading is enough
            reading = self._once(named)
            if not any("ER10" in row.codes for row in reading.rows):
                return _Read(reading, named)
        reading = self._once("")
        written, blank = _units_of(reading, self._field)
        if len(written) > 1:
            return _Read(reading, notes=(f"表里有{len(written)}个单位。",))
        if not written:
            if blank and not named:
                return _Read(reading, asks="表里和文件名里都没有登记过的单位，请选报送单位。")
            # where a row names a unit that is not registered, its error says so
            return _Read(self._once(named) if blank else reading, named)
        if named and named != written[0]:
            asks = f"文件名是{named}，表里写的是{written[0]}，请选报送单位。"
            return _Read(reading, written[0], asks)
        return _Read(self._once(written[0]) if blank else reading, written[0])

    def _once(self, unit: str) -> ImportReading:
        return self._office.read(self._kind, self._found.file, unit or None, **self._how)


def _unit_field(spec: LedgerSpec) -> FieldSpec | None:
    """The field that says to which unit a row belongs; a superior unit is none."""
    found = [field for field in spec.import_fields if field.reference == "units"]
    return found[0] if found and spec.name != "units" else None


def _units_of(reading: ImportReading, field: FieldSpec) -> tuple[list[str], bool]:
    """The units that the rows name, and whether a row names none."""
    written: dict[str, None] = {}
    blank = False
    for row in reading.rows:
        if row.values.get(field.key) is not None:
            written.setdefault(row.labels.get(field.key, ""))
        elif "ER10" not in row.codes:
            blank = True
    return list(written), blank
