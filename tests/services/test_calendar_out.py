"""The calendar on paper and in files of other programs: read back, nothing lost, nothing that breaks the format."""

from datetime import date, datetime, timedelta

import icalendar
import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.due.colours import DueColour
from services.due.items import DueItem, DueKind
from services.errors import StorageError
from services.exports.calendar_file import identity, write_calendar_file
from services.exports.calendar_sheets import CalendarEntry, CalendarSheet, export_calendar, print_calendar_list
from services.printing.month_sheet import MonthSheet, PrintedDay, print_month

TODAY = date(2026, 6, 15)
MOMENT = datetime(2026, 6, 15, 9, 0)


def due(day, row_id=1, **more):
    left = (day - TODAY).days
    return DueItem(
        "tasks", row_id, DueKind.TASK, "计划任务", "核对名册", "县水务局", day, left, left, "样板计划", day, **more
    )


def entry(day, words="核对名册", row_id=1, **more):
    return CalendarEntry(due(day, row_id, **more), words, "还有3天", "")


def events(file):
    return list(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"))


def test_a_day_becomes_a_whole_day_in_the_file(tmp_path):
    file = tmp_path / "期限.ics"
    assert write_calendar_file([entry(date(2026, 12, 31))], "2026年12月期限", MOMENT, file) == 1
    (event,) = events(file)
    assert event.decoded("dtstart") == date(2026, 12, 31)
    assert event.decoded("dtend") == date(2027, 1, 1)
    assert str(event["summary"]) == "核对名册"
    assert str(event["description"]).split("\n") == ["计划任务", "县水务局", "样板计划"]
    assert str(event["transp"]) == "TRANSPARENT"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200))
def test_whatever_stands_in_a_title_comes_back(words):
    """Commas, semicolons, backslashes, colons, long lines: none of them ends an entry."""
    made = []

    class File:
        name = "期限.ics"

        def with_name(self, _name):
            return self

        def write_bytes(self, content):
            made.append(content)

        def replace(self, _target):
            return self

    write_calendar_file([entry(TODAY, words), entry(TODAY, "第二件", 2)], "期限", MOMENT, File())
    found = list(icalendar.Calendar.from_ical(made[0]).walk("VEVENT"))
    assert [str(event["summary"]) for event in found] == [words, "第二件"]
    assert all(len(line) <= 75 for line in made[0].split(b"\r\n"))


def test_a_second_file_renews_the_entries_of_the_first(tmp_path):
    before, later = due(date(2026, 6, 30)), due(date(2026, 7, 31))
    assert identity(before) == identity(later)
    assert identity(before) != identity(due(date(2026, 6, 30), row_id=2))
    ahead = [due(date(2026, 9, 30), expected=True), due(date(2026, 12, 31), expected=True)]
    assert len({identity(item) for item in (before, *ahead)}) == 3


def test_every_entry_of_示例县_has_an_identity_of_its_own(sample_desk, tmp_path):
    items = sample_desk.due.items(days=400)
    file = tmp_path / "期限.ics"
    entries = [CalendarEntry(item, item.title, "") for item in items]
    assert write_calendar_file(entries, "期限", MOMENT, file) == len(items)
    found = events(file)
    assert len({str(event["uid"]) for event in found}) == len(items)
    assert sorted(event.decoded("dtstart") for event in found) == sorted(item.due_on for item in items)


def test_what_is_expected_says_so(tmp_path):
    file = tmp_path / "期限.ics"
    write_calendar_file([entry(date(2026, 9, 30), expected=True, colour=DueColour.GREY)], "期限", MOMENT, file)
    (event,) = events(file)
    assert (str(event["summary"]), str(event["status"])) == ("预计：核对名册", "TENTATIVE")


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path):
    with pytest.raises(StorageError, match=r"没有导出"):
        write_calendar_file([entry(TODAY)], "期限", MOMENT, tmp_path / "没有的文件夹" / "期限.ics")


def test_the_sheet_has_title_filter_and_real_dates(tmp_path):
    file = tmp_path / "清单.xlsx"
    sheet = CalendarSheet(
        "2026年6月期限清单", "县水务局", [entry(date(2026, 6, 18)), entry(TODAY)], TODAY, "示例县司法局"
    )
    assert export_calendar(sheet, file) == 2
    page = openpyxl.load_workbook(file).active
    assert page["A1"].value == "2026年6月期限清单"
    assert page["A2"].value == "县水务局　截至2026-06-15"
    heads = [cell.value for cell in page[3]]
    row = dict(zip(heads, (cell.value for cell in page[4]), strict=True))
    assert row["期限"] == datetime(2026, 6, 18)
    assert (row["事项"], row["单位"], row["颜色"], row["类别"]) == ("核对名册", "县水务局", "绿", "计划任务")
    assert page.auto_filter.ref == "A3:I5"


def words_of(file):
    pages = pypdfium2.PdfDocument(file)
    try:
        return [pages[n].get_textpage().get_text_range() for n in range(len(pages))], pages[0].get_size()
    finally:
        pages.close()


def month(lines):
    first = date(2026, 6, 1)
    days = [PrintedDay(first + timedelta(days=n), n < 30) for n in range(35)]
    days[17] = PrintedDay(date(2026, 6, 18), True, "", lines)
    days[18] = PrintedDay(date(2026, 6, 19), True, "休　端午节")
    return MonthSheet("2026年6月期限月历", "全部计划、单位和类别", days, TODAY, "明年的放假安排还没有公布。")


def test_the_month_is_one_sheet_across(tmp_path):
    file = tmp_path / "月历.pdf"
    assert print_month(month(("【逾期】核对名册", "报送数据")), file) == 0
    (words,), (width, height) = words_of(file)
    assert round(width) == 842
    assert round(height) == 595
    for part in ("2026年6月期限月历", "【逾期】核对名册", "报送数据", "端午节", "明年的放假安排还没有公布"):
        assert part in words


def test_a_long_title_takes_a_second_line_where_the_day_has_room(tmp_path):
    words = "更新行政执法事项目录并且公布给全县各镇"
    files = tmp_path / "一件.pdf", tmp_path / "许多件.pdf"
    for file, lines in zip(files, ((words,), (words,) * 6), strict=True):
        print_month(month(lines), file)
    (one,), _size = words_of(files[0])
    (many,), _size = words_of(files[1])
    assert words in "".join(one.split())
    assert "…" in many
    assert words not in "".join(many.split())


def test_what_does_not_fit_into_a_day_is_counted(tmp_path):
    file = tmp_path / "月历.pdf"
    missing = print_month(month(tuple(f"第{n}件" for n in range(1, 31))), file)
    (words,), _size = words_of(file)
    assert 20 < missing < 30
    assert f"还有{missing}项，见清单" in words
    assert f"第{30 - missing}件" in words
    assert f"第{31 - missing}件" not in words


def test_the_list_stands_upright_and_goes_over_pages(tmp_path):
    file = tmp_path / "清单.pdf"
    entries = [entry(TODAY + timedelta(days=n // 3), f"第{n}件", n) for n in range(120)]
    pages = print_calendar_list(CalendarSheet("期限清单", "全部", entries, TODAY), file)
    words, (width, height) = words_of(file)
    assert height > width
    assert len(words) == pages > 1
    assert all(sum(f"第{n}件" in page for page in words) for n in range(120))
