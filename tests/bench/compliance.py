"""Yearly compliance of 5,000 officers with 150,000 attendance rows, beside the plainest reading of the same file.

Run: python tests/bench/compliance.py [OFFICERS] [ROWS]. Prints medians in ms and the ratio to two floors of the same
run: a bare GROUP BY, and a bare reading of the rows that a program without a database's sums would need.
"""

from __future__ import annotations

import random
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
from services.training.attendance import could_clash, sums
from services.training.compliance import compliance
from services.training.population import holders
from services.words import search_words

ROUNDS = 11
UNITS = 40
YEAR = 2026
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
COUNTED = (
    "from training_record not indexed where deleted_at is null and status = 'confirmed'"
    f" and held_on between '{FIRST}' and '{LAST}'"
)
SUMS = f"select officer_id, category, sum(minutes) {COUNTED} group by officer_id, category"
ROWS = f"select officer_id, category, minutes, held_on, title {COUNTED}"


def fill(desk: Desk, officers: int, rows: int) -> None:
    """Rows straight into the tables: what is measured is reading. Every tenth training lasts two days,
    and each card was taken over this year, so that its events have to be read."""
    for number in range(UNITS):
        desk.ledgers["units"].save(None, 0, {"name": f"县第{number}示例局", "kind": "department"})
    drawn = random.Random(7)
    people = [{"name": f"某{n}", "agency": n % UNITS + 1} for n in range(officers)]
    cards = [{"officer": n + 1, "number": f"示{n:06d}"} for n in range(officers)]
    with desk.database.engine.begin() as connection:
        connection.execute(
            text(
                "insert into enforcement_officer(row_version, sample, search_words, name, agency_id, post_status,"
                " enforcing) values (1, 0, :name, :name, :agency, 'on_post', 1)"
            ),
            people,
        )
        connection.execute(
            text(
                "insert into enforcement_certificate(row_version, sample, search_words, officer_id, kind, current,"
                " cert_no, valid_from, valid_to, valid_forever, status)"
                " values (1, 0, :number, :officer, 'enforcement', 1, :number, '2022-01-01', '2027-12-31', 0, 'active')"
            ),
            cards,
        )
        connection.execute(
            text(
                "insert into certificate_event(row_version, sample, search_words, certificate_id, kind, happened_on,"
                f" status) values (1, 0, '', :officer, 'registered', '{FIRST}', 'active')"
            ),
            cards,
        )
        connection.execute(
            text(
                "insert into training_record(row_version, sample, search_words, officer_id, title, category, mode,"
                " held_on, ends_on, minutes, organiser, rotation, makeup, status, source)"
                " values (1, 0, :words, :officer, :title, :category, 'online', :day, :ends, :minutes, '示例县司法局',"
                " 0, 0, 'confirmed', :source)"
            ),
            [_training(drawn, officers, n) for n in range(rows)],
        )


def _training(drawn: random.Random, officers: int, place: int) -> dict[str, Any]:
    title = f"行政执法培训第{place % 211}期"
    day = date(YEAR, 1, 4) + timedelta(days=drawn.randrange(340))
    return {
        "officer": drawn.randrange(officers) + 1,
        "title": title,
        "category": drawn.choice(["political", "public_law", "professional", "skill"]),
        "day": day.isoformat(),
        "ends": (day + timedelta(days=1)).isoformat() if place % 10 == 0 else None,
        "minutes": drawn.choice([45, 90, 135, 180, 360]),
        "words": search_words([title, "示例县司法局"]),
        "source": drawn.choice([None, "学习平台"]),
    }


def measure(desk: Desk) -> dict[str, float]:
    """The floors, the whole, and its parts; one round of each in turn, so that a busy moment falls on all alike."""
    engine = desk.database.engine

    def plain(statement: str) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement).fetchall()

    with desk.database.read() as session:
        work: dict[str, Callable[[], Any]] = {
            "floor: bare GROUP BY": lambda: plain(SUMS),
            "floor: reading the rows": lambda: plain(ROWS),
            "compliance": lambda: compliance(session, YEAR, LAST),
            "  of it sums": lambda: sums(session, FIRST, LAST),
            "  of it doubles and overlaps": lambda: could_clash(session, FIRST, LAST, 480),
            "  of it population": lambda: holders(session, FIRST, LAST),
        }
        times: dict[str, list[float]] = {name: [] for name in work}
        for _ in range(ROUNDS):
            for name, one in work.items():
                begun = time.perf_counter()
                one()
                times[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """Fill, measure, print."""
    officers = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 150_000
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "数据"
        create_desk(
            DataFolder(root),
            Setup("示例县司法局", "示例县", "通用", "admin", "容知秋", "desk-2026-x"),
            datetime(YEAR, 6, 15),
        )
        desk = open_for(root, "admin", "desk-2026-x", lambda: datetime(YEAR, 6, 15, 9, 0))
        desk.prepare(sample=False)
        fill(desk, officers, rows)
        with desk.database.read() as session:
            found = compliance(session, YEAR, LAST)
        print(f"{officers} officers, {rows} rows, {len(found.suspicions)} doubtful; {found.rate.words} met")
        figures = measure(desk)
        least, reading = figures["floor: bare GROUP BY"], figures["floor: reading the rows"]
        for name, ms in figures.items():
            print(f"{name:30s} {ms:8.1f} ms   {ms / least:5.1f} x   {ms / reading:5.1f} x")
        desk.close()


if __name__ == "__main__":
    main()
