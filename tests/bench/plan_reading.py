"""Reading a plan, beside the plainest work that must be done on the same file.

Run: python tests/bench/plan_reading.py [TASKS]. A plan of TASKS tasks as .docx is read (file to tasks); the floor of
the same run unzips the package and parses every XML part of it. A text of 400 tasks is read without a file.
Prints medians in ms, the ratio, and what of the time goes into the file and what into the reading.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import docx
from docx.shared import Pt
from lxml import etree

from services.plans.reading.document import load_text
from services.plans.reading.fold import fold
from services.plans.reading.labels import labels
from services.plans.reading.numbering import inner_markers
from services.plans.reading.reader import read_plan
from services.plans.reading.roles import is_time
from services.plans.reading.units import looks_like_unit

ROUNDS = 15
LONG = 400
ITEM = (
    "{n}.做好第{n}类行政执法事项清理。组织开展全面核查，逐项登记造册，建立问题台账，限期整改到位，并于2026年{m}月{d}日前"
    "报送第{n}批清理结果。（牵头单位：县司法局、县{u}局；责任单位：县财政局、各乡镇（街道）；完成时限：2026年{m}月底前）"
)
UNITS = ("水务", "林业", "教育", "民政", "审计", "统计", "应急管理", "市场监管")


def lines(tasks: int) -> list[str]:
    items = [ITEM.format(n=n, m=n % 12 + 1, d=n % 28 + 1, u=UNITS[n % len(UNITS)]) for n in range(1, tasks + 1)]
    return ["示例县行政执法事项清理方案", "一、重点任务", *items, "二、工作要求", "各单位要落实责任。"]


def write(file: Path, tasks: int) -> None:
    made = docx.Document()
    for words in lines(tasks):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        for start in range(0, len(words), 12):  # Word cuts a paragraph into runs wherever somebody typed
            run = paragraph.add_run(words[start : start + 12])
            run.font.size = Pt(16)
            run.font.name = "FangSong"
    made.save(str(file))


def floor(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part)


def forget() -> None:
    """Nothing that an earlier round learned may help the next."""
    for remembered in (fold, is_time, looks_like_unit, labels, inner_markers):
        remembered.cache_clear()


def medians(*works: Callable[[], object]) -> list[float]:
    """The median of each in ms, taken in turns so that a busy machine is busy for all."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            forget()
            begin = time.perf_counter()
            work()
            taken[place].append((time.perf_counter() - begin) * 1000)
    return [statistics.median(times) for times in taken]


def main(tasks: int) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "方案.docx"
        write(file, tasks)
        data, text, long = file.read_bytes(), load_text(file), "\n".join(lines(LONG))
        assert len(read_plan(text).tasks) == tasks
        assert len(read_plan(long).tasks) == LONG
        least, whole, loaded, many = medians(
            lambda: floor(data), lambda: read_plan(load_text(file)), lambda: load_text(file), lambda: read_plan(long)
        )
    print(f"unzip and parse every XML part   {least:8.1f} ms")
    print(f"read the .docx of {tasks} tasks        {whole:8.1f} ms   {whole / least:.2f} times the floor (bound 3)")
    print(f"  of which the file              {loaded:8.1f} ms")
    print(f"read a text of {LONG} tasks         {many:8.1f} ms   (bound 1000)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
