"""Sheets sent out to all units, what comes back, who is missing."""

from datetime import date

import openpyxl
import pytest

from services.errors import ConflictError, DeniedError, ValidationError
from services.exchange.find_files import find_files
from services.exchange.returns import ReturnState, state_of
from services.exchange.send_out import LIST
from services.query import LedgerQuery
from tests.services.exchange.exchange_files import identity, person, roster

TODAY, LATER, EARLIER = date(2026, 6, 15), date(2026, 6, 30), date(2026, 6, 10)


@pytest.fixture
def round_id(desk, unit_ids):
    return desk.collections.open_round("officers", "2026年执法人员清理", LATER, unit_ids.values())


def states(desk, round_id):
    return {view.unit: view.state for view in desk.collections.returns(round_id)}


def by_unit(desk, round_id):
    return {view.unit: view for view in desk.collections.returns(round_id)}


def take_in(desk, folder):
    lines = [desk.folder_imports.read(found, "officers") for found in find_files([folder])]
    return desk.folder_imports.accept(desk.folder_imports.compared(lines))


def fill(file, rows):
    """What an agency does with the sheet: it types under the sample row and saves."""
    book = openpyxl.load_workbook(file)
    sheet = book["填报表"]
    header = next(row for row in sheet.iter_rows(max_row=5) if str(row[0].value).startswith("姓名"))
    columns = {str(cell.value).removesuffix("（必填）"): cell.column for cell in header}
    for number, row in enumerate(rows, start=header[0].row + 2):
        for label, value in row.items():
            sheet.cell(number, columns[label]).value = value
    book.save(file)


def test_a_round_asks_units_and_says_what_is_missing_in_it(desk, unit_ids):
    with pytest.raises(ValidationError) as raised:
        desk.collections.open_round("nothing", " ", EARLIER, [])
    assert set(raised.value.problems) == {"kind", "title", "agency_ids", "due_on"}
    made = desk.collections.open_round("officers", "清理", LATER, list(unit_ids.values())[:2])
    [view] = desk.collections.rounds()
    assert (view.id, view.kind_title, view.total, view.came) == (made, "执法人员与证件", 2, 0)


@pytest.mark.parametrize(
    ("returned", "errors", "due", "state"),
    [
        (None, 0, TODAY, ReturnState.OUTSTANDING),  # the last day is not late
        (None, 0, EARLIER, ReturnState.LATE),
        (None, 0, None, ReturnState.OUTSTANDING),
        (TODAY, 0, EARLIER, ReturnState.RETURNED),
        (TODAY, 2, LATER, ReturnState.TO_CORRECT),
    ],
)
def test_where_a_unit_stands_follows_from_dates_and_errors(returned, errors, due, state):
    assert state_of(returned, errors, due, TODAY) is state


def test_every_unit_gets_its_own_numbered_sheet_and_there_is_a_list(desk, round_id, tmp_path):
    outcome = desk.collections.send(round_id, tmp_path / "发出")
    assert outcome.message == "已生成4个单位的填报表和发出清单。"
    names = sorted(path.name for path in (tmp_path / "发出").iterdir())
    assert names[:2] == [LIST, "01 县水务局-执法人员与证件填报表.xlsx"]
    told = openpyxl.load_workbook(tmp_path / "发出" / LIST).active
    assert told.cell(3, 2).value == "县水务局"
    sheet = openpyxl.load_workbook(tmp_path / "发出" / names[1])["填报表"]
    assert sheet["A2"].value == "填报单位：县水务局　请于2026-06-30前报回"
    assert desk.collections.rounds()[0].sent_on == TODAY


def test_a_filled_sheet_is_known_by_itself_and_counts_as_received(desk, round_id, tmp_path):
    folder = tmp_path / "发出"
    desk.collections.send(round_id, folder)
    file = folder / "02 县林业局-执法人员与证件填报表.xlsx"
    renamed = tmp_path / "报回" / "新建.xlsx"
    renamed.parent.mkdir()
    fill(file, [{"姓名": "祁望山", "身份证号": identity(1)}, {"姓名": "于安禾", "身份证号": identity(2)[:17]}])
    file.rename(renamed)
    outcome = take_in(desk, renamed.parent)
    assert outcome.message == "已导入1行（新增1，更新0），退回1行，登记收到1个单位。"
    found = by_unit(desk, round_id)["县林业局"]
    assert (found.state, found.returned_on, found.file_name) == (ReturnState.TO_CORRECT, TODAY, "新建.xlsx")
    assert found.counts == (1, 0, 0, 1)
    assert states(desk, round_id)["县水务局"] is ReturnState.OUTSTANDING
    desk.undo(outcome.group)
    assert states(desk, round_id)["县林业局"] is ReturnState.OUTSTANDING


