"""A process that is killed in the middle of an import leaves nothing half written, and the next start works."""

import signal
import subprocess
import sys
from datetime import date

import pytest
import xlsxwriter

from services.desk import open_for
from services.query import LedgerQuery
from services.sample.people import birth_of, identity_number
from tests.conftest import PASSWORD, ROOT, USER, clock

KILLS_ITSELF = """
import os, signal, sys
from pathlib import Path
from services.desk import open_for
from services import register_import
def until_row(done, total):
    if done >= 120:
        os.kill(os.getpid(), signal.SIGKILL)
register_import.CHUNK = 40
desk = open_for(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
desk.imports.accept("officers", desk.imports.read("officers", Path(sys.argv[4]), "县水务局"), until_row)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal; TerminateProcess is not shown here")
def test_a_killed_import_leaves_nothing_and_the_next_one_works(sample_desk, tmp_path):
    root, before = sample_desk.folder.root, sample_desk.ledgers["officers"].search(LedgerQuery()).total
    sample_desk.close()
    roster = tmp_path / "名册.xlsx"
    with xlsxwriter.Workbook(str(roster)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号", "执法证号", "有效期至"])
        for n in range(200):
            number = identity_number(birth_of(n + 300), n + 300, male=True)
            sheet.write_row(n + 1, 0, [f"甲{n}", number, f"示99{n:04d}", str(date(2030, 1, 1))])
    words = [sys.executable, "-c", KILLS_ITSELF, str(root), USER, PASSWORD, str(roster)]
    killed = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    desk = open_for(root, USER, PASSWORD, clock)
    try:
        officers = desk.ledgers["officers"]
        assert officers.search(LedgerQuery()).total == before
        assert desk.check()["ok"]
        reading = desk.imports.read("officers", roster, "县水务局")
        desk.imports.accept("officers", reading)
        assert officers.search(LedgerQuery()).total == before + 200
    finally:
        desk.close()
