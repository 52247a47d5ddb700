"""Time limits as plans write them, and the dates a clerk gets from them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.reading.deadlines import Deadline, DeadlineKind, doubts, find_dates, parse_deadline

ISSUED = date(2026, 5, 20)


def short(text, issued=ISSUED):
    """Each limit in few words: a date, month-day of a yearly one, or the kind."""
    words = []
    for found in parse_deadline(text, issued):
        if found.date:
            words.append(found.date.isoformat())
        elif found.kind is DeadlineKind.ANNUAL:
            words += [f"every {month}-{day}" for month, day in found.days]
        else:
            words.append(found.kind.value)
    return words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年3月15日前", ["2026-03-15"]),
        ("2026年3月15日之前完成", ["2026-03-15"]),
        ("2026 年 2 月底前", ["2026-02-28"]),
        ("2028年2月底", ["2028-02-29"]),
        ("2026年4月", ["2026-04-30"]),
        ("2026年4月前", ["2026-04-30"]),
        ("2026年4月上旬", ["2026-04-10"]),
        ("2026年4月中旬前", ["2026-04-20"]),
        ("2026年4月下旬", ["2026-04-30"]),
        ("2026年底前", ["2026-12-31"]),
        ("2026年年底前", ["2026-12-31"]),
        ("到2027年底", ["2027-12-31"]),
        ("2026年内", ["2026-12-31"]),
        ("2026年第三季度", ["2026-09-30"]),
        ("2026年二季度末", ["2026-06-30"]),
        ("2026年上半年", ["2026-06-30"]),
        ("2026年下半年", ["2026-12-31"]),
        ("２０２６年６月３０日前", ["2026-06-30"]),
        ("二〇二六年六月三十日前", ["2026-06-30"]),
        ("2026-06-30", ["2026-06-30"]),
        ("2026.6.30", ["2026-06-30"]),
        ("2026/6", ["2026-06-30"]),
        ("2026年1月至3月", ["2026-03-31"]),
        ("2026年1—3月", ["2026-03-31"]),
        ("2026年3月1日至15日", ["2026-03-15"]),
        ("2026年3月—2027年12月", ["2027-12-31"]),
        ("2025—2027年", ["2027-12-31"]),
        ("2026年6月、12月底前", ["2026-06-30", "2026-12-31"]),
        ("每年4月15日前", ["every 4-15"]),
        ("每年2月底前", ["every 2-28"]),
        ("每年年底前", ["every 12-31"]),
        ("每年", ["every 12-31"]),
        ("年度", ["every 12-31"]),
        ("每半年", ["every 6-30", "every 12-31"]),
        ("每季度末", ["every 3-31", "every 6-30", "every 9-30", "every 12-31"]),
        ("每年6月30日和12月31日前", ["every 6-30", "every 12-31"]),
        ("自2026年起每年12月底前", ["every 12-31"]),
        ("2026年6月底前并长期坚持", ["2026-06-30", "ongoing"]),
        ("2026年底前完成，并持续推进", ["2026-12-31", "ongoing"]),
        ("持续推进至2027年底", ["2027-12-31"]),
        ("即日起至2026年底", ["2026-12-31"]),
        ("长期", ["ongoing"]),
        ("常态化推进", ["ongoing"]),
        ("贯穿全程", ["ongoing"]),
        ("适时", ["other"]),
        ("规定时限内", ["other"]),
        ("按时间节点推进", ["other"]),
        ("每月5日前", ["other"]),
        ("三年内", ["other"]),
        ("自2026年6月起", ["other"]),
        ("/", []),
        ("", []),
        ("无", []),
    ],
)
def test_a_phrase_becomes_its_dates(text, expected):
    assert short(text) == expected


def test_a_month_without_a_year_means_its_next_occurrence_after_the_document():
    assert short("8月底前") == ["2026-08-31"]
    assert short("3月底前") == ["2027-03-31"]
    assert short("明年3月底前") == ["2027-03-31"]
    assert short("今年年底前") == ["2026-12-31"]
    assert parse_deadline("8月底前", None) == (Deadline(DeadlineKind.BY_MONTH_END, None, 8, 31),)


def test_a_day_that_does_not_exist_waits_for_the_clerk():
    assert parse_deadline("2026年2月30日前", None) == (Deadline(DeadlineKind.OTHER, None, 2, 30),)
    assert doubts("2026年2月30日前", None) == ("2026年2月没有30日。原文已保留，请填写实际日期。",)


def test_before_a_month_is_read_as_its_last_day_and_asked_about():
    assert "也可能指上一个月底" in doubts("2026年6月前", None)[0]
    assert doubts("2026年6月底前", None) == ()


def test_dates_in_running_text_are_kept_as_printed():
    text = "各乡镇于2026年4月8日前报送清单，每年6月底前复查一次，9月底前公布结果。"
    found = find_dates(text, ISSUED)
    assert [item.text for item in found] == ["2026年4月8日前", "每年6月底前", "9月底前"]
    assert found[0].to_json() == {"text": "2026年4月8日前", "date": "2026-04-08"}
    assert found[1].to_json() == {"text": "每年6月底前", "kind": "annual", "date": None, "month": 6, "day": 30}


@pytest.mark.parametrize(
    "text",
    [
        "清理近五年没有用过的事项",
        "按照《示例县水源办法（2024年底前修订）》办理",
        "根据示府发〔2024〕3号文件",
        "2024年9月5日印发的办法同时废止",
        "自2026年1月1日起施行",
        "每人每年不少于60学时",
        "提前3个月通知",
        "（2025—2027年）",
        "满意率达到98%以上",
    ],
)
def test_look_backs_titles_numbers_and_quotas_are_no_limits(text):
    assert find_dates(text, ISSUED) == ()


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["前", "之前", "以前", "", "前完成"]))
def test_every_printed_day_comes_back(day, tail):
    text = f"{day.year}年{day.month}月{day.day}日{tail}"
    assert parse_deadline(text, None) == (Deadline(DeadlineKind.BY_DATE, day, day.month, day.day),)
    assert short(f"{day:%Y-%m-%d}") == [day.isoformat()]


@given(st.integers(2000, 2099), st.integers(1, 12), st.sampled_from(["底前", "底", "末", "", "份"]))
def test_every_month_ends_on_its_last_day(year, month, tail):
    (found,) = parse_deadline(f"{year}年{month}月{tail}", None)
    assert found.date is not None
    assert (found.date + timedelta(days=1)).day == 1
    assert (found.date.year, found.date.month) == (year, month)


@given(
    st.text(alphabet="每年月日底前至—、0123456789一二三〇半季度长期并 起到末内当明今", max_size=40),
    st.none() | st.dates(),
)
def test_no_phrase_breaks_the_parser(text, issued):
    for found in parse_deadline(text, issued):
        assert found.kind is not DeadlineKind.BY_DATE or found.month
    assert all(item.text in text.replace(" ", "") for item in find_dates(text, issued))
    assert all(sentence.endswith("。") for sentence in doubts(text, issued))
