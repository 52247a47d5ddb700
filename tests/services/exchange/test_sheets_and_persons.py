"""Workbooks of several sheets as lines of a run, sign-in sheets that leave something open, and who is chosen then."""

import json

import pytest
import xlsxwriter

from services.commands.bring import run_import
from services.commands.parser import build_parser
from services.exchange.common_values import common_fields, common_words
from services.exchange.find_files import FoundFile
from services.exchange.people_choice import person_problem, rows_alike
from services.exports.template_xlsx import TemplateFor, template_sheet
from services.imports.office import Given
from services.query import LedgerQuery
from tests.services.exchange.exchange_files import HEAD, identity, person


def book(path, sheets):
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(number, place, value)
    return FoundFile(path, path.name, True)


@pytest.fixture
def three(incoming):
    sheets = {
        "机关": [HEAD, person(1), person(2)],
        "大队": [HEAD, person(3), person(1)],
        "站所": [HEAD, person(4)],
        "说明": [["填表说明"]],
    }
    return book(incoming / "水务局.xlsx", sheets)


@pytest.fixture
def namesakes(desk):
    officers, units = desk.ledgers["officers"], {name: key for key, name in desk.imports.units()}
    return [
        officers.save(None, 0, {"name": "柏正言", "agency_id": units["县水务局"], "id_no": identity(n), "post": post})
        for n, post in ((1, "科员"), (2, "主任"))
    ]


SIGNED = [["姓名", "单位"], ["柏正言", "县水务局"], ["柏正言", "县水务局"]]


def test_all_sheets_become_lines_and_count_as_one_file_of_the_unit(desk, three):
    water = [key for key, name in desk.imports.units() if name == "县水务局"]
    desk.collections.open_round("officers", "核对", None, water)
    lines = desk.folder_imports.read_sheets(three, "officers")
    assert [(line.part, line.unit) for line in lines] == [(name, "县水务局") for name in ("机关", "大队", "站所")]
    assert lines[1].reading.rejected[0].codes == ("ER06",)
    outcome = desk.folder_imports.accept(desk.folder_imports.compared(lines))
    assert outcome.message == "已导入4行（新增4，更新0），退回1行，登记收到1个单位。"
    assert desk.ledgers["officers"].search(LedgerQuery()).total == 4
    [came] = desk.collections.returns(desk.collections.rounds()[0].id)
    assert (tuple(came.counts), came.file_name) == ((4, 0, 0, 1), "水务局.xlsx")


def test_a_sheet_that_is_read_again_stays_a_line_of_its_own(desk, three):
    line = desk.folder_imports.read(three, "officers", part="大队", corrections={(3, 3): identity(9)})
    assert (line.part, line.reading.sheet, line.reading.other_sheets) == ("大队", "大队", ())
    assert line.reading.rows[1].values["id_no"] == identity(9)


def test_a_sign_in_sheet_asks_once_for_what_it_does_not_say(desk, namesakes, incoming):
    file = book(incoming / "签到表.xlsx", {"签到": SIGNED})
    spec = desk.imports.spec("training")
    line = desk.folder_imports.read(file, "training")
    assert [f.key for f in common_fields(spec, line.reading)] == ["title", "held_on", "category", "minutes"]
    assert "表里没有培训名称、培训日期、培训类别、学时" in line.remark
    values = {"title": "执法业务培训", "held_on": desk.now().date(), "category": "professional", "minutes": 180}
    again = desk.folder_imports.read(file, "training", given=Given(values=values))
    assert common_words(spec, again.reading) == ""
    assert again.reading.rows[0].values["title"] == "执法业务培训"


def test_namesakes_are_told_apart_by_the_clerk(desk, namesakes, incoming):
    file = book(incoming / "签到表.xlsx", {"签到": SIGNED})
    reading = desk.folder_imports.read(file, "training").reading
    row = reading.rows[0]
    assert person_problem(row, reading).code == "ER15"
    assert rows_alike(row, reading) == [3]
    found = desk.folder_imports.people("柏正言")
    assert [(one.id, one.unit, one.post, one.number[-4:]) for one in found] == [
        (namesakes[n], "县水务局", post, identity(n + 1)[-4:]) for n, post in enumerate(("科员", "主任"))
    ]
    people = {2: namesakes[0], 3: namesakes[1]}
    again = desk.folder_imports.read(file, "training", given=Given(people=people)).reading
    assert [r.values["officer_id"] for r in again.rows] == namesakes
    assert [person_problem(r, again) for r in again.rows] == [None, None]


def test_people_are_found_by_unit_and_by_number_too(desk, namesakes):
    find = desk.folder_imports.people
    assert {one.id for one in find("水务")} == set(namesakes)
    assert [one.id for one in find(identity(2))] == [namesakes[1]]
    assert list(find("  ")) == list(find("%")) == []


def test_a_file_with_nothing_new_still_counts_as_received_from_the_command_line(desk, three):
    water = [key for key, name in desk.imports.units() if name == "县水务局"]
    desk.collections.open_round("officers", "核对", None, water)
    arguments = build_parser().parse_args(["import", "officers", str(three.file), "--unit", "水务局", "--all-sheets"])
    for _time in range(2):
        assert run_import(desk, arguments) == 1
    assert desk.ledgers["officers"].search(LedgerQuery()).total == 4
    [came] = desk.collections.returns(desk.collections.rounds()[0].id)
    assert (tuple(came.counts), came.file_name) == ((0, 0, 4, 1), "水务局.xlsx")


@pytest.mark.parametrize(
    ("more", "sheets"),
    [([], "机关"), (["--sheet", "站所"], "站所"), (["--all-sheets"], ["机关", "大队", "站所"])],
)
def test_a_sheet_or_all_of_them_are_named_on_the_command_line(three, tmp_path, more, sheets):
    out = tmp_path / "结果.json"
    words = ["import", "officers", str(three.file), "--unit", "县水务局", "--dry-run", "--json", str(out), *more]
    run_import(None, build_parser().parse_args(words))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert ([one["sheet"] for one in found] if isinstance(found, list) else found["sheet"]) == sheets


def test_a_sheet_that_the_desk_sent_out_says_nothing_of_its_own_further_sheets(desk, namesakes, incoming):
    target, spec = incoming / "报来.xlsx", desk.imports.spec("officers")
    rows = desk.imports.rows("officers")
    template_sheet(spec, target, TemplateFor(unit="县水务局", rows=rows))
    line = desk.folder_imports.read(FoundFile(target, target.name, True), "training")
    assert (line.kind, line.unit, len(line.reading.rows)) == ("officers", "县水务局", 2)
    assert (line.reading.notes, line.remark) == ((), "")
