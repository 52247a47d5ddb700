"""A folder of agencies' files in one go: units found, results told, one undo, files back."""

import openpyxl
import pytest

from services.errors import ConflictError
from services.exchange.find_files import FoundFile, find_files
from services.exchange.returned_files import SUMMARY, write_returned
from services.query import LedgerQuery
from tests.services.exchange.exchange_files import identity, person, roster


def read_all(desk, folder, kind="officers"):
    imports = desk.folder_imports
    return imports.compared([imports.read(found, kind) for found in find_files([folder])])


def by_name(lines):
    return {line.name.rsplit("/", 1)[-1]: line for line in lines}


def officers(desk):
    return desk.ledgers["officers"].search(LedgerQuery(sort="name")).rows


def test_lock_files_and_hidden_ones_are_passed_over_and_other_papers_listed(tmp_path):
    for name in ("名册.xlsx", "~$名册.xlsx", ".~lock.名册.xlsx#", "Thumbs.db", "分表/二.xls", "说明.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = find_files([tmp_path])
    assert {(f.name.replace("\\", "/"), f.table) for f in found} == {
        ("名册.xlsx", True),
        ("分表/二.xls", True),
        ("说明.docx", False),
    }


def test_the_unit_comes_from_the_column_the_file_name_or_the_folder(desk, incoming):
    roster(incoming / "甲.xlsx", [person(1, "县水务局"), person(2, "县水务局")], unit_column=True)
    roster(incoming / "07 林业局（新）.xlsx", [person(3)])
    roster(incoming / "示例镇" / "人员.xlsx", [person(4)])
    roster(incoming / "无名.xlsx", [person(5)])
    lines = by_name(read_all(desk, incoming))
    assert {name: line.unit for name, line in lines.items()} == {
        "甲.xlsx": "县水务局",
        "07 林业局（新）.xlsx": "县林业局",
        "人员.xlsx": "示例镇人民政府",
        "无名.xlsx": "",
    }
    assert [name for name, line in lines.items() if line.asks] == ["无名.xlsx"]
    assert not lines["无名.xlsx"].clean


def test_a_file_that_names_another_unit_than_its_rows_is_asked_about(desk, incoming):
    roster(incoming / "县水务局.xlsx", [person(1, "县林业局")], unit_column=True)
    [line] = read_all(desk, incoming)
    assert "文件名是县水务局，表里写的是县林业局" in line.asks
    found = FoundFile(line.file, line.name, True)
    chosen = desk.folder_imports.read(found, "officers", "县林业局")
    assert (chosen.asks, chosen.reading.counts["new"]) == ("", 1)


def test_a_file_that_cannot_be_read_says_why_and_the_others_go_on(desk, incoming):
    roster(incoming / "水务局.xlsx", [person(1)])
    (incoming / "林业局.xls").write_bytes(b"<html><table><tr><td>x</td></tr></table></html>")
    (incoming / "通知.pdf").write_bytes(b"%PDF-1.4")
    lines = by_name(read_all(desk, incoming))
    assert lines["水务局.xlsx"].clean
    assert "ER11" in lines["林业局.xls"].error
    assert lines["通知.pdf"].error == "不是表格，没有读。"
    assert officers(desk) == []


def test_all_files_are_stored_in_one_act_and_one_undo_takes_them_back(desk, incoming):
    roster(incoming / "水务局.xlsx", [person(1), person(2)])
    roster(incoming / "林业局.xlsx", [person(3), person(4, 身份证号=identity(4)[:17])])
    lines = read_all(desk, incoming)
    outcome = desk.folder_imports.accept(lines)
    assert outcome.message == "已导入2个文件3行（新增3，更新0），退回1行。"
    assert sorted(r.labels["agency_id"] for r in officers(desk)) == ["县林业局", "县水务局", "县水务局"]
    desk.undo(outcome.group)
    assert officers(desk) == []


def test_a_file_that_changed_after_reading_stops_the_whole_act(desk, incoming):
    roster(incoming / "水务局.xlsx", [person(1)])
    roster(incoming / "林业局.xlsx", [person(3)])
    lines = read_all(desk, incoming)
    roster(incoming / "林业局.xlsx", [person(5)])
    with pytest.raises(ConflictError, match=r"“林业局[.]xlsx”读过以后又改动了，一行也没有存入"):
        desk.folder_imports.accept(lines)
    assert officers(desk) == []
    desk.folder_imports.accept([line for line in lines if line.name == "水务局.xlsx"])
    assert [r.values["name"] for r in officers(desk)] == ["于安禾"]


def test_a_person_in_the_files_of_two_units_is_told_on_the_second_and_stays_out(desk, incoming):
    roster(incoming / "1 农业农村局.xlsx", [person(1), person(2)])
    roster(incoming / "2 水务局.xlsx", [person(7), person(1)])
    first, second = read_all(desk, incoming)
    assert [r.codes for r in first.reading.rows] == [(), ()]
    assert [r.codes for r in second.reading.rows] == [(), ("WA05",)]
    [problem] = second.reading.rows[1].problems
    assert (problem.where, problem.suggest) == ("C3", "县农业农村局")
    assert "“1 农业农村局.xlsx”第2行（县农业农村局）也有" in problem.message
    assert second.held == {3}
    desk.folder_imports.accept([first, second])
    units = {r.values["id_no"]: r.labels["agency_id"] for r in officers(desk)}
    assert units == {identity(1): "县农业农村局", identity(2): "县农业农村局", identity(7): "县水务局"}


def test_the_clerk_may_take_the_second_instead_but_not_both(desk, incoming):
    roster(incoming / "1 农业农村局.xlsx", [person(1), person(2)])
    roster(incoming / "2 水务局.xlsx", [person(1)])
    first, second = read_all(desk, incoming)
    with pytest.raises(ConflictError, match=r"“2 水务局[.]xlsx”第2行的人在前面的文件里也要存入"):
        desk.folder_imports.accept([first, second], {second.key: ()})
    desk.folder_imports.accept([first, second], {first.key: {2}, second.key: ()})
    units = {r.values["id_no"]: r.labels["agency_id"] for r in officers(desk)}
    assert units == {identity(1): "县水务局", identity(2): "县农业农村局"}


def test_a_list_that_a_unit_sent_twice_counts_once(desk, incoming):
    roster(incoming / "水务局.xlsx", [person(1)])
    roster(incoming / "水务局（再报）.xlsx", [person(1), person(2)])
    first, second = read_all(desk, incoming)
    assert [r.codes for r in second.reading.rows] == [("ER06",), ()]
    assert "“水务局.xlsx”第2行重复" in second.reading.rows[0].problems[0].message
    desk.folder_imports.accept([first, second])
    assert len(officers(desk)) == 2


def test_what_is_stopped_while_storing_stores_nothing(desk, incoming):
    class StoppedError(Exception):
        pass

    def stop(done, total):
        assert total == 3
        if done == 2:
            raise StoppedError

    roster(incoming / "水务局.xlsx", [person(1)])
    roster(incoming / "林业局.xlsx", [person(3), person(4)])
    with pytest.raises(StoppedError):
        desk.folder_imports.accept(read_all(desk, incoming), progress=stop)
    assert officers(desk) == []


def test_what_goes_back_is_written_for_every_unit_with_a_summary(desk, incoming, tmp_path):
    roster(incoming / "水务局.xlsx", [person(1), person(2, 身份证号=identity(2)[:17])], title="县水务局名册")
    roster(incoming / "林业局.xlsx", [person(3)])
    (incoming / "示例镇.xls").write_bytes(b"<html><table></table></html>")
    lines = read_all(desk, incoming)
    written = write_returned(desk.imports, lines, tmp_path / "退回", "执法人员与证件退回汇总")
    assert [path.name for path in written] == ["01 县水务局-退回.xlsx", SUMMARY]
    back = openpyxl.load_workbook(written[0]).active
    assert [back["A1"].value, back["A3"].value, back.max_row] == ["县水务局名册", "曲向晨", 3]
    told = [[c.value for c in row] for row in openpyxl.load_workbook(written[1]).active.iter_rows(min_row=3)]
    assert [(row[0], row[3], row[6], row[8]) for row in told] == [
        ("县林业局", 1, 0, ""),
        ("县水务局", 1, 1, "01 县水务局-退回.xlsx"),
        ("示例镇人民政府", "", "", ""),
    ]
    assert "网页" in told[2][7]


def test_another_sheet_of_a_file_is_offered_and_read_when_chosen(desk, incoming):
    file = roster(incoming / "水务局.xlsx", [person(1), person(2)])
    book = openpyxl.load_workbook(file)
    more = book.copy_worksheet(book["名册"])
    more.title = "大队"
    more["C2"], more["A2"] = identity(9), "缪嘉言"
    more.delete_rows(3)
    book.save(file)
    [line] = read_all(desk, incoming)
    assert [other.name for other in line.reading.other_sheets] == ["大队"]
    assert "工作表“大队”还有1行，这次没有读" in line.remark
    found = FoundFile(line.file, line.name, True)
    other = desk.folder_imports.read(found, "officers", line.unit, sheet="大队")
    assert [r.values["name"] for r in other.reading.rows] == ["缪嘉言"]


def test_one_certificate_number_in_two_files_is_an_error_of_the_second(desk, incoming):
    roster(incoming / "1 水务局.xlsx", [person(1)])
    roster(incoming / "2 林业局.xlsx", [person(3, 执法证号="示010001"), person(4)])
    first, second = read_all(desk, incoming)
    assert [row.codes for row in second.reading.rows] == [("ER09",), ()]
    assert "“1 水务局.xlsx”第2行的另一个人" in second.reading.rows[0].problems[0].message
    desk.folder_imports.accept([first, second])
    assert {row.values["id_no"] for row in officers(desk)} == {identity(1), identity(4)}


def test_a_file_that_was_stored_before_says_so_until_that_is_undone(desk, incoming):
    roster(incoming / "水务局.xlsx", [person(1)])
    [line] = read_all(desk, incoming)
    assert "导入过" not in line.remark
    outcome = desk.folder_imports.accept([line])
    [line] = read_all(desk, incoming)
    assert "导入过" in line.remark
    desk.undo(outcome.group)
    [line] = read_all(desk, incoming)
    assert "导入过" not in line.remark


def test_why_rows_go_back_is_told_in_the_line(desk, incoming):
    wrong = [person(n, 身份证号=identity(n)[:17]) for n in (1, 2)]
    roster(incoming / "水务局.xlsx", [*wrong, person(3, 有效期至="2029-02-30")])
    [line] = read_all(desk, incoming)
    assert line.remark == "退回：身份证号位数不对2行，日期不对1行。"


def test_the_register_is_read_once_for_a_folder_and_again_after_a_change(desk, incoming, monkeypatch):
    ledger, times = desk.ledgers["officers"], []
    rows = ledger.import_rows
    monkeypatch.setattr(ledger, "import_rows", lambda: times.append(1) or rows())
    for n in range(3):
        roster(incoming / f"{n}.xlsx", [person(n + 1, "县水务局")], unit_column=True)
    lines = read_all(desk, incoming)
    assert len(times) == 1
    desk.folder_imports.accept(lines)
    again = read_all(desk, incoming)
    assert len(times) == 2
    assert [line.reading.counts["same"] for line in again] == [1, 1, 1]
