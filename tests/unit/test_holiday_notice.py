"""Reading a notice of holidays: whatever the arrangement and the wording, the same days come back."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import ServiceError
from services.holiday_notice import NO_DAYS, NO_YEAR, parse_notice
from tests.conftest import ROOT

WEEKDAYS = "一二三四五六日"
NUMBERS = "一二三四五六七"
STARTS = {
    "元旦": (1, 1),
    "春节": (2, 4),
    "清明节": (4, 4),
    "劳动节": (5, 1),
    "端午节": (6, 12),
    "中秋节": (9, 14),
    "国庆节": (10, 1),
}


@dataclass(frozen=True)
class Holiday:
    """One holiday as the notice has it."""

    name: str
    first: date
    count: int
    worked: tuple[date, ...]

    @property
    def rest(self):
        return [self.first + timedelta(days=n) for n in range(self.count)]


@st.composite
def arrangements(draw):
    year = draw(st.integers(2023, 2040))
    holidays = []
    for name, (month, day) in STARTS.items():
        first = date(year, month, day) + timedelta(days=draw(st.integers(-3 if name == "元旦" else 0, 4)))
        count = draw(st.integers(1, 9))
        weekends = [
            found
            for n in (*range(-14, 0), *range(count, count + 14))
            if (found := first + timedelta(days=n)).weekday() > 4 and found.year == year
        ]
        worked = draw(st.lists(st.sampled_from(weekends), max_size=3, unique=True)) if weekends else []
        holidays.append(Holiday(name, first, count, tuple(sorted(worked))))
    rest = [day for holiday in holidays for day in holiday.rest]
    free = set(rest)
    taken = set()
    clean = []
    for holiday in holidays:  # no day is said twice
        worked = tuple(day for day in holiday.worked if day not in free and day not in taken)
        taken.update(worked)
        clean.append(Holiday(holiday.name, holiday.first, holiday.count, worked))
    return (year, clean) if len(rest) == len(free) else (year, [Holiday(h.name, h.first, 1, ()) for h in clean])


@st.composite
def notices(draw):
    """A notice in invented words, and the days that it should give."""
    year, holidays = draw(arrangements())
    ways = st.sampled_from(("", "weekday", "lunar"))

    def said(day, before, sentence_begins):
        words = f"{day.year}年" if day.year != year and (before is None or before.year != day.year) else ""
        if sentence_begins or before is None or before.month != day.month or words:
            words += f"{day.month}月"
        words += f"{day.day}日"
        way = draw(ways)
        if way == "weekday":
            return f"{words}（{draw(st.sampled_from(('周', '星期')))}{WEEKDAYS[day.weekday()]}）"
        return f"{words}（农历腊月二十八、周{WEEKDAYS[day.weekday()]}）" if way == "lunar" else words

    parts = []
    for number, holiday in zip(NUMBERS, holidays, strict=True):
        last = holiday.rest[-1]
        words = said(holiday.first, None, True)
        if holiday.count > 1:
            joint = draw(st.sampled_from(("至", "到", "—", "-", "～")))
            again = f"{last.year}年{last.month}月" if last.year != holiday.first.year else ""
            words += joint + (again + f"{last.day}日" if again else said(last, holiday.first, False))
        tail = draw(
            st.sampled_from(("放假调休，共{}天。", "放假{}天，不调休。", "放假，与周末连休，共{}天。", "放假。"))
        )
        words += tail.format(holiday.count)
        if holiday.worked:
            listed = "、".join(said(day, None, True) for day in holiday.worked)
            words += listed + draw(st.sampled_from(("上班。", "补班。", "正常上班。", "（均为周末）照常上班。")))
        if draw(st.booleans()):
            words += f"倡导用人单位安排职工在节前一天（{holiday.first.month}月1日）休息。"
        head = draw(
            st.sampled_from((f"{number}、{holiday.name}：", f"{number}、{holiday.name}。", f"{holiday.name}："))
        )
        parts.append(head.replace("。", "：") + words)
    join = draw(st.sampled_from(("\n", "", "\n　　", "\r\n\r\n")))
    text = (
        f"示例办发〔{year - 1}〕3号\n关于{year}年部分节假日安排的通知\n现将各节日的安排告知。{join}{join.join(parts)}"
    )
    text += "\n节日里各单位轮流值守，有事及时报告。"
    if draw(st.booleans()):
        text = text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    wanted = {day: (False, holiday.name) for holiday in holidays for day in holiday.rest}
    wanted |= {day: (True, f"{holiday.name}调休") for holiday in holidays for day in holiday.worked}
    return year, text, wanted


@given(notices())
def test_a_notice_written_from_any_arrangement_is_read_back_as_it_was(notice):
    year, text, wanted = notice
    found = parse_notice(text)
    assert found.year == year
    assert {each.day: (each.working, each.name) for each in found.days} == wanted
    assert found.problems == ()


def shipped(year):
    """The rows of the table that comes with the program, spans as they stand in it."""
    with (ROOT / "resources" / "data" / "holidays.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["first"].startswith(str(year))]
    return [
        (date.fromisoformat(r["first"]), date.fromisoformat(r["last"]), r["working"] == "1", r["name"]) for r in rows
    ]


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_shipped_years_written_as_a_notice_give_the_shipped_table(year):
    rows = shipped(year)
    paragraphs = []
    for first, last, working, name in rows:
        if working:
            continue
        words = (
            f"{first.month}月{first.day}日" + (f"至{last.month}月{last.day}日" if last > first else "") + "放假调休。"
        )
        made_up = [row for row in rows if row[2] and row[3] == f"{name.split('、')[-1]}调休"]
        made_up += [row for row in rows if row[2] and row[3] == f"{name.split('、')[0]}调休" and row not in made_up]
        for begin, end, _working, _name in made_up:
            words += f"{begin.month}月{begin.day}日" + (f"至{end.month}月{end.day}日" if end > begin else "") + "补班。"
        paragraphs.append(f"{name}：{words}")
    numbered = "\n".join(f"{NUMBERS[n]}、{words}" for n, words in enumerate(paragraphs))
    found = parse_notice(f"关于{year}年部分节假日安排的通知\n{numbered}")
    wanted = {
        first + timedelta(days=n): working
        for first, last, working, _name in rows
        for n in range((last - first).days + 1)
    }
    assert {each.day: each.working for each in found.days} == wanted
    assert found.problems == ()


def notice(*paragraphs, year=2027):
    """A whole notice of which only the given paragraphs differ from a plain one."""
    plain = {
        "元旦": "1月1日放假，与周末连休。",
        "春节": "2月5日至11日放假调休，共7天。",
        "清明节": "4月5日放假1天。",
        "劳动节": "5月1日至5日放假调休，共5天。",
        "端午节": "6月9日放假。",
        "中秋节": "9月15日放假。",
        "国庆节": "10月1日至7日放假调休，共7天。",
    }
    plain |= dict(paragraphs)
    lines = "\n".join(f"{n}、{name}：{words}" for n, (name, words) in zip(NUMBERS, plain.items(), strict=False))
    return f"关于{year}年部分节假日安排的通知\n{lines}\n"


def days_of(text, name):
    return [each.day for each in parse_notice(text).days if each.name == name]


def messages(text):
    return [f"{problem.where}：{problem.message}" for problem in parse_notice(text).problems]


def test_new_years_day_may_begin_in_the_old_year():
    assert days_of(notice(("元旦", "12月31日至1月2日放假。")), "元旦") == [
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    ]
    assert days_of(notice(("元旦", "2026年12月31日至2027年1月2日放假。")), "元旦")[0] == date(2026, 12, 31)


def test_advice_to_rest_on_the_eve_is_no_holiday():
    text = notice(("春节", "2月6日至12日放假。鼓励各单位安排职工2月5日休息。"))
    assert days_of(text, "春节")[0] == date(2027, 2, 6)
    assert messages(text) == []


def test_two_holidays_in_one_paragraph_share_their_days():
    text = notice().replace("六、中秋节：9月15日放假。\n七、国庆节：10月1日至7日", "六、国庆节、中秋节：10月1日至7日")
    assert len(days_of(text, "国庆节、中秋节")) == 7
    assert messages(text) == []


def test_work_and_rest_may_stand_in_one_sentence():
    text = notice(("劳动节", "5月1日至5日放假调休，5月8日、5月9日上班，共5天。"))
    found = {each.day: each.working for each in parse_notice(text).days}
    assert (found[date(2027, 5, 5)], found[date(2027, 5, 8)], found[date(2027, 5, 9)]) == (False, True, True)


def test_the_number_of_the_notice_is_its_basis():
    assert parse_notice("示例办发〔2026〕11号\n" + notice()).source == "示例办发〔2026〕11号"
    assert parse_notice(notice()).source == "关于2027年部分节假日安排的通知"
    last = parse_notice(notice() + "示例办发〔2026〕11号")
    assert (last.source, last.problems) == ("示例办发〔2026〕11号", ())


@pytest.mark.parametrize(
    ("paragraph", "warning"),
    [
        (("国庆节", "10月1日至7日放假，共8天。"), "国庆节：通知写共8天，读到7天，请核对。"),
        (
            ("国庆节", "10月1日至7日放假。10月9日（周五）上班。"),
            "2027年10月9日：通知写星期五，这一天是星期六，请核对日子。",
        ),
        (("国庆节", "10月1日至7日放假。10月11日上班。"), "2027年10月11日：是星期一，本来就上班，请核对日子。"),
        (("国庆节", "10月1日至7日放假。10月9日另行安排。"), "国庆节：这一句没有写放假还是上班，没有采用。"),
        (("国庆节", "10月1日至7日放假。10月10日不上班。"), "国庆节：这一句没有看懂，没有采用。"),
        (("清明节", "4月31日放假。"), "清明节：没有这一天，没有采用。"),
        (("春节", "2月5日至4月11日放假。"), "春节：一次放假66天，请核对日子，没有采用。"),
        (("国庆节", "10月1日至9日放假。10月9日上班。"), "2027年10月9日：既写放假又写上班，按放假记，请核对。"),
    ],
)
def test_what_cannot_be_right_is_said_and_not_guessed(paragraph, warning):
    assert warning in messages(notice(paragraph))


def test_a_holiday_that_was_not_pasted_is_missed():
    text = notice().split("七、")[0]
    assert messages(text) == ["国庆节：通知里没有找到这个节日。"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", NO_YEAR),
        ("一、元旦：1月1日放假。", NO_YEAR),
        ("关于2027年部分节假日安排的通知", NO_DAYS),
        ("2027年节假日值班表\n张某某　1月1日", NO_DAYS),
        ("关于2027年部分节假日安排的通知\n一、元旦：1月2日上班。", NO_DAYS),
    ],
)
def test_what_is_no_notice_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ServiceError, match=sentence[:8]):
        parse_notice(text)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(words):
    """One day of rest is certain, so that whatever else stands there is read or warned of."""
    found = parse_notice(f"2027年部分节假日安排\n一、元旦：1月1日放假。\n二、春节：{words}")
    assert date(2027, 1, 1) in [each.day for each in found.days]
    assert found.problems
