"""学时达标: figures lead to people, people to their cards; each list prints and exports what it shows."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from services.query import LedgerQuery
from services.training.office import TrainingOffice
from tests.ui.looks import faults
from ui.pages.training.compliance_page import DOUBTFUL, HOURS, PLANS, QUOTAS, ROUND, VIEWS, CompliancePage
from ui.pages.training.listing import CardOf, People, export_listing


@pytest.fixture
def printed():
    return []


@pytest.fixture
def page(sample_context, show, printed):
    return show(CompliancePage(sample_context, printed.append), sample_context)


def cells(page, row):
    model = page.view.table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def press(page, row, column, qtbot):
    """A click in the middle of a cell."""
    table = page.view.table
    place = table.visualRect(table.model().index(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("size", [(1166, 694), (1080, 566)])
@pytest.mark.parametrize("which", ["sample_context", "empty_context"])
def test_every_view_keeps_to_the_looks(request, show, size, which, wait_for_jobs):
    context = request.getfixturevalue(which)
    page = show(CompliancePage(context), context, size)
    for place in range(len(VIEWS)):
        page.views.choose(place)
        wait_for_jobs(context)
        assert faults(page, (1080, 566)) == []


def test_all_units_come_first_with_numerator_and_denominator(page):
    assert page.view.listing.columns[5].title == "公共法律、业务和技能合计"
    name, due, met, rate, state, part = cells(page, 0)
    assert (name, due, met, part) == ("合计", "108", "22", "22/108")
    assert (rate, state) == ("20.4%", "差86人")
    assert "应训108人，达标22人，达标率20.4%" in page.view.listing.note
    assert "通用学时规则（第" in page.view.listing.note
    assert "截至2026-06-15" in page.view.listing.note


def test_a_figure_leads_to_its_people_and_a_person_to_the_card(page, qtbot, sample_context, wait_for_jobs):
    unit = cells(page, 1)[0]
    press(page, 1, 5, qtbot)
    assert unit in page.view.listing.title
    people = page.view.table.model().rowCount()
    assert f"，共{people}人，" in page.view.listing.finding
    name = cells(page, 0)[0]
    page.open_current()
    wait_for_jobs(sample_context)
    assert name in page.view.listing.title
    assert page.card.name == name
    assert sum(row.minutes for row in page.card.rows) == sum(page.card.person.earned.values())
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.view.table.model().rowCount() == people
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert cells(page, 0)[0] == "合计"
    assert not page.back.isVisible()


def test_a_click_on_the_name_of_a_unit_only_chooses_it(page, qtbot):
    press(page, 1, 0, qtbot)
    assert not page.back.isVisible()


def test_who_is_behind_is_one_click_away(page, qtbot, sample_desk, sample_context, wait_for_jobs):
    assert not page.behind.isVisible()  # everybody has 60 per cent
    sample_desk.settings.set("hours_warning_percent", 70)
    wait_for_jobs(sample_context)
    said = page.behind.text()
    qtbot.mouseClick(page.behind, Qt.MouseButton.LeftButton)
    count = page.view.table.model().rowCount()
    assert said == f"低于70%的{count}人"
    assert 0 < count < 108


def test_a_change_in_the_ledger_is_counted_at_once(page, sample_desk, sample_context, wait_for_jobs):
    officer = page.found.compliance.of_unit(None)[0].holder.officer_id
    before = page.found.compliance.rate.met
    values = {"officer_id": officer, "title": "集中补训", "category": "skill", "held_on": date(2026, 4, 1)}
    sample_desk.ledgers["training"].save(None, 0, values | {"ends_on": date(2026, 4, 12), "minutes": 60 * 45})
    wait_for_jobs(sample_context)
    assert page.found.compliance.rate.met == before + 1


def test_the_day_and_the_year_are_chosen_above(page, sample_context, wait_for_jobs):
    page.day.setCurrentText("截至12月31日")
    wait_for_jobs(sample_context)
    assert "截至2026-12-31" in page.view.listing.note
    page.year.setCurrentText("2025年")
    wait_for_jobs(sample_context)
    assert page.view.listing.title.startswith("2025年")
    assert "没有为2025年启用的学时规则" in page.view.listing.note


def test_a_double_is_listed_and_leads_to_its_record(page, sample_desk, sample_context, wait_for_jobs):
    row = sample_desk.ledgers["training"].search(LedgerQuery()).rows[0]
    again = {key: row.values[key] for key in ("officer_id", "title", "category", "held_on", "minutes")}
    made = sample_desk.ledgers["training"].save(None, 0, again)
    wait_for_jobs(sample_context)
    page.views.choose(DOUBTFUL)
    assert cells(page, 0)[0] == row.labels["officer_id"]
    went = []
    sample_context.bridge.page_wanted.connect(lambda key, place: went.append((key, place)))
    page.open_current()
    assert went == [("training", made)]


def test_every_unit_is_on_the_lists_of_plans_and_duties(page, sample_desk, sample_context, wait_for_jobs):
    page.views.choose(PLANS)
    assert page.view.table.model().rowCount() == 15
    assert cells(page, 0)[1:3] == ["逾期61天未报", "2026-04-15"]
    page.views.choose(QUOTAS)
    assert page.view.table.model().rowCount() == 15
    before = [one.done for one in page.found.quotas.units[0].progress]
    values = {"agency_id": page.found.quotas.units[0].agency_id, "title": "讲座", "held_on": date(2026, 6, 1)}
    sample_desk.ledgers["unit_activities"].save(None, 0, values | {"kind": "lecture"})
    wait_for_jobs(sample_context)
    lectures, *rest = before
    shown = [lectures + 1, *rest]
    assert cells(page, 0)[1:] == [f"{done}/{due}" for done, due in zip(shown, (4, 1, 1, 3), strict=True)]
    page.views.choose(ROUND)
    rate = page.found.round.rate
    assert rate.due == 107  # one card ran out on 9 June
    assert cells(page, 0)[:4] == ["合计", "107", str(rate.met), str(107 - rate.met)]


def test_every_list_prints_with_its_definition(page, sample_context, wait_for_jobs, printed):
    from pypdfium2 import PdfDocument

    for view in (HOURS, ROUND, DOUBTFUL, PLANS, QUOTAS):
        page.views.choose(view)
        page.print_page()
        wait_for_jobs(sample_context)
    assert len(printed) == 5
    with PdfDocument(printed[0]) as pdf:
        words = "".join(pdf[n].get_textpage().get_text_range() for n in range(len(pdf))).replace("\r\n", "")
    assert "2026年执法人员培训学时达标情况" in words
    assert "达标率＝达标人数÷应训人数" in words


def test_the_card_goes_to_its_own_form_where_there_is_one(sample_context, show, printed, wait_for_jobs, tmp_path):
    asked = []

    def form(card):
        asked.append(card.name)
        return tmp_path / "卡.pdf"

    page = show(CompliancePage(sample_context, printed.append, form), sample_context)
    person = page.found.compliance.people[0].holder
    page.follow(CardOf(person.officer_id))
    wait_for_jobs(sample_context)
    page.print_page()
    wait_for_jobs(sample_context)
    assert asked == [person.name]
    assert printed == [tmp_path / "卡.pdf"]


def test_the_program_prints_the_card_on_the_official_form(sample_desk, sample_context, wait_for_jobs):
    import pypdfium2

    from ui.pages.register_print import print_card

    office = TrainingOffice(sample_desk.database, sample_desk.now)
    card = office.card(office.year(2026, office.today).compliance.people[0].holder.officer_id, 2026, office.today)
    with pypdfium2.PdfDocument(str(print_card(sample_context, card))) as document:
        words = "".join(document[0].get_textpage().get_text_range().split())
    assert "培训登记卡" in words
    assert card.name in words


def test_the_tables_of_the_shown_unit_and_day_are_offered(page, qtbot, sample_context, wait_for_jobs):
    from ui.pages.register_print import RegisterPrintDialog

    page.day.setCurrentIndex(3)
    wait_for_jobs(sample_context)
    unit = page.found.compliance.units[0]
    page.follow(People(unit.agency_id))
    page.print_forms()
    dialog = page.findChild(RegisterPrintDialog)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 4 and dialog.filled.isEnabled(), timeout=30_000)
    assert dialog._chosen.ids == (unit.agency_id,)
    assert dialog._chosen.day == date(2026, 12, 31)
    dialog.reject()


def test_the_workbook_holds_what_is_shown(page, sample_desk, tmp_path):
    from openpyxl import load_workbook

    page.follow(People())
    target = tmp_path / "名单.xlsx"
    assert export_listing(page.view.listing, target, "示例县司法局", sample_desk.now()).startswith("已导出108行")
    sheet = load_workbook(target).active
    assert sheet["A1"].value == page.view.listing.title
    assert [cell.value for cell in sheet[3]][:2] == ["姓名", "单位"]
    assert sheet["A4"].value == cells(page, 0)[0]
    assert "达标率＝达标人数÷应训人数" in sheet["A2"].value


def test_what_is_copied_is_what_is_shown(page):
    page.copy_rows()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "2026年执法人员培训学时达标情况"
    assert lines[3].split("\t")[:3] == ["合计", "108", "22"]


def test_another_page_opens_a_card(page, sample_context, wait_for_jobs):
    person = page.found.compliance.people[3].holder
    page.open_row(person.officer_id)
    wait_for_jobs(sample_context)
    assert person.name in page.view.listing.title
