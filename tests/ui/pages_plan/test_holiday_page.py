"""节假日安排: a pasted notice is looked at, stored as one act, taken back as one act."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from services.holiday_entry import DayChange, HolidayEntry
from services.query import LedgerQuery
from services.workdays import WorkCalendar
from ui.pages.holidays import HolidayPage

NOTICE = """示例办发〔2026〕5号
关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历腊月二十九、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月5日放假。
四、劳动节：5月1日至5日放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日放假1天，不调休。
六、中秋节：9月15日放假。
七、国庆节：10月1日至7日放假调休，共8天。10月9日（周六）上班。
"""


@pytest.fixture
def page(context, show):
    return show(HolidayPage(context))


@pytest.fixture
def dialog(page, qtbot):
    made = page.paste_notice()
    qtbot.waitExposed(made)
    return made


def paste(dialog, qtbot, words):
    dialog.lines.setPlainText(words)
    qtbot.waitUntil(lambda: dialog.found is not None)


def known(desk, year):
    with desk.database.read() as session:
        return WorkCalendar.load(session).known(year)


def test_the_notice_is_shown_day_by_day_with_what_has_to_be_checked(dialog, qtbot):
    paste(dialog, qtbot, NOTICE)
    assert dialog.state.text() == "2027年放假25天，调休上班4天，1处要核对。依据：示例办发〔2026〕5号"
    assert dialog.warnings.text() == "国庆节：通知写共8天，读到7天，请核对。“共8天”"
    first = dialog._rows.rows[0]
    assert (first[0], first[1], first[2].word, first[3], first[4].word) == (
        "2027-01-01", "星期五", "放假", "元旦", "新增",
    )  # fmt: skip
    assert dialog.take.text() == "存入29天"


def test_the_notice_is_stored_as_one_act_that_can_be_taken_back(dialog, desk, qtbot, notify):
    paste(dialog, qtbot, NOTICE)
    assert not known(desk, 2027)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert known(desk, 2027)
    rows = desk.ledgers["holidays"].search(LedgerQuery(text="示例办发〔2026〕5号", limit=100)).rows
    assert len(rows) == 29
    assert notify.current_toast.words == "已存入2027年放假安排：新增29天。"
    qtbot.mouseClick(notify.current_toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not known(desk, 2027))


def test_what_the_table_has_already_is_compared(desk, dialog, qtbot):
    holidays = desk.ledgers["holidays"]
    holidays.save(None, 0, {"day": date(2027, 4, 5), "working": False, "name": "清明节"})
    holidays.save(None, 0, {"day": date(2027, 5, 8), "working": False, "name": "劳动节"})
    holidays.save(None, 0, {"day": date(2027, 8, 20), "working": False, "name": "县庆日"})
    paste(dialog, qtbot, NOTICE)
    found = {day.day: day for day in dialog.found.days}
    assert found[date(2027, 4, 5)].change is DayChange.SAME
    assert found[date(2027, 5, 8)].change is DayChange.CHANGED
    assert found[date(2027, 5, 8)].before == "放假　劳动节"
    assert found[date(2027, 8, 20)].change is DayChange.KEPT
    HolidayEntry(desk.database).store(dialog.found.notice)
    with desk.database.read() as session:
        calendar = WorkCalendar.load(session)
    assert calendar.is_workday(date(2027, 5, 8))
    assert not calendar.is_workday(date(2027, 8, 20))


def test_the_same_notice_again_changes_nothing(desk, dialog, qtbot):
    entry = HolidayEntry(desk.database)
    entry.store(entry.preview(NOTICE).notice)
    paste(dialog, qtbot, NOTICE)
    assert not dialog.take.isEnabled()
    assert dialog.take.toolTip() == "表里已经和通知一致"


def test_what_is_no_notice_is_said_and_cannot_be_stored(dialog, qtbot):
    dialog.lines.setPlainText("二、春节：放假。")
    qtbot.waitUntil(lambda: bool(dialog.state.text()))
    assert dialog.state.text() == "没有找到是哪一年的安排。把通知的标题一起粘贴进来。"
    assert not dialog.take.isEnabled()
    dialog.lines.setPlainText("")
    assert dialog.state.text() == ""


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 10, 31), ""),
        (date(2026, 11, 1), "2027年的放假安排还没有登记，跨年的期限按周一至周五暂算。"),
        (date(2027, 2, 1), "今年的放假安排还没有登记，今年的工作日按周一至周五暂算。"),
    ],
)
def test_from_november_on_the_page_says_that_next_years_arrangement_is_missing(
    clock, context, show, qtbot, day, sentence
):
    clock.day = day
    page = show(HolidayPage(context))
    qtbot.waitUntil(lambda: page.words.text().startswith(sentence or "放假通知公布以后"))


def test_one_day_of_the_county_does_not_make_a_year_known(desk):
    desk.ledgers["holidays"].save(None, 0, {"day": date(2027, 8, 20), "working": False, "name": "县庆日"})
    assert not known(desk, 2027)
