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
from services.exchange.common_values import common_words
from services.exchange.duplicates import doubled_rows
from services.exchange.file_unit import FileReader, only_unit
from services.exchange.find_files import NOT_A_TABLE, FoundFile
from services.exchange.people_choice import Candidate, find_people
from services.exchange.returns import Received, note_received
from services.exchange.template_mark import read_mark, stale_words
from services.imports.office import NOTHING_GIVEN, Given, ImportOffice
from services.imports.read import NOT_READ
from services.imports.reading import ImportReading
from services.imports.xlsx_scan import Place
from services.query import Outcome
from services.settings import Settings
from services.spec import LedgerSpec
from services.unit_match import UnitMatcher
from services.uow import Database

WORST = {  # what most often sends a row back, in a few words
    "ER01": "必填的没有填",
    "ER02": "身份证号位数不对",
    "ER03": "身份证号校验不对",
    "ER04": "号码成了数字格式",
    "ER05": "日期不对",
    "ER06": "重复",
    "ER07": "不属于持证人员",
    "ER08": "两种执法证并用",
    "ER09": "证号有别人在用",
    "ER10": "单位不对",
    "ER12": "未满18周岁",
    "ER15": "分不清是谁或多少",
}
Progress = Callable[[int, int], None]
LineKey = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file as it was read; nothing is stored. `unit` is empty where the rows name several or none.

    `asks` are the words of what the clerk has to decide before the line is taken (which unit sent it). `held` are rows
    that stay out until the clerk says otherwise: the person stands in an earlier file. `part` is the sheet, where every
    sheet of the file is a line of its own.
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
    part: str = ""

    @property
    def key(self) -> LineKey:
        """What tells it from the other lines of a run."""
        return self.file, self.part

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
        given: Given = NOTHING_GIVEN,
        part: str = "",
    ) -> FileLine:
        """One file against the data. A sheet of the desk's own tells its ledger, unit and round; else `kind` holds.
        `corrections` are cells (row, column) with the words that the clerk put in their place; the file stays as it is.
        `part` reads a sheet as one of the lines that `read_sheets` made.

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
        how: dict[str, Any] = {"mapping": mapping, "sheet": part or sheet, "corrections": corrections, "given": given}
        how["progress"] = progress
        reader = FileReader(self.office, kind, found, how)
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
        reading = _as_part(read.reading) if part else _listed_only(read.reading) if mark else read.reading
        told = filter(None, (stale, self._known(kind, sha256), *read.notes, _open_words(spec, reading)))
        notes = (*told, *(note.message for note in reading.notes))
        round_id = mark.round_id if mark else None
        line = replace(line, unit=read.unit, reading=reading, asks=read.asks, notes=notes)
        return replace(line, sha256=sha256, round_id=round_id, part=part)

    def read_sheets(
        self, found: FoundFile, kind: str, unit: str = "", progress: Progress | None = None
    ) -> list[FileLine]:
        """Every sheet of a file that holds such a list as a line of its own; the file's one line where it asks for its
        unit or cannot be read."""
        whole = self.read(found, kind, unit, progress=progress)
        if whole.reading is None or whole.asks:
            return [whole]
        spec = self.office.spec(whole.kind)
        lines = []
        for reading in self.office.read_sheets(whole.kind, found.file, whole.unit or None, progress):
            notes = (_open_words(spec, reading), *(note.message for note in reading.notes))
            told = tuple(filter(None, notes))
            lines.append(replace(whole, reading=reading, part=reading.sheet, notes=told))
        return lines

    def line_of(self, kind: str, reading: ImportReading, unit: str = "") -> FileLine:
        """A reading that was made without this folder, as a line: storing it counts as received from `unit`, else from
        the unit for which the sheet was made, else from the only one that its rows name."""
        mark = read_mark(reading.file)
        with self._db.read() as session:
            names = UnitMatcher(session, self._settings.get("county_name"))
            said = unit or (mark.unit if mark else "")
            match = names.find(said) if said else None
            sender = match.name if match else only_unit(reading, self.office.spec(kind))
        title = dict(self.office.kinds()).get(kind, "")
        line = FileLine(reading.file, reading.file.name, kind, title, sender, reading, part=reading.sheet)
        return replace(line, sha256=file_hash(reading.file), round_id=mark.round_id if mark else None)

    def people(self, words: str) -> Sequence[Candidate]:
        """Officers by a name, a unit or a number, for a row that leaves open who is meant."""
        with self._db.read() as session:
            return find_people(session, words)

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
        left_out: Mapping[LineKey, Collection[int]] | None = None,
        progress: Progress | None = None,
    ) -> Outcome:
        """Store the new and changed rows of all these files in one transaction and register the files as received.

        ConflictError, and nothing stored, where a file changed since it was read, where one still asks for its unit or
        where one person would be stored twice.
        """
        out = left_out or {}
        self._refuse(lines, out)
        taken = [(line, line.taken(out.get(line.key, line.held))) for line in lines]
        total = sum(reading.counts["new"] + reading.counts["changed"] for _line, reading in taken)
        title = "、".join(dict.fromkeys(line.kind_title for line in lines))
        files = list(dict.fromkeys(line.file for line in lines))
        what = files[0].name if len(files) == 1 else f"{len(files)}个文件"
        units = {name: row_id for row_id, name in self.office.units()}
        done, received = 0, _Receipts()
        with self._db.write(f"导入{title}：{what}"[:100], Right.IMPORT) as session:
            for line, reading in taken:
                counts = reading.counts
                step = _step(progress, done, total)
                batch = self.office.store(session, line.kind, reading, step)
                done += counts["new"] + counts["changed"]
                if line.unit in units:
                    received.add(Received(line.kind, units[line.unit], line.file.name, counts, line.round_id, batch))
            noted = sum(note_received(session, file, self._now().date()) for file in received.files)
            session.flush()
            group = session.info.get("group")
        return Outcome(_told(taken, noted), group)

    def _refuse(self, lines: Sequence[FileLine], out: Mapping[LineKey, Collection[int]]) -> None:
        if not lines:
            raise ConflictError("没有选中可以存入的文件。")
        if asked := next((line for line in lines if not line.clean), None):
            raise ConflictError(f"“{asked.name}”还不能存入：{asked.remark}")
        changed = [line.name for line in lines if not _same_file(line)]
        if changed:
            more = f"等{len(changed)}个文件" if len(changed) > 1 else ""
            raise ConflictError(f"“{changed[0]}”{more}读过以后又改动了，一行也没有存入。重新读取后再接受。")
        bare = [replace(each, reading=each.taken(out.get(each.key, each.held)), held=frozenset()) for each in lines]
        for line in self.compared(bare):
            if line.held:
                rows = "、".join(str(row) for row in sorted(line.held)[:5])
                raise ConflictError(
                    f"“{line.name}”第{rows}行的人在前面的文件里也要存入，一行也没有存入。只留下其中一行再接受。"
                )


class _Receipts:
    """What each unit sent, the sheets of one file as one."""

    def __init__(self) -> None:
        self._by_file: dict[tuple[str, int, str], Received] = {}

    def add(self, received: Received) -> None:
        """One more file, or sheet of it."""
        key = (received.kind, received.agency_id, received.file_name)
        before = self._by_file.get(key)
        if before is not None:
            received = replace(received, counts=Counter(before.counts) + Counter(received.counts))
        self._by_file[key] = received

    @property
    def files(self) -> Sequence[Received]:
        """In the order in which they came."""
        return list(self._by_file.values())


def file_hash(file: Path) -> str:
    """The sha256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
    names = {line.file for line, _reading in taken}
    files = f"{len(names)}个文件" if len(names) > 1 else ""
    returned = f"，退回{back}行" if back else ""
    noted = f"，登记收到{received}个单位" if received else ""
    return f"已导入{files}{new + changed}行（新增{new}，更新{changed}）{returned}{noted}。"


def _open_words(spec: LedgerSpec, reading: ImportReading) -> str:
    """What the clerk has to say about the file before its rows can be taken."""
    asked = [question.words for question in reading.questions if question.key not in reading.options]
    return "".join((*asked, common_words(spec, reading)))


def _as_part(reading: ImportReading) -> ImportReading:
    """The other sheets are lines of their own."""
    notes = tuple(note for note in reading.notes if note.code != NOT_READ)
    return replace(reading, other_sheets=(), notes=notes)


def _listed_only(reading: ImportReading) -> ImportReading:
    """A sheet that the desk sent out explains its own further sheets; only lists among them are news."""
    lists = {other.name for other in reading.other_sheets}
    notes = tuple(note for note in reading.notes if note.code != NOT_READ or note.where in lists)
    return replace(reading, notes=notes)
