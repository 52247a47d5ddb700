"""停止 in the status line ends an import with nothing stored, and the file can be accepted again."""

from services import register_import
from services.officers import OfficerLedger
from services.query import LedgerQuery
from services.sample.people import birth_of, identity_number
from ui.kit.import_page import ImportPage, ImportTools

ROWS = 60


def test_a_stopped_import_stores_no_row_and_can_be_done_again(
    qtbot, app_theme, jobs, empty_desk, tmp_path, monkeypatch
):
    desk, said = empty_desk, []
    desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
    lines = [f"甲{n},{identity_number(birth_of(n + 40), n + 40, male=True)},示88{n:04d}" for n in range(ROWS)]
    file = tmp_path / "名册.csv"
    file.write_text("\n".join(["姓名,身份证号,执法证号", *lines]), encoding="utf-8")
    tools = ImportTools(jobs, lambda words, _undo: said.append(words), desk.undo, desk.actor.may)
    page = ImportPage(desk.imports, tools, "officers")
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not jobs.busy)
    page.choose("officers", "县水务局")
    page.add_files([file])
    qtbot.waitUntil(lambda: bool(page.file and page.file.reading), timeout=20_000)
    assert page.file.count("new") == ROWS

    store, counted = OfficerLedger.store_import_many, []

    def stopping(self, session, rows, progress):
        def counting(done, total):
            counted.append(done)
            if done >= ROWS // 2:
                jobs.running[0].cancel()
            progress(done, total)

        return store(self, session, rows, counting)

    with monkeypatch.context() as patched:
        patched.setattr(OfficerLedger, "store_import_many", stopping)
        patched.setattr(register_import, "CHUNK", 10)
        page.accept_file()
        qtbot.waitUntil(lambda: said == ["已停止导入，没有存入任何一行。"], timeout=20_000)
    assert max(counted) < ROWS
    assert desk.ledgers["officers"].search(LedgerQuery()).total == 0
    page.accept_file()
    qtbot.waitUntil(lambda: len(said) == 2, timeout=20_000)
    assert desk.ledgers["officers"].search(LedgerQuery()).total == ROWS
