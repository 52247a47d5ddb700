"""What a name means in a file: namesakes and plans of one title survive the way out and back, and nobody is guessed."""

from datetime import date

import openpyxl
import pytest

from services.all_ledgers import IMPORTABLE
from services.errors import ValidationError
from services.exports.office import export_ledger
from services.exports.template_xlsx import TemplateFor, template_sheet
from services.imports.read import read_import
from services.imports.rules import ImportContext
from services.query import LedgerQuery
from tests.services.exchange.exchange_files import identity

NAME = "祁望山"
OF_AN_OFFICER = {
    "training": {"title": "轮训", "category": "public_law", "held_on": date(2026, 5, 6), "minutes": 360},
    "qualifications": {"kind": "combined", "exam_on": date(2025, 5, 6), "score": 8_000},
    "disciplines": {"kind": "C02", "decided_on": date(2024, 5, 6)},
    "assessments": {"year": 2025, "scheme": "enforcement", "grade": "合格"},
    "training_exemptions": {
        "year": 2026, "category": "public_law", "minutes": 90, "basis": "产假", "approver": "容知秋",
    },
}  # fmt: skip
CELLS = {"年度": 2025, "考核类别": "执法考核", "等次": "优秀"}


@pytest.fixture
def namesakes(desk, unit_ids):
    """Two of one name in a unit, a third one in another."""
    found = []
    for serial, unit in enumerate(("县水务局", "县水务局", "县林业局"), start=501):
        values = {"name": NAME, "id_no": identity(serial), "agency_id": unit_ids[unit]}
        found.append(desk.ledgers["officers"].save(None, 0, values))
    return found


def sheet(path, *rows):
    book = openpyxl.Workbook()
    heads = list(dict.fromkeys(head for row in rows for head in row))
    book.active.append(heads)
    for row in rows:
        book.active.append([row.get(head) for head in heads])
    book.save(path)
    return path


def exported(desk, kind, path, *, masked=False):
    export_ledger(
        desk.ledgers[kind], LedgerQuery(), path, bureau="示例县司法局", today=desk.now().date(), masked=masked
    )
    return path


def written(path):
    return {str(cell) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True) for cell in row}


def unchanged(reading, count):
    assert [(row.action, row.codes) for row in reading.rows] == [("same", ())] * count


def read_assessment(desk, path, **who):
    return desk.imports.read("assessments", sheet(path, {**who, **CELLS})).rows[0]


@pytest.mark.parametrize("kind", OF_AN_OFFICER)
def test_namesakes_survive_the_way_out_and_back(desk, namesakes, tmp_path, kind):
    for officer_id in namesakes:
        desk.ledgers[kind].save(None, 0, {"officer_id": officer_id, **OF_AN_OFFICER[kind]})
    unchanged(desk.imports.read(kind, exported(desk, kind, tmp_path / "导出.xlsx")), 3)
    blank, rows = tmp_path / "核对.xlsx", desk.imports.rows(kind)
    template_sheet(desk.imports.spec(kind), blank, TemplateFor(rows=rows, units=["县水务局", "县林业局"]))
    reading = desk.imports.read(kind, blank)
    unchanged(reading, 3)
    assert sorted(row.values["officer_id"] for row in reading.rows) == namesakes


@pytest.mark.parametrize("kind", OF_AN_OFFICER)
def test_a_masked_copy_has_no_number_of_anybody(desk, namesakes, tmp_path, kind):
    desk.ledgers[kind].save(None, 0, {"officer_id": namesakes[0], **OF_AN_OFFICER[kind]})
    masked = written(exported(desk, kind, tmp_path / "公开.xlsx", masked=True))
    assert {"身份证号", identity(501)} & masked == set()
    assert {NAME, "姓名"} <= masked
    assert {"身份证号", identity(501)} <= written(exported(desk, kind, tmp_path / "全.xlsx"))


