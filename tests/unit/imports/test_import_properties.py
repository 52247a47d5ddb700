"""What must hold for every date, month and identity number that a cell may carry."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from import_files import TODAY

from services.imports.dates import month_end, read_date
from services.imports.identity import check_character, read_identity

DAYS = st.dates(dt.date(1940, 1, 1), dt.date(2099, 12, 31))
FORMS = [
    "{0:%Y-%m-%d}",
    "{0:%Y%m%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0:%Y-%m-%d} 00:00:00",
    " {0:%Y-%m-%d}\n",
]


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_reads_the_same_in_every_form(day, form):
    assert read_date(form.format(day)).value == day


@given(DAYS)
def test_a_date_reads_the_same_as_chinese_numerals(day):
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")

    def numeral(number):
        tens, ones = divmod(number, 10)
        return (
            ("" if tens < 2 else "一二三"[tens - 1])
            + ("十" if tens else "")
            + ("一二三四五六七八九"[ones - 1] if ones else "")
        )

    written = f"{str(day.year).translate(digits)}年{numeral(day.month)}月{numeral(day.day)}日"
    assert read_date(written).value == day


@given(DAYS)
def test_a_serial_reads_as_its_day_inside_the_birth_window(day):
    serial = (day - dt.date(1899, 12, 30)).days
    assert read_date(float(serial), birth=True).value == day
    assert read_date(float(serial)).value == (day if day.year >= 1980 else None)


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans()))
def test_no_cell_breaks_the_date_reader(value):
    found = read_date(value)
    assert (found.value is None) == bool(found.code)
    assert found.code in ("", "ER05", "WA03", "WA04", "WA07")


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_month_suggests_its_first_or_its_last_day(year, month):
    assert read_date(f"{year}年{month}月").suggest == f"{year}-{month:02d}-01"
    assert read_date(f"{year}年{month}月", end=True).suggest == f"{month_end(year, month):%Y-%m-%d}"


@given(st.dates(dt.date(1901, 1, 1), TODAY), st.integers(0, 999), st.sampled_from(["990101", "990123"]))
def test_every_well_formed_id_is_accepted(birth, serial, region):
    first = f"{region}{birth:%Y%m%d}{serial:03d}"
    found = read_identity(first + check_character(first), TODAY)
    assert (found.value, found.birth) == (first + check_character(first), birth)
    assert found.gender == ("男" if serial % 2 else "女")


@given(st.dates(dt.date(1901, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(birth, serial, at, shift):
    first = f"990123{birth:%Y%m%d}{serial:03d}"
    number = first + check_character(first)
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert read_identity(wrong, TODAY).code in ("ER03", "ER05")


@given(st.text(max_size=24))
def test_no_text_breaks_the_id_reader(text):
    found = read_identity(text, TODAY)
    assert found.value is None or len(found.value) == 18
