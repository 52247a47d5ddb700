"""The page at the sizes of real screens: nothing cut off, nothing unnamed, the case as column or tab."""

from datetime import date

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from services.reviews.sheet_print import CaseHead
from tests.ui.looks import faults
from ui.pages.scoring.case_panel import ladder

Key = Qt.Key
# what the window leaves to a page of 1280×640, 1366×768 and of 1093×592 (1366×768 at 125 %)
SIZES = {"low": QSize(1228, 566), "usual": QSize(1314, 694), "narrow": QSize(1041, 518)}


def fill(bench):
    bench.key(Key.Key_1)
    bench.write("2")
    bench.key(Key.Key_S)
    bench.write("第2页案由、第3页承办人两栏空白，没有填写，也没有划线注明，前后两次报批均是如此。")
    bench.go("2.3")
    bench.key(Key.Key_B)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("standard", ["行政处罚案卷评查量化评分表", "评分表（一般行政处罚）", "评分表（按日连续处罚）"])
def test_a_filled_sheet_has_no_faults_at_any_size(bench, size, standard):
    bench.open(standard)
    bench.page.resize(SIZES[size])
    if standard.startswith("行政"):
        fill(bench)
    for key in [line.key for line in bench.editor.lines][::4]:
        bench.view.show_line(key)
        QApplication.processEvents()
        assert faults(bench.page, (1041, 518)) == []
    assert bench.page.size() == SIZES[size]


def test_a_veto_with_its_banner_has_no_faults(bench):
    bench.open()
    bench.page.resize(SIZES["low"])
    bench.key(Key.Key_F)
    bench.key(Key.Key_2)
    QApplication.processEvents()
    assert faults(bench.page, (1228, 566)) == []


def test_the_list_has_no_faults(bench):
    bench.page.resize(SIZES["low"])
    QApplication.processEvents()
    assert faults(bench.page, (1041, 518)) == []


def test_the_case_becomes_a_tab_where_three_columns_do_not_fit(bench):
    bench.open()
    view = bench.view.bench
    assert view.wide
    assert bench.view.case.isVisible()
    bench.page.resize(SIZES["narrow"])
    QApplication.processEvents()
    assert [view.tabs.tabText(n) for n in range(view.tabs.count())] == ["打分", "案卷"]
    assert bench.view.rules.isVisible()
    bench.page.resize(SIZES["usual"])
    QApplication.processEvents()
    assert view.tabs.count() == 1
    assert bench.view.case.isVisible()


def test_nothing_stands_still_as_a_window_of_its_own(bench):
    before = {id(w) for w in QApplication.topLevelWidgets() if w.isVisible()} - {id(bench.page)}
    bench.open()
    fill(bench)
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and id(w) not in before]
    assert shown == [bench.page]


def test_one_filled_button_is_in_sight(bench):
    def filled():
        from PySide6.QtWidgets import QPushButton

        return [
            b.text() for b in bench.page.findChildren(QPushButton) if b.property("kind") == "main" and b.isVisible()
        ]

    assert filled() == ["开始打分"]
    bench.open()
    assert filled() == ["提交评分"]


def test_the_row_that_the_keys_act_on_is_marked(bench):
    bench.open()
    bench.go("2.2")
    assert bench.view.table.currentIndex().data() == "2.2"
    assert bench.view.rules.title.text() == "2.2　询问笔录"
    assert QApplication.focusWidget() is bench.view.table


def test_tab_walks_through_the_parts(bench):
    bench.open()
    bench.key(Key.Key_2)
    names = []
    for _ in range(30):
        bench.key(Key.Key_Tab)
        names.append(QApplication.focusWidget().accessibleName() or QApplication.focusWidget().text())
    assert all(names)
    assert [name for name in names if name in ("页码", "扣分事由", "提交评分", "评分项目")][:4] == [
        "页码",
        "扣分事由",
        "提交评分",
        "评分项目",
    ]


def head(opened, decided, closed):
    return CaseHead("示罚〔2026〕1号", "某案", "县水务局", "行政处罚", "", "", opened, decided, closed, "齐明川")


def test_the_ladder_says_the_days_between_the_dates():
    steps = ladder(head(date(2026, 3, 2), date(2026, 5, 29), date(2026, 6, 8)))
    assert [(s.name, s.kind, s.words) for s in steps] == [
        ("立案", "done", ""),
        ("决定", "done", "立案后第88日"),
        ("结案", "done", "决定后第10日"),
    ]


def test_a_date_before_the_one_it_follows_is_marked_late():
    steps = ladder(head(date(2026, 5, 2), date(2026, 5, 1), None))
    assert [(s.kind, s.words) for s in steps[1:]] == [("late", "早于立案1日"), ("todo", "没有日期")]


def test_the_days_run_from_the_last_date_that_is_known():
    steps = ladder(head(date(2026, 5, 1), None, date(2026, 5, 1)))
    assert [(s.kind, s.words) for s in steps[1:]] == [("todo", "没有日期"), ("done", "立案当日")]


def test_a_name_of_sixty_characters_is_shortened_and_said_in_full(bench):
    case = bench.cases[0]
    ledger = bench.desk.ledgers["cases"]
    row = ledger.load(case.id)
    name = "某公司未按规定建立并保存进货查验记录且拒不改正" * 3
    ledger.save(case.id, row.row_version, dict(row.values) | {"name": name[:60]})
    bench.settled()
    bench.page.resize(SIZES["narrow"])
    QApplication.processEvents()
    assert faults(bench.page, (1041, 518)) == []
    bench.open()
    QApplication.processEvents()
    assert faults(bench.page, (1041, 518)) == []
    assert bench.view.totals.name.toolTip() == name[:60]
    assert bench.view.totals.name.text().endswith("…")
