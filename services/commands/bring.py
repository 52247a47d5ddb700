"""`import`: agencies' files against the data, or with --dry-run against nothing but the unit that is named."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from services.clock import local_now
from services.commands.lists import import_spec
from services.commands.output import DONE, WITH_ERRORS, Answer, one_per_file, say
from services.errors import ValidationError
from services.imports.read import read_import
from services.imports.reading import ImportReading
from services.imports.rejects import write_rejects
from services.imports.rules import ImportContext

if TYPE_CHECKING:
    from services.desk import Desk


def run_import(desk: Desk | None, arguments: argparse.Namespace) -> int:
    """The contract's object for every file; stored only without --dry-run."""
    spec = import_spec(arguments.kind)
    unit = arguments.unit.strip()
    if desk is not None and unit and not arguments.dry_run and not desk.imports.knows_unit(unit):
        raise ValidationError({"unit": f"“{unit}”不在单位名册中，没有存入。先登记这个单位，或写登记过的名称。"})

    def answer(file: Path) -> Answer:
        if desk is None:
            today = arguments.on or local_now().date()
            context = ImportContext(today=today, default_unit=unit or None)
            reading = read_import(file, spec, context)
        else:
            reading = desk.imports.read(arguments.kind, file, unit or None)
        if arguments.rejects and reading.rejected:
            write_rejects(reading, _target(arguments.rejects, file, len(arguments.file)))
        if desk is not None and not arguments.dry_run:
            _store(desk, arguments.kind, reading)
        return reading.to_json(), WITH_ERRORS if reading.rejected else DONE

    return one_per_file(arguments.file, answer, arguments.json)


def _store(desk: Desk, kind: str, reading: ImportReading) -> None:
    counts = reading.counts
    if counts["new"] or counts["changed"]:
        say(desk.imports.accept(kind, reading).message)
    else:
        say(f"{reading.file.name}里没有新的或变动的行，没有存入。")
    if reading.other_sheets:
        names = "、".join(other.name for other in reading.other_sheets)
        say(f"{reading.file.name}只读了工作表“{reading.sheet}”，没有读的还有：{names}。")


def _target(wanted: Path, file: Path, several: int) -> Path:
    """One reject file per input; with several inputs each carries its input's name."""
    return wanted if several == 1 else wanted.with_name(f"{wanted.stem}-{file.stem}{wanted.suffix}")
