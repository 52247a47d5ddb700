"""`import`: agencies' files against the data, or with --dry-run against nothing but the unit that is named."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from services.clock import local_now
from services.commands.lists import import_spec
from services.commands.output import DONE, WITH_ERRORS, Answer, one_per_file, say
from services.errors import ValidationError
from services.files import safe_name
from services.imports.read import read_import, read_sheets
from services.imports.reading import ImportReading
from services.imports.rejects import write_rejects
from services.imports.rules import ImportContext
from services.spec import LedgerSpec

if TYPE_CHECKING:
    from services.desk import Desk


def run_import(desk: Desk | None, arguments: argparse.Namespace) -> int:
    """The contract's object for every file, with --all-sheets one for every sheet; stored only without --dry-run."""
    spec = import_spec(arguments.kind)
    unit = arguments.unit.strip()
    if desk is not None and unit and not arguments.dry_run and not desk.imports.knows_unit(unit):
        raise ValidationError({"unit": f"“{unit}”不在单位名册中，没有存入。先登记这个单位，或写登记过的名称。"})

    def answer(file: Path) -> Answer:
        readings = _read(desk, spec, arguments, file, unit)
        for reading in readings:
            if arguments.rejects and reading.rejected:
                write_rejects(reading, _target(arguments.rejects, reading, len(arguments.file), len(readings)))
        if desk is not None and not arguments.dry_run:
            _store(desk, arguments.kind, readings, unit)
        status = WITH_ERRORS if any(reading.rejected for reading in readings) else DONE
        results = [reading.to_json() for reading in readings]
        return results if arguments.all_sheets else results[0], status

    return one_per_file(arguments.file, answer, arguments.json)


def _read(
    desk: Desk | None, spec: LedgerSpec, arguments: argparse.Namespace, file: Path, unit: str
) -> Sequence[ImportReading]:
    """The best sheet, the one that is named, or every sheet that holds such a list."""
    if desk is not None:
        if arguments.all_sheets:
            return desk.imports.read_sheets(arguments.kind, file, unit or None)
        return [desk.imports.read(arguments.kind, file, unit or None, sheet=arguments.sheet)]
    context = ImportContext(today=arguments.on or local_now().date(), default_unit=unit or None)
    if arguments.all_sheets:
        return read_sheets(file, spec, context)
    return [read_import(file, spec, context, sheet=arguments.sheet)]


def _store(desk: Desk, kind: str, readings: Sequence[ImportReading], unit: str) -> None:
    """By the same way as the window, so that the file counts as received (报送情况)."""
    folder, file = desk.folder_imports, readings[0].file
    lines = [folder.line_of(kind, reading, unit) for reading in readings]
    told = f"{file.name}里没有新的或变动的行，没有存入。"
    if any(reading.counts["new"] or reading.counts["changed"] for reading in readings):
        told = folder.accept(lines).message
    elif any(line.unit for line in lines):
        folder.accept(lines)  # nothing new, but the unit has sent its file
    say(told)
    if others := "、".join(other.name for reading in readings for other in reading.other_sheets):
        say(f"{file.name}只读了工作表“{readings[0].sheet}”，没有读的还有：{others}。")


def _target(wanted: Path, reading: ImportReading, files: int, sheets: int) -> Path:
    """One reject file per input; with several inputs each carries its input's name, with several sheets theirs."""
    names = [wanted.stem, *([reading.file.stem] if files > 1 else []), *([reading.sheet] if sheets > 1 else [])]
    return wanted.with_name(safe_name("-".join(names)) + wanted.suffix) if len(names) > 1 else wanted
