"""统计分析: the cards say the figures, lead to their rows, print and copy."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from services.query import LedgerQuery
from tests.ui.looks import faults
from ui.pages.registry import page_entries
from ui.pages.statistics.page import VIEWS, StatisticsPage


@pytest.fixture
def printed():
    return []


@pytest.fixture
def page(sample_context, show, printed):
    return show(StatisticsPage(sample_context, printed.append), sample_context)


@pytest.mark.parametrize("size", [(1166, 694), (1080, 566)])
@pytest.mark.parametrize("which", ["sample_context", "empty_context"])
def test_every_view_keeps_to_the_looks(request, show, size, which, wait_for_jobs):
    context = request.getfixturevalue(which)
    page = show(StatisticsPage(context), context, size)
    for place in range(len(VIEWS)):
        page.views.choose(place)
        wait_for_jobs(context)
        assert faults(page, (1080, 566)) == []


def test_every_card_says_its_finding_and_how_it_was_counted(page):
    assert {key: card.finding.text() for key, card in page.cards.items()} == {
        "expiry": page.sections["expiry"].finding,
        "answered": "4件中按时2件，50.0%；2个单位未达90%。",
        "kinds": "共14个，程序不规范最多，4个。",
        "units": "11个没有销号，其中2个逾期，在2个单位。",
        "training": "2026年应训108人，达标22人，达标率20.4%；14个单位还有人没有达标。",
    }
    for card in page.cards.values():
        assert any(label.text().startswith("口径：") for label in card.findChildren(QLabel))


def test_the_chart_and_its_words_come_from_the_same_count(page):
    forecast = page.figures.forecast
    assert [bar.value for bar in page.expiry.bars] == [month.count for month in forecast.months]
    assert f"{forecast.peak.month}月到期最多，{forecast.peak.count}本" in page.sections["expiry"].finding
    assert "县水务局100.0%，1/1" in page.answered.accessibleDescription()
    assert sum(bar.parts[0] for bar in page.units.bars) == 2
    assert sum(sum(bar.parts) for bar in page.kinds.bars) == 14


def test_an_empty_file_says_so_instead_of_a_rate(empty_context, show):
    page = show(StatisticsPage(empty_context), empty_context)
    assert page.cards["answered"].finding.text() == "2026年还没有要按时限评价的投诉举报。"
    assert page.cards["expiry"].finding.text() == "今后12个月没有到期的。"
    assert page.cards["training"].finding.text() == "2026年没有应训人员。"
    assert page.sections["answered"].rows == ()


def test_another_period_is_counted_anew(page, sample_context, wait_for_jobs):
    page.period.setCurrentIndex(3)
    wait_for_jobs(sample_context)
    assert page.period.currentText() == "2025年"
    assert page.cards["kinds"].finding.text() == "2025年还没有发现的问题。"
    assert page.cards["training"].finding.text().startswith("2025年应训109人，达标0人")
    assert page.training.looks == ("data", "late")  # that year is over


def test_what_is_stored_meanwhile_shows(page, sample_desk, sample_context, wait_for_jobs):
    sample_desk.ledgers["problems"].remove([1])
    wait_for_jobs(sample_context)
    assert page.cards["kinds"].finding.text() == "共13个，程序不规范最多，4个。"


def test_details_lead_to_the_ledger(page, sample_context):
    went = []
    sample_context.bridge.page_wanted.connect(lambda key, _row: went.append(key))
    for card in page.cards.values():
        card.details.click()
    assert went == ["officers", "complaints", "problems", "problems", "compliance"]
    assert set(went) <= {entry.key for entry in page_entries()}


def test_copying_gives_cells_for_a_spreadsheet(page):
    page.cards["answered"].copy.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[:2] == ["投诉举报按时答复率", "4件中按时2件，50.0%；2个单位未达90%。"]
    assert lines[2].split("\t") == ["单位", "按时", "应答复", "按时率"]
    assert "合计\t2\t4\t50.0%" in lines
    page.views.choose(1)
    page.copy_rows()
    assert "问题类型" in QGuiApplication.clipboard().text()
    assert "各单位问题整改" in QGuiApplication.clipboard().text()


def test_one_card_and_all_cards_print(page, printed, sample_context, wait_for_jobs):
    page.cards["units"].print.click()
    wait_for_jobs(sample_context)
    page.print_page()
    wait_for_jobs(sample_context)
    assert [file.stem for file in printed] == ["各单位问题整改", "统计分析2026年"]
    assert all(file.read_bytes().startswith(b"%PDF") for file in printed)


def test_without_a_preview_printing_is_off_with_its_reason(sample_context, show):
    page = show(StatisticsPage(sample_context), sample_context)
    assert not page.cards["units"].print.isEnabled()
    assert page.cards["units"].print.toolTip() == "这个窗口没有接上打印预览"


def test_the_countys_own_targets_are_counted_by_and_named(page, sample_desk, sample_context, wait_for_jobs):
    sample_desk.settings.set("answered_percent", 40)
    constraints = sample_desk.ledgers["training_constraints"]
    (row,) = [r for r in constraints.search(LedgerQuery()).rows if r.labels["rule_set_id"] == "通用学时规则"]
    constraints.save(row.id, row.row_version, {**row.values, "minutes": 38 * 45})
    wait_for_jobs(sample_context)
    assert page.cards["answered"].finding.text() == "4件中按时2件，50.0%；1个单位未达40%。"
    assert page.answered.target == 40
    assert page.cards["training"].finding.text() == "2026年应训108人，达标108人，达标率100.0%；各单位都达标。"
    assert "合计不少于38学时" in page.cards["training"].definition.text()
