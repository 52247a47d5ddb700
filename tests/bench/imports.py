"""A roster of 10,000 rows and 12 columns: read to the preview, stored with history, and beside other tools.

Run: python tests/bench/imports.py [ROWS]. Times are the best of several runs, in ms, each with its ratio to the floor
of the same run: python-calamine's raw read of the same file. `python tests/bench/imports.py memory` reads 100,000 rows
and prints the peak memory of the process and the longest time between two calls of `progress`. pandas with pandera,
and frictionless, are measured where they can be imported; PEERS may name a folder that holds them.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import itertools

import xlsxwriter
from sqlalchemy import func, select

from models.audit import AuditGroup
from services.desk import Desk, open_for
from services.folder import DataFolder
from services.imports.identity import WEIGHTS, check_character
from services.imports.mapping import clean_header
from services.imports.officer_fields import EDUCATION, IMPORT_SPEC, NATIONS, POLITICS
from services.imports.officers import retirement_day
from services.imports.read import read_import
from services.imports.reader_process import warm_up
from services.imports.rules import ImportContext
from services.opening import Setup, create_desk

ROUNDS = 5
TODAY = dt.date(2026, 11, 20)
HEADER = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "民族",
    "政治面貌",
    "学历",
    "工作单位",
    "职务",
    "执法证号",
    "发证日期",
    "有效期至",
]
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "望安向正明山禾晨言若宁知秋松柏青云"
UNIT = "县水务局"


def roster(path: Path, rows: int) -> Path:
    """A roster as an agency sends it: ID numbers as text, dates in two forms."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, HEADER)
        for n in range(rows):
            first = f"9901{n % 97:02d}19{70 + n % 28}{n % 12 + 1:02d}{n % 28 + 1:02d}{n // 28 % 1000:03d}"
            number = first + check_character(first)
            name = FAMILY[n % 16] + GIVEN[n // 16 % 17] + GIVEN[n // 272 % 17]
            gender = "男" if int(number[16]) % 2 else "女"
            issued, ends = f"2023-{n % 9 + 1:02d}-1{n % 9}", f"2028.{n % 9 + 1}.{n % 27 + 1}"
            words = [name, gender, number, "汉族", "中共党员", "大学本科", UNIT, "科员", f"示01{n:06d}", issued, ends]
            sheet.write_number(n + 1, 0, n + 1)
            for column, text in enumerate(words, start=1):
                sheet.write_string(n + 1, column, text)
    return path


def best(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The shortest of several runs, in ms."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


def raw(path: Path) -> Any:
    """The floor: all cells as Python values, nothing checked."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def new_desk(root: Path) -> Desk:
    """An empty desk with one unit."""
    setup = Setup("示例县司法局", "示例县", "通用", "admin", "容知秋", "desk-2026-x")
    create_desk(DataFolder(root), setup, dt.datetime(2026, 6, 15))
    desk = open_for(root, "admin", "desk-2026-x", lambda: dt.datetime(2026, 11, 20, 9, 0))
    desk.ledgers["units"].save(None, 0, {"name": UNIT, "kind": "department"})
    return desk


def committed(desk: Desk, path: Path) -> float:
    """Read and stored, once: a second time nothing is new."""
    begun = time.perf_counter()
    desk.imports.accept("officers", desk.imports.read("officers", path))
    return (time.perf_counter() - begun) * 1000


def taken_back(desk: Desk) -> float:
    """The undo of what was stored last."""
    with desk.database.read() as session:
        last = session.scalar(select(func.max(AuditGroup.id))) or 0
    begun = time.perf_counter()
    desk.undo(last)
    return (time.perf_counter() - begun) * 1000


def right_id(text: str) -> bool:
    """The rule of an ID number as the other tools are given it."""
    if len(text) != 18 or not text[:17].isdigit():
        return False
    return "10X98765432"[sum(int(d) * w for d, w in zip(text, WEIGHTS, strict=False)) % 11] == text[17]


def with_pandera(path: Path) -> Any:
    """pandas on the same reader, and the rules that the sample rows meet in the register's import."""
    import pandas as pd
    import pandera.pandas as pa

    frame = pd.read_excel(path, dtype=str, engine="calamine")
    frame.columns = [clean_header(column) for column in frame.columns]
    for column in HEADER[1:]:
        frame[column] = frame[column].str.normalize("NFKC").str.replace(r"[\s\u200b-\u200f'’]", "", regex=True)
    ids = frame["身份证号"]
    frame["born"] = pd.to_datetime(ids.str[6:14], format="%Y%m%d", errors="coerce")
    for name, column in (("issued", "发证日期"), ("ends", "有效期至")):  # every row may have a form of its own
        plain = frame[column].str.replace("[年月./]", "-", regex=True).str.rstrip("日")
        frame[name] = pd.to_datetime(plain, errors="coerce", format="mixed")
    frame["sex"] = ids.str[16].map(lambda digit: "男" if int(digit) % 2 else "女")
    frame["retires"] = [retirement_day(born.date(), sex) for born, sex in zip(frame["born"], frame["sex"], strict=True)]
    today = pd.Timestamp(TODAY)
    schema = pa.DataFrameSchema(
        {
            "姓名": pa.Column(str, pa.Check.str_length(1, 40)),
            "性别": pa.Column(str, pa.Check.isin(["男", "女"])),
            "身份证号": pa.Column(
                str, [pa.Check(right_id, element_wise=True), pa.Check(lambda s: ~s.str.endswith("000"))], unique=True
            ),
            "民族": pa.Column(str, pa.Check.isin(NATIONS)),
            "政治面貌": pa.Column(str, pa.Check.isin(POLITICS)),
            "学历": pa.Column(str, pa.Check.isin(EDUCATION)),
            "工作单位": pa.Column(str, pa.Check.isin([UNIT])),
            "职务": pa.Column(str, pa.Check.str_length(1, 60)),
            "执法证号": pa.Column(str, pa.Check.str_length(1, 40), unique=True, nullable=True),
            "born": pa.Column("datetime64[ns]", pa.Check.le(today - pd.DateOffset(years=18))),
            "issued": pa.Column("datetime64[ns]", pa.Check.le(today), nullable=True),
            "ends": pa.Column("datetime64[ns]", pa.Check.ge(today), nullable=True),
        },
        checks=[
            pa.Check(lambda found: found["ends"] >= found["issued"]),
            pa.Check(lambda found: found["sex"] == found["性别"]),
            pa.Check(lambda found: pd.to_datetime(found["retires"]) > today),
        ],
        coerce=True,
    )
    told: dict[int, list[str]] = {}
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as found:
        for place, check in zip(found.failure_cases["index"], found.failure_cases["check"], strict=True):
            told.setdefault(place, []).append(check)
    return [(row, told.get(n, ())) for n, row in enumerate(frame.to_dict("records"))]  # a preview is of rows


def with_frictionless(path: Path) -> Any:
    """frictionless with the rules that its schema knows."""
    from frictionless import Resource, Schema, system, validate

    fields: list[dict[str, Any]] = [{"name": name, "type": "string"} for name in HEADER]
    fields[0]["type"] = "integer"
    fields[3] |= {"constraints": {"required": True, "unique": True, "pattern": r"\d{17}[\dX]"}}
    fields[2] |= {"constraints": {"enum": ["男", "女"]}}
    with system.use_context(trusted=True):
        found = validate(Resource(path=str(path), schema=Schema.from_descriptor({"fields": fields})))
    assert found.valid, found.flatten(["rowNumber", "note"])[:3]
    return found


PEERS: dict[str, tuple[tuple[str, ...], Callable[[Path], Any]]] = {
    "pandas + pandera": (("pandas", "pandera"), with_pandera),
    "frictionless": (("frictionless",), with_frictionless),
}


def compare(rows: int, place: Path) -> None:
    """Print each time beside the floor."""
    path = roster(place / "名册.xlsx", rows)
    context = ImportContext(TODAY, default_unit=UNIT)
    warm_up()
    read_import(path, IMPORT_SPEC, context)
    floor = best(lambda: raw(path))
    print(f"{rows} rows; floor (python-calamine, raw): {floor:.0f} ms")

    def show(name: str, ms: float) -> None:
        print(f"{name:34s} {ms:8.0f} ms   {ms / floor:6.1f} x")

    show("to the preview, all rules", best(lambda: read_import(path, IMPORT_SPEC, context)))
    desks = [new_desk(place / f"数据{n}") for n in range(ROUNDS)]
    show("committed with history", min(committed(desk, path) for desk in desks))
    show("taken back", min(map(taken_back, desks)))
    for desk in desks:
        desk.close()
    for name, (modules, work) in PEERS.items():
        if all(importlib.util.find_spec(module) for module in modules):
            show(name, best(lambda work=work: work(path), 2))
        else:
            print(f"{name:34s} skipped: not installed here")


def remember(rows: int, place: Path) -> None:
    """Print the peak memory of this process and the longest silence of `progress`."""
    path = roster(place / "名册.xlsx", rows)
    calls = [time.perf_counter()]
    context = ImportContext(TODAY, default_unit=UNIT, progress=lambda *_: calls.append(time.perf_counter()))
    reading = read_import(path, IMPORT_SPEC, context)
    calls.append(time.perf_counter())
    silence = max(b - a for a, b in itertools.pairwise(calls)) * 1000
    print(f"{len(reading.rows)} rows read in {(calls[-1] - calls[0]):.1f} s; longest silence {silence:.0f} ms")
    if sys.platform != "win32":
        import resource

        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Compare, or measure memory."""
    sys.path += filter(None, [os.environ.get("PEERS", "")])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        if sys.argv[1:2] == ["memory"]:
            remember(100_000, Path(place))
        else:
            compare(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, Path(place))


if __name__ == "__main__":
    main()
