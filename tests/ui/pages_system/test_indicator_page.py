"""指标总览: figures with their words, the people behind them, another day, print and export."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication

from models.roles import Role, RoleHolder
from tests.ui.looks import faults
from ui.pages.indicators.page import IndicatorPage
from ui.pages.indicators.people_dialog import PeopleDialog

SIZES = [(1166, 694), (1080, 566)]


@pytest.fixture
def reviewers(sample_desk):
    units = sample_desk.ledgers["units"].options("parent_id")
    with sample_desk.database.write("登记审核人员") as session:
        for place, (unit, *_names) in enumerate(units[:8]):
            session.add(RoleHolder(role=Role.LEGAL_REVIEWER, name=f"审核员{place}", agency_id=unit))
    return {name: unit for unit, name, *_rest in units}


@pytest.fixture
def printed():
    return []


@pytest.fixture
def page(reviewers, sample_context, show, printed):
    return show(IndicatorPage(sample_context, printed.append), sample_context)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("which", ["sample_context", "empty_context"])
def test_the_page_keeps_to_the_looks(request, show, size, which, wait_for_jobs):
    context = request.getfixturevalue(which)
    page = show(IndicatorPage(context), context, size)
    for place in range(6):
        page.county.choose(place)
        wait_for_jobs(context)
        assert faults(page, (1080, 566)) == []


def texts(page, table):
    return [[str(cell.word if hasattr(cell, "word") else cell) for cell in row] for row in table.rows.rows]


def test_every_indicator_stands_there_with_both_its_numbers(page):
    rows = texts(page, page.county)
    assert [row[0] for row in rows] == [
        "持证率",
        "审核占比（按持证）",
        "审核占比（按在岗）",
        "审核占比（按编制）",
        "学时达标率",
        "轮训覆盖率",
    ]
    assert rows[0][1:3] == ["94.6%", "105／111"]
    assert rows[3][1:3] == ["4.0%", "17／420"]  # nine of the sample's own and eight more


def test_the_chosen_one_is_shown_by_unit_the_missing_first_with_definition_and_basis(page):
    page.county.choose(2)
    assert page._title.text() == "审核占比（按在岗）"
    assert page._definition.text().startswith("口径：分子是")
    assert page._basis.text().startswith("依据：国办发〔2018〕118号")
    results = [row[4] for row in texts(page, page.units)]
    missing = len([word for word in results if word.startswith("缺")])
    assert missing >= 1
    assert results[:missing] == [word for word in results if word.startswith("缺")]
    assert page._of_units.text() == f"各单位　{missing}个没有达到"


def test_the_people_behind_a_figure_are_listed_and_lead_to_the_register(page, sample_context, qtbot):
    wanted = []
    sample_context.bridge.page_wanted.connect(lambda key, row: wanted.append((key, row)))
    page.county.choose(0)
    page.show_people()
    (dialog,) = page.findChildren(PeopleDialog)
    assert len(dialog.table.rows.rows) == 111
    dialog.views.choose(2)
    assert len(dialog.table.rows.rows) == 6
    assert {row[3] for row in dialog.table.rows.rows} == {"没有有效执法证"}
    dialog.table.opened.emit(0)
    assert wanted[0][0] == "officers"
    assert wanted[0][1] in {person.officer_id for person in page.indicators[0].people}


def test_one_units_people_are_its_own(page, reviewers):
    page.county.choose(0)
    place = next(n for n, reading in enumerate(page.readings) if reading.unit == "县水务局")
    page.units.opened.emit(place)
    (dialog,) = page.findChildren(PeopleDialog)
    assert {row[1] for row in dialog.table.rows.rows} == {"县水务局"}
    assert dialog.windowTitle() == "持证率　县水务局"


def test_another_day_is_counted_anew_and_a_wrong_one_is_said(page, sample_context, wait_for_jobs):
    page.day.set_raw("2020-01-01")
    wait_for_jobs(sample_context)
    assert page.as_of == date(2020, 1, 1)
    assert page.indicators[4].county.numerator == 0
    page.day.set_raw("上周")
    page.reload()
    assert page._hint.text()
    assert page.as_of == date(2020, 1, 1)


def test_what_is_stored_meanwhile_shows(page, sample_desk, sample_context, wait_for_jobs, reviewers):
    before = page.indicators[1].county.numerator
    sample_desk.ledgers["reviewers"].save(None, 0, {"name": "新来的", "agency_id": reviewers["县水务局"]})
    wait_for_jobs(sample_context)
    assert page.indicators[1].county.numerator == before + 1


def test_it_is_printed_and_copied(page, printed, sample_context, wait_for_jobs):
    page.print_page()
    wait_for_jobs(sample_context)
    assert printed[0].read_bytes().startswith(b"%PDF")
    page.county.setFocus()
    page.copy_rows()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("持证率\t94.6%\t105／111")


def test_the_workbook_has_the_figures_the_words_and_the_people(page, tmp_path, sample_context, wait_for_jobs, toasts):
    target = tmp_path / "指标.xlsx"
    page.export_to(target)
    wait_for_jobs(sample_context)
    book = openpyxl.load_workbook(target)
    sheet = book["指标"]
    assert [cell.value for cell in sheet[5]][:4] == ["全县", 105, 111, "94.6%"]
    assert sheet["B3"].value == "持证率"
    assert [sheet.cell(4, column).value for column in range(1, 5)] == ["单位", "持证", "应持证", "占比"]
    assert sheet["A2"].value == "示例县司法局　截至2026年6月15日"
    words = [row[0].value for row in sheet.iter_rows(min_row=21) if row[0].value]
    assert any(word.startswith("持证率：分母是") and "依据：" in word for word in words)
    people = list(book["人员"].iter_rows(min_row=2, values_only=True))
    assert len([row for row in people if row[0] == "持证率" and row[3] == "未计入"]) == 6
    assert toasts == ["已导出6项指标到“指标.xlsx”。"]