@pytest.mark.parametrize("kind", OF_AN_OFFICER)
def test_blank_sheets_ask_for_number_and_unit_beside_the_name(desk, tmp_path, kind):
    template_sheet(desk.imports.spec(kind), tmp_path / "空表.xlsx")
    heads = [cell.value for cell in openpyxl.load_workbook(tmp_path / "空表.xlsx")["填报表"][2]]
    assert heads[:3] == ["姓名（必填）", "身份证号", "单位"]
    assert {"执法证号", "联系电话"} & set(heads) == set()


def test_a_name_is_one_person_only_in_its_unit(desk, namesakes, tmp_path):
    found = read_assessment(desk, tmp_path / "林业.xlsx", 姓名=NAME, 单位="县林业局")
    assert (found.action, found.values["officer_id"]) == ("new", namesakes[2])
    for who in ({"姓名": NAME, "单位": "县水务局"}, {"姓名": NAME}, {"姓名": NAME, "单位": "县农业农村局"}):
        found = read_assessment(desk, tmp_path / "不明.xlsx", **who)
        assert (found.action, found.codes, found.values["officer_id"]) == ("error", ("ER15",), None)


def test_the_only_bearer_of_a_name_is_not_taken_for_a_stranger_of_another_unit(desk, unit_ids, tmp_path):
    values = {"name": "曲向晨", "id_no": identity(510), "agency_id": unit_ids["县水务局"]}
    desk.ledgers["officers"].save(None, 0, values)
    found = read_assessment(desk, tmp_path / "单.xlsx", 姓名="曲向晨")
    assert (found.action, found.codes) == ("error", ("ER15",))


@pytest.mark.parametrize("head", ["身份证号", "姓名"])
def test_an_id_number_names_the_person_wherever_it_stands(desk, namesakes, tmp_path, head):
    found = read_assessment(desk, tmp_path / "号.xlsx", **{head: identity(502)})
    assert (found.action, found.values["officer_id"]) == ("new", namesakes[1])


def test_what_helps_to_find_the_person_is_no_change_and_is_not_stored(desk, namesakes, tmp_path):
    file = sheet(tmp_path / "考核.xlsx", {"姓名": NAME, "身份证号": identity(502), "单位": "县水务局", **CELLS})
    desk.imports.accept("assessments", desk.imports.read("assessments", file))
    unchanged(desk.imports.read("assessments", file), 1)


def test_an_unknown_unit_is_told_once(desk, namesakes, tmp_path):
    found = read_assessment(desk, tmp_path / "误.xlsx", 姓名=NAME, 单位="县无名局")
    assert found.codes == ("ER10",)


@pytest.fixture
def plans(desk, unit_ids):
    """Two plans of one title in two units, each with a class of one title; a plan of a year before."""
    made = []
    for unit, year in (("县水务局", 2026), ("县林业局", 2026), ("县林业局", 2025)):
        values = {"agency_id": unit_ids[unit], "year": year, "title": "执法人员培训计划"}
        made.append(desk.ledgers["training_plans"].save(None, 0, values))
    items = desk.ledgers["training_plan_items"]
    for plan_id in made:
        items.save(None, 0, {"plan_id": plan_id, "title": "轮训", "category": "public_law", "minutes": 450})
    return made


@pytest.mark.parametrize("kind", ["training_plan_items", "training_sessions"])
def test_plans_of_one_title_survive_the_way_out_and_back(desk, plans, tmp_path, kind):
    for item in desk.imports.rows("training_plan_items"):
        values = {"title": f"班次{item.id}", "category": "public_law", "held_on": date(2026, 5, 6), "minutes": 90}
        desk.ledgers["training_sessions"].save(None, 0, values | {"plan_item_id": item.id})
    unchanged(desk.imports.read(kind, exported(desk, kind, tmp_path / "导出.xlsx")), 3)
    template_sheet(desk.imports.spec(kind), tmp_path / "核对.xlsx", TemplateFor(rows=desk.imports.rows(kind)))
    unchanged(desk.imports.read(kind, tmp_path / "核对.xlsx"), 3)


