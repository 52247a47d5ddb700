"""100,000 problems: page, sort, filter and search beside a bare SQLite read of the same file.

Run: python tests/bench/ledger_100k.py [ROWS]. Prints medians in ms and the ratio to the floor of the same run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import text

from services.desk import Desk, open_for
from services.folder import DataFolder
from services.opening import Setup, create_desk
from services.query import Condition, LedgerQuery, Operator
from services.words import search_words

ROUNDS = 11


def fill(desk: Desk, rows: int) -> None:
    """Rows straight into the tables: what is measured is reading."""
    desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    for number in range(39):
        desk.ledgers["units"].save(None, 0, {"name": f"县第{number}示例局", "kind": "department"})
    start = date(2024, 1, 1)
    made = []
    for n in range(rows):
        title = f"现场笔录第{n % 977}处缺少{'签名' if n % 3 else '见证人'}"
        number, due = f"问题〔{2020 + n % 7}〕{n}号", start + timedelta(days=n % 800 + 40)
        state = ("rectifying", "submitted", "closed")[n % 3]
        made.append(
            {
                "number": number,
                "agency": n % 40 + 1,
                "title": title,
                "due": due.isoformat(),
                "state": state,
                "closed": start.isoformat() if state == "closed" else None,
                "words": search_words([number, title]),
            }
        )
    with desk.database.engine.begin() as connection:
        connection.execute(
            text(
                "insert into problem(row_version, sample, search_words, number, agency_id, title, kind, source,"
                " found_on, due_on, state, closed_on)"
                " values (1, 0, :words, :number, :agency, :title, 'evidence', 'check',"
                " '2023-12-01', :due, :state, :closed)"
            ),
            made,
        )
        connection.execute(text("analyze"))


def median(work: Callable[[], Any]) -> float:
    """The middle of several runs, in ms."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def measure(desk: Desk) -> dict[str, float]:
    """The questions of the ledger page."""
    ledger = desk.ledgers["problems"]
    unit = (Condition("agency_id", Operator.EQUALS, 7),)
    asked = {
        "first page": LedgerQuery(),
        "page in the middle": LedgerQuery(sort="due_on", offset=50_000),
        "last page": LedgerQuery(sort="due_on", offset=99_800),
        "sort by date": LedgerQuery(sort="due_on"),
        "sort by words (pinyin)": LedgerQuery(sort="title"),
        "sort by unit (pinyin)": LedgerQuery(sort="agency_id"),
        "sort by number": LedgerQuery(sort="number", descending=True),
        "filter by unit": LedgerQuery(conditions=unit),
        "filter by state": LedgerQuery(conditions=(Condition("due_state", Operator.EQUALS, "late"),)),
        "search two characters": LedgerQuery(text="见证"),
        "search pinyin initials": LedgerQuery(text="xcbl"),
        "search a number": LedgerQuery(text="99123号"),
        "search a unit": LedgerQuery(text="示例局"),
    }
    found = {name: median(lambda query=query: ledger.search(query)) for name, query in asked.items()}
    found["chips"] = median(lambda: ledger.counts(LedgerQuery()))
    return found


def floor(desk: Desk) -> float:
    """A bare count and a bare page from the same file."""

    def work() -> None:
        with desk.database.engine.connect() as connection:
            connection.execute(text("select count(*) from problem where deleted_at is null")).scalar()
            connection.execute(text("select * from problem order by due_on, id limit 200")).all()

    return median(work)


def main() -> None:
    """Fill, warm up, measure, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "数据"
        create_desk(
            DataFolder(root),
            Setup("示例县司法局", "示例县", "通用", "admin", "容知秋", "desk-2026-x"),
            datetime(2026, 6, 15),
        )
        desk = open_for(root, "admin", "desk-2026-x", lambda: datetime(2026, 6, 15, 9, 0))
        fill(desk, rows)
        least = floor(desk)
        print(f"{rows} rows; floor (bare count and page): {least:.1f} ms")
        for name, ms in measure(desk).items():
            print(f"{name:26s} {ms:8.1f} ms   {ms / least:5.1f} x")
        desk.close()


if __name__ == "__main__":
    main()