def test_a_free_roster_counts_for_the_newest_round_of_its_ledger(desk, round_id, unit_ids, incoming):
    newer = desk.collections.open_round("officers", "再报一次", LATER, [unit_ids["县水务局"]])
    desk.collections.open_round("training", "学时", LATER, unit_ids.values())
    roster(incoming / "水务局.xlsx", [person(1)])
    take_in(desk, incoming)
    assert states(desk, newer)["县水务局"] is ReturnState.RETURNED
    assert states(desk, round_id)["县水务局"] is ReturnState.OUTSTANDING


def test_the_registered_rows_go_out_for_correction_and_come_back_the_same(desk, round_id, incoming, tmp_path):
    roster(incoming / "水务局.xlsx", [person(1), person(2)])
    take_in(desk, incoming)
    desk.collections.send(round_id, tmp_path / "发出", prefilled=True)
    file = tmp_path / "发出" / "01 县水务局-执法人员与证件填报表.xlsx"
    reading = desk.imports.read("officers", file)
    assert reading.counts == {"new": 0, "changed": 0, "same": 2, "error": 0}
    fill(file, [{"职务": "队长"}])
    assert desk.imports.read("officers", file).counts["changed"] == 1


def test_registered_rows_go_out_only_with_the_right_to_full_numbers(desk, round_id, tmp_path):
    from services.access import Actor, Role

    desk.database.actor = lambda: Actor("简若宁", Role.READER)
    with pytest.raises(DeniedError):
        desk.collections.send(round_id, tmp_path / "发出", prefilled=True)
    assert not (tmp_path / "发出").exists()


def test_what_came_on_paper_is_registered_by_hand_and_can_be_asked_again(desk, round_id):
    wanted = by_unit(desk, round_id)["县水务局"].id
    with pytest.raises(ValidationError):
        desk.collections.receive([wanted], LATER)
    desk.collections.receive([wanted], EARLIER)
    assert states(desk, round_id)["县水务局"] is ReturnState.RETURNED
    outcome = desk.collections.take_back([wanted])
    assert states(desk, round_id)["县水务局"] is ReturnState.OUTSTANDING
    desk.undo(outcome.group)
    assert by_unit(desk, round_id)["县水务局"].returned_on == EARLIER


def test_a_reminder_is_drafted_to_those_who_owe_and_to_nobody_else(desk, round_id):
    found = by_unit(desk, round_id)
    desk.collections.receive([found["县水务局"].id])
    with pytest.raises(ConflictError, match="县水务局已经报送"):
        desk.collections.remind(round_id, [found["县水务局"].id, found["县林业局"].id])
    draft = desk.drafting.open(desk.collections.remind(round_id, [found["县林业局"].id, found["县农业农村局"].id]))
    assert draft.text.content["to"] == ["县林业局", "县农业农村局"]
    assert "2026年执法人员清理" in draft.text.content["title"]
    assert by_unit(desk, round_id)["县林业局"].reminded_on == TODAY
    assert by_unit(desk, round_id)["示例镇人民政府"].reminded_on is None


def test_who_is_missing_is_printed_with_the_days(desk, round_id, tmp_path):
    import pypdfium2

    desk.collections.receive([by_unit(desk, round_id)["县水务局"].id])
    desk.collections.extend(round_id, EARLIER)
    assert [view.late_days for view in desk.collections.returns(round_id)] == [5, 5, 5, 0]
    assert desk.collections.print_missing(round_id, tmp_path / "未报.pdf") == 1
    with pypdfium2.PdfDocument(tmp_path / "未报.pdf") as pdf:
        words = pdf[0].get_textpage().get_text_range().replace("\r\n", "")
    assert "应报4个，已报1个，未报3个" in words
    assert "县林业局" in words
    assert "县水务局" not in words


def test_a_round_that_is_removed_takes_its_units_along_and_leaves_the_data(desk, round_id, incoming):
    roster(incoming / "水务局.xlsx", [person(1)])
    take_in(desk, incoming)
    outcome = desk.collections.remove(round_id)
    assert desk.collections.rounds() == []
    assert desk.ledgers["officers"].search(LedgerQuery()).total == 1
    desk.undo(outcome.group)
    assert states(desk, round_id)["县水务局"] is ReturnState.RETURNED


def test_the_bureau_does_not_ask_itself(desk):
    desk.ledgers["units"].save(None, 0, {"name": "县司法局", "kind": "department"})
    assert "县司法局" not in [name for _id, name in desk.collections.units()]