def test_a_title_of_several_plans_asks_for_what_tells_them_apart(desk, plans, tmp_path):
    row = {"培训计划": "执法人员培训计划", "班次名称": "新班", "类别": "公共法律知识", "学时": 8}

    def read(**more):
        return desk.imports.read("training_plan_items", sheet(tmp_path / "班次.xlsx", {**row, **more})).rows[0]

    doubtful = read()
    assert doubtful.codes == ("ER15",)
    assert all(word in doubtful.problems[0].message for word in ("“单位”", "“年度”"))
    assert "县水务局，2026" in (doubtful.problems[0].suggest or "")
    assert "“年度”" in read(单位="县林业局").problems[0].message
    assert "“单位”" not in read(单位="县林业局").problems[0].message
    assert [read(单位="县林业局", 年度=year).values["plan_id"] for year in (2026, 2025)] == [plans[1], plans[2]]
    assert read(单位="县水务局").values["plan_id"] == plans[0]
    assert read(单位="县水务局", 年度=2024).codes == ("ER10",)
    assert read(培训计划="没有的计划").codes == ("ER10",)


def test_a_title_of_one_plan_needs_nothing_beside(desk, unit_ids, tmp_path):
    values = {"agency_id": unit_ids["县水务局"], "year": 2026, "title": "水务局 培训计划"}
    plan = desk.ledgers["training_plans"].save(None, 0, values)
    row = {"培训计划": "水务局培训计划", "班次名称": "新班", "类别": "公共法律知识", "学时": 8}
    found = desk.imports.read("training_plan_items", sheet(tmp_path / "班次.xlsx", row)).rows[0]
    assert (found.action, found.values["plan_id"]) == ("new", plan)


def test_a_plan_of_another_unit_is_not_taken_for_the_sender_s(desk, plans, tmp_path):
    row = {"培训计划": "执法人员培训计划", "班次名称": "新班", "类别": "公共法律知识", "学时": 8, "年度": 2026}
    file = sheet(tmp_path / "班次.xlsx", row)
    assert desk.imports.read("training_plan_items", file, "县林业局").rows[0].values["plan_id"] == plans[1]
    assert desk.imports.read("training_plan_items", file, "县农业农村局").rows[0].codes == ("ER10",)


def test_a_teacher_from_outside_has_a_place_of_work_instead_of_a_unit(desk, unit_ids, tmp_path):
    file = sheet(
        tmp_path / "师资.xlsx",
        {"姓名": "缪明川", "工作单位": "示例大学法学院"},
        {"姓名": "缪明川", "工作单位": "示例律师事务所"},
        {"姓名": "于安禾", "单位": "县水务局"},
        {"姓名": "柏正言"},
    )
    reading = desk.imports.read("teachers", file)
    assert [row.action for row in reading.rows] == ["new", "new", "new", "error"]
    assert "工作单位" in reading.rows[3].problems[0].message
    desk.imports.accept("teachers", reading)
    assert [row.action for row in desk.imports.read("teachers", file).rows] == ["same", "same", "same", "error"]
    with pytest.raises(ValidationError, match="工作单位"):
        desk.ledgers["teachers"].save(None, 0, {"name": "柏正言"})


def test_who_was_spared_the_exam_is_known_again_without_a_day(desk, namesakes, tmp_path):
    row = {"身份证号": identity(501), "考试科目": "综合考试", "免试依据": "持有法律职业资格"}
    file = sheet(tmp_path / "免试.xlsx", row)
    desk.imports.accept("qualifications", desk.imports.read("qualifications", file))
    unchanged(desk.imports.read("qualifications", file), 1)


@pytest.mark.parametrize("kind", IMPORTABLE)
def test_every_column_of_a_blank_sheet_is_known_to_the_import_that_has_no_data(desk, tmp_path, kind):
    spec, file = desk.imports.spec(kind), tmp_path / "空表.xlsx"
    template_sheet(spec, file)
    book = openpyxl.load_workbook(file)
    first = book["填报表"].cell(4, 1)
    first.value = "甲"
    book.save(file)
    reading = read_import(file, desk.ledgers[kind].import_spec, ImportContext(today=date(2026, 6, 15)))
    assert [column.name for column in reading.mapping.columns] == [f.key for f in spec.template_fields]
    assert len(reading.rows) == 1
