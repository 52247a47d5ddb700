"""Time limits as plans write them, and the dates a clerk gets from them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.reading.deadlines import (
    Deadline,
    DeadlineKind,
    doubts,
    find_dates,
    is_time_limit,
    parse_deadline,
    read_field,
)
from services.plans.reading.recurrence import monthly, next_on_or_after, occurrences, rule_words, weekly, yearly

ISSUED = date(2026, 5, 20)


def short(text, issued=ISSUED):
    """Each limit in few words: a date, month-day of a yearly one, or the kind."""
    words = []
    for found in parse_deadline(text, issued):
        if found.date:
            words.append(found.date.isoformat())
        elif found.kind is DeadlineKind.ANNUAL:
            words += [f"every {month}-{day}" for month, day in found.days]
        elif found.rule:
            words.append(rule_words(found.rule))
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
        ("全年推进", ["ongoing"]),
        ("2026年全年", ["2026-12-31"]),
        ("适时", ["other"]),
        ("规定时限内", ["other"]),
        ("按时间节点推进", ["other"]),
        ("三年内", ["other"]),
        ("法定期限内", ["other"]),
        ("根据工作需要", ["other"]),
        ("不定期", ["other"]),
        ("第一时间", ["other"]),
        ("挂图作战", ["other"]),
        ("本月底前", ["other"]),
        ("2026年度", ["2026-12-31"]),
        ("今年", ["2026-12-31"]),
        ("本年度内", ["2026-12-31"]),
        ("次年1月底前", ["2027-01-31"]),
        ("年底前", ["2026-12-31"]),
        ("一季度末", ["2027-03-31"]),
        ("2026年Q3", ["2026-09-30"]),
        ("Q4", ["2026-12-31"]),
        ("六月三十日前", ["2026-06-30"]),
        ("十二月底前", ["2026-12-31"]),
        ("二○二六年底前", ["2026-12-31"]),
        ("２ ０ ２ ６ 年 ６ 月 ３ ０ 日 前", ["2026-06-30"]),
        ("2026. 6. 30", ["2026-06-30"]),
        ("2026-06-30 00:00:00", ["2026-06-30"]),
        ("20260630", ["2026-06-30"]),
        ("202606", ["2026-06-30"]),
        ("6.30前", ["2026-06-30"]),
        ("6/30", ["2026-06-30"]),
        ("26年6月底前", ["2026-06-30"]),
        ("截止2026年6月30日", ["2026-06-30"]),
        ("截至2026年6月底", ["2026-06-30"]),
        ("2026年6月30日（周二）前", ["2026-06-30"]),
        ("2026年6月30日17时前", ["2026-06-30"]),
        ("2026年6月30日下午5:30前", ["2026-06-30"]),
        ("2026年6月30日下班前", ["2026-06-30"]),
        ("2026年6月初", ["2026-06-10"]),
        ("2026年年中", ["2026-06-30"]),
        ("2027年初", ["2027-01-31"]),
        ("2026.6—12", ["2026-12-31"]),
        ("2026.6-2026.12", ["2026-12-31"]),
        ("2026年6月中旬至7月上旬", ["2026-07-10"]),
        ("2026、2027年底前", ["2026-12-31", "2027-12-31"]),
        ("2026年和2027年6月底前", ["2026-06-30", "2027-06-30"]),
        ("2026年6月30日、12月31日前", ["2026-06-30", "2026-12-31"]),
        ("到2026年底完成一半，到2027年底全部完成", ["2026-12-31", "2027-12-31"]),
        ("各单位2026年6月8日前报送，全县6月底前汇总", ["2026-06-08", "2026-06-30"]),
        ("各镇6月8日前，全县6月底前", ["2026-06-08", "2026-06-30"]),
        ("2026年6月底前（县直单位），2026年9月底前（各镇）", ["2026-06-30", "2026-09-30"]),
        ("每年3月、9月", ["every 3-31", "every 9-30"]),
        ("每年3月至5月", ["every 5-31"]),
        ("每年上半年", ["every 6-30"]),
        ("每年第四季度", ["every 12-31"]),
        ("每年上、下半年各一次", ["every 6-30", "every 12-31"]),
        ("每年2月29日前", ["every 2-28"]),
        ("每年一次，12月底前", ["every 12-31"]),
        ("每年12月底前，次年1月底前", ["every 12-31", "every 1-31"]),
        ("长期，每年12月底前总结", ["every 12-31", "ongoing"]),
        ("按季度", ["every 3-31", "every 6-30", "every 9-30", "every 12-31"]),
        ("每季度首月10日前", ["every 1-10", "every 4-10", "every 7-10", "every 10-10"]),
        ("每季度末月25日前", ["every 3-25", "every 6-25", "every 9-25", "every 12-25"]),
        ("季度结束后10日内", ["every 1-10", "every 4-10", "every 7-10", "every 10-10"]),
        ("年度结束后30日内", ["every 1-30"]),
        ("每月", ["每月底"]),
        ("每月5日前", ["每月5日"]),
        ("每月5日、20日前", ["每月5日、20日"]),
        ("每月底前", ["每月底"]),
        ("每月30日前", ["每月30日"]),
        ("每月结束后5日内", ["每月5日"]),
        ("次月5日前", ["每月5日"]),
        ("月末", ["每月底"]),
        ("每旬", ["每月10日、20日、底"]),
        ("每周", ["每周五"]),
        ("每周一", ["每周一"]),
        ("每星期三前", ["每周三"]),
        ("每周一次", ["每周五"]),
        ("每两周", ["每两周周五"]),
        ("每两个月", ["每两个月底"]),
        ("每两年", ["每两年12月31日"]),
        ("三年一轮", ["每三年12月31日"]),
        ("每隔一年", ["每两年12月31日"]),
        ("定期", ["每半年末"]),
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


def test_every_yearly_limit_has_its_rule():
    rules = {
        "每年4月15日前": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15",
        "每年2月底前": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        "每年": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
        "年度": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
        "每半年": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
        "每季度末": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
        "每月5日前": "FREQ=MONTHLY;BYMONTHDAY=5",
        "每周五": "FREQ=WEEKLY;BYDAY=FR",
    }
    for phrase, rule in rules.items():
        assert [found.rule for found in parse_deadline(phrase, None)] == [rule]


def test_a_quarterly_limit_is_one_rule_and_four_entries_of_the_contract():
    (found,) = parse_deadline("每季度末前", None)
    assert [(entry["month"], entry["day"]) for entry in found.entries()] == [(3, 31), (6, 30), (9, 30), (12, 31)]
    assert {entry["kind"] for entry in found.entries()} == {"annual"}
    assert all(list(entry) == ["kind", "date", "month", "day"] for entry in found.entries())


@pytest.mark.parametrize(
    ("text", "trigger", "days", "workdays"),
    [
        ("自受理之日起15个工作日内", "受理", 15, True),
        ("每次检查后3日内", "每次检查", 3, False),
        ("收到通知后5日内", "收到通知", 5, False),
        ("会后三个工作日内", "会", 3, True),
        ("到期前30日", "到期", -30, False),
        ("会议召开3日前", "会议召开", -3, False),
        ("期满前3个月", "期满", None, False),
        ("每月结束后5个工作日内", "每月结束", 5, True),
        ("5个工作日内", "", 5, True),
    ],
)
def test_a_limit_that_hangs_on_an_event_keeps_the_event_in_its_words(text, trigger, days, workdays):
    (found,) = parse_deadline(text, ISSUED)
    assert (found.kind, found.date) == (DeadlineKind.OTHER, None)
    assert (found.trigger, found.offset_days, found.workdays) == (trigger, days, workdays)
    assert len(doubts(text, ISSUED)) == 1


def test_days_from_the_issue_of_the_plan_itself_are_counted():
    assert short("自本方案印发之日起30日内") == ["2026-06-19"]
    assert short("本通知印发后三个月内") == ["2026-08-20"]
    assert "从发文日期2026-05-20起算" in doubts("印发之日起30日内", ISSUED)[0]
    assert short("印发之日起30日内", None) == ["other"]
    assert short("印发之日起30个工作日内") == ["other"]


@pytest.mark.parametrize("text", ["原则上2026年6月底前", "原则上于2026年6月底前完成", "原则上应在2026年6月底前完成"])
def test_a_soft_limit_is_marked_and_said(text):
    (found,) = parse_deadline(text, ISSUED)
    assert found.soft
    assert found.date == date(2026, 6, 30)
    assert "原则上" in doubts(text, ISSUED)[0]


def test_a_month_that_is_ambiguous_and_has_no_year_is_asked_about_twice():
    assert [("上一个月底" in said, "没有写年份" in said) for said in doubts("8月前", ISSUED)] == [
        (True, False),
        (False, True),
    ]


def test_only_the_limit_behind_the_word_is_soft():
    found = parse_deadline("原则上2026年6月底前完成自查，2026年9月底前完成整改", ISSUED)
    assert [limit.soft for limit in found] == [True, False]


def test_an_ambiguous_month_keeps_its_strict_reading():
    (found,) = parse_deadline("2026年3月前", ISSUED)
    assert (found.date, found.strict) == (date(2026, 3, 31), date(2026, 2, 28))
    assert parse_deadline("2026年3月底前", ISSUED)[0].strict is None
    (year,) = parse_deadline("2027年前", ISSUED)
    assert (year.date, year.strict) == (date(2027, 12, 31), date(2026, 12, 31))
    assert "也可能指上一年底" in doubts("2027年前", ISSUED)[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026年2月30日前", "2026年2月没有30日。原文已保留，请填写实际日期。"),
        ("2026年6月45日", "2026年6月没有45日。原文已保留，请填写实际日期。"),
        ("2026-02-30", "2026年2月没有30日。原文已保留，请填写实际日期。"),
        ("2026年13月底前", "2026年没有13月。原文已保留，请填写实际日期。"),
        ("每年2月30日前", "2月没有30日。原文已保留，请填写实际日期。"),
        ("2月30日前", "2月没有30日。原文已保留，请填写实际日期。"),
    ],
)
def test_a_day_that_does_not_exist_waits_for_the_clerk(text, sentence):
    (found,) = parse_deadline(text, ISSUED)
    assert (found.kind, found.date, found.rule) == (DeadlineKind.OTHER, None, None)
    assert doubts(text, ISSUED) == (sentence,)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("8月底前", "“8月底前”没有写年份，按2026年登记"),
        ("明年3月底前", "从发文日期推算，按2027年登记"),
        ("各单位2026年6月8日前报送，全县6月底前汇总", "随前一个时限按2026年登记"),
        ("每年一次，12月底前", "按每年登记"),
        ("26年6月底前", "按2026年登记"),
        ("2026年中", "没有写到月"),
        ("2026年3月底前", "早于发文日期2026-05-20"),
        ("2026年5月22日前", "离发文日期只有2天"),
        ("月底前", "没有写哪个月"),
        ("每周", "没有写星期几"),
        ("每两年", "没有写从哪一年算起"),
        ("三年内", "没有写从哪一天算起"),
        ("每季度5日前", "没有写哪个月"),
        ("定期", "没有写明多久一次"),
        ("及时", "没有写明几日之内"),
        ("规定时限内", "没有统一日期"),
        ("按序时进度", "没有自己的日期"),
        ("适时", "换算不出日期"),
        ("国庆节前", "换算不出日期"),
        ("自2026年6月起", "换算不出日期"),
    ],
)
def test_what_is_not_sure_is_said(text, part):
    (sentence,) = doubts(text, ISSUED)
    assert part in sentence


@pytest.mark.parametrize(
    "text", ["2026年6月底前", "每年4月15日前", "每季度末", "每月5日前", "长期坚持", "2026年三季度", "每年", "/", ""]
)
def test_what_is_sure_is_not_asked_about(text):
    assert doubts(text, ISSUED) == ()


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
    ("text", "expected"),
    [
        ("各单位于2026年6月8日前报清单，县局于6月底前汇总。", ["2026年6月8日前 2026-06-08", "6月底前 2026-06-30"]),
        (
            "2026年10月底前完成中期评估、2027年10月底前完成终期评估。",
            ["2026年10月底前 2026-10-31", "2027年10月底前 2027-10-31"],
        ),
        ("2026年上半年完成清理，下半年完成整改。", ["2026年上半年 2026-06-30", "下半年 2026-12-31"]),
        ("2026年9月组织开展检查。", ["2026年9月 2026-09-30"]),
        ("每年12月4日集中开展宣传。", ["每年12月4日 None"]),
        ("自2026年7月1日至9月30日，开展整治。", ["9月30日 2026-09-30"]),
        ("2026年7月、8月、9月分三批组织培训。", ["2026年7月 2026-07-31", "8月 2026-08-31", "9月 2026-09-30"]),
        ("截至2026年12月31日，全部完成。", ["2026年12月31日 2026-12-31"]),
        ("2026年12月31日24时截止。", ["2026年12月31日24时截止 2026-12-31"]),
        ("9月完成自查。", ["9月 2026-09-30"]),
        ("按照2024年3月印发的办法，8月底前完成清理。", ["8月底前 2026-08-31"]),
        ("6月、12月底前各报一次。", ["6月 2026-06-30", "12月底前 2026-12-31"]),
        ("每年抽查一遍，10月底前通报结果。", ["10月底前 None"]),
        ("每季度末前报表，每月5日前报进展。", ["每季度末前 None", "每月5日前 None"]),
        ("到2026年底建成，到2027年底见效。", ["2026年底 2026-12-31", "2027年底 2027-12-31"]),
        ("最迟2026年9月20日交齐。", ["2026年9月20日 2026-09-20"]),
        ("于9月20日报送县司法局。", ["9月20日 2026-09-20"]),
        ("本方案印发之日起30日内报送措施。", ["本方案印发之日起30日内 2026-06-19"]),
        ("2026年2月30日前公布。", ["2026年2月30日前 None"]),
        ("2026年6月底前制定统一的标准。", ["2026年6月底前 2026-06-30"]),
        ("2026年6月底前完成清单内的问题整改。", ["2026年6月底前 2026-06-30"]),
        ("对2025年底前未办结的案件，2026年9月底前办结。", ["2026年9月底前 2026-09-30"]),
    ],
)
def test_milestones_in_running_text(text, expected):
    assert [f"{item.text} {item.date}" for item in find_dates(text, ISSUED)] == expected


def test_the_year_after_comes_every_year_in_a_task_that_does():
    (found,) = find_dates("评价结果于次年1月15日前公布。", ISSUED, yearly_task=True)
    assert (found.deadline.kind, found.deadline.month, found.deadline.day) == (DeadlineKind.ANNUAL, 1, 15)
    assert found.doubts
    (once,) = find_dates("于明年1月15日前公布。", ISSUED, yearly_task=True)
    assert once.date == date(2027, 1, 15)


def test_year_by_year_says_nothing_about_another_date():
    (found,) = find_dates("各单位逐年梳理档案，8月25日前报送。", ISSUED)
    assert found.date == date(2026, 8, 25)
    assert short("逐年推进") == ["every 12-31"]


def test_a_milestone_keeps_its_sentence():
    first, second = find_dates("先建台账。各单位2026年6月8日前报清单；全县6月底前汇总。再回访。", ISSUED)
    assert first.sentence == "各单位2026年6月8日前报清单；"
    assert second.sentence == "全县6月底前汇总。"


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
        "根据第七次会议精神",
        "2026年以来新增案件30件，2025年共办理120件",
        "2025年12月印发的方案继续执行",
        "截至2026年4月底，全县共有执法人员300人",
        "较2025年底下降5%",
        "2025年底以来多次出现",
        "2022年1月1日前制定的文件一律清理",
        "2026年6月30日前取得证件的人员免试",
        "聘期至2027年12月31日止",
        "2026年3月召开会议作出部署",
        "2026年9月召开的会议",
        "4月完成了自查",
        "抽取2026年1月1日至12月31日期间办结的案卷",
        "抽取2026年1—9月办结的案卷",
        "2026年8月20日前后组织考试",
        "自受理之日起15个工作日内办结",
        "5日内反馈",
        "每季度开展一次抽查，适时通报",
        "近24月未发生的事项",
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
    st.text(
        alphabet="每年月日底前至—、0123456789一二三〇半季度长期并 起到末内当明今次周两旬上中下初"
        "自后之印发结束工作原则，。Q.-/：",
        max_size=40,
    ),
    st.none() | st.dates(),
)
def test_no_phrase_breaks_the_parser(text, issued):
    for found in parse_deadline(text, issued):
        assert found.kind is not DeadlineKind.BY_DATE or found.month
    assert all(item.text in text.replace(" ", "") for item in find_dates(text, issued))
    assert all(sentence.endswith("。") for sentence in doubts(text, issued))


DATED_FORMS = [
    "{y}年{m}月{d}日前",
    "{y}年{m}月{d}日之前",
    "{y}年{m}月{d}日以前完成",
    "截至{y}年{m}月{d}日",
    "{y} 年 {m} 月 {d} 日 前",
    "{y}年{m:02}月{d:02}日",
    "{y}.{m}.{d}",
    "{y}/{m}/{d}",
    "{y}-{m:02}-{d:02}",
    "{y}{m:02}{d:02}",
    "{y}-{m:02}-{d:02} 00:00:00",
    "{y}年{m}月{d}日18时前",
    "于{y}年{m}月{d}日前完成并报送",
]
DAYS = st.dates(date(2020, 1, 1), date(2079, 12, 31))
NUMERALS = "〇一二三四五六七八九"


def spoken(value):
    """1…31 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return ("" if not tens else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")


@given(DAYS, st.sampled_from(DATED_FORMS), st.booleans())
def test_a_day_written_in_any_form_comes_back(day, form, wide):
    text = form.format(y=day.year, m=day.month, d=day.day)
    if wide:
        text = text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert [found.date for found in parse_deadline(text, None)] == [day]


@given(DAYS)
def test_a_day_in_chinese_numerals_comes_back(day):
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    text = f"{year}年{spoken(day.month)}月{spoken(day.day)}日前"
    assert [found.date for found in parse_deadline(text, None)] == [day]


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_the_next_one_after_the_document(day, issued):
    (found,) = parse_deadline(f"{day.month}月{day.day}日前", issued)
    if found.date is None:
        assert (day.month, day.day) == (2, 29)
        return
    assert issued <= found.date
    assert (found.date.month, found.date.day) == (day.month, day.day)
    assert found.date.year - issued.year in (0, 1)


@given(st.integers(1, 12), st.integers(1, 28), st.sampled_from(["前", "之前", "", "前完成"]))
def test_a_yearly_day_comes_back_as_its_rule(month, day, tail):
    (found,) = parse_deadline(f"每年{month}月{day}日{tail}", None)
    assert (found.kind, found.month, found.day) == (DeadlineKind.ANNUAL, month, day)
    assert occurrences(found.rule, date(2024, 1, 1), date(2024, 12, 31)) == [date(2024, month, day)]


@given(st.integers(1, 31), st.integers(0, 6))
def test_monthly_and_weekly_days_come_back_as_their_rules(day, weekday):
    assert [found.rule for found in parse_deadline(f"每月{day}日前", None)] == [monthly(day)]
    assert [found.rule for found in parse_deadline(f"每月{spoken(day)}日前", None)] == [monthly(day)]
    assert [found.rule for found in parse_deadline(f"每周{'一二三四五六日'[weekday]}", None)] == [weekly(weekday)]
    assert [found.rule for found in parse_deadline("每半年", None)] == [yearly((6, 12))]


@given(st.lists(DAYS, min_size=1, max_size=4, unique=True))
def test_every_milestone_of_a_text_is_found_in_order(days):
    text = "。".join(f"第{n}组于{day.year}年{day.month}月{day.day}日前报送结果" for n, day in enumerate(days, start=1))
    found = find_dates(text, None)
    assert [item.date for item in found] == days
    assert all(item.text in item.sentence for item in found)


@pytest.mark.parametrize(
    "text",
    [
        "2026年6月底前",
        "原则上2026年6月底前完成",
        "每两年一次",
        "三年内",
        "收到通知后5日内",
        "印发之日起30日内完成",
        "每月5日前报送",
        "适时",
        "规定时限内",
        "2026年6月底前并长期坚持",
        "按序时进度推进",
        "2026.6.30",
        "及时",
        "定期",
    ],
)
def test_a_clause_that_only_says_when_is_known(text):
    assert is_time_limit(text)


@pytest.mark.parametrize(
    "text", ["县水务局", "县水务局2026年6月底前", "建立台账", "各乡镇长期负责", "近五年", "", "第三小学"]
)
def test_a_clause_with_other_words_is_not_only_a_time(text):
    assert not is_time_limit(text)


WORDS = [
    "每年", "每月", "每季度", "每半年", "每两年", "每周", "五", "12", "2026", "年", "月", "日", "6", "30", "底",
    "前", "后", "内", "之日起", "印发", "受理", "自", "至", "—", "、", "，", "。", "个", "工作日", "上旬",
    "中", "初", "度", "末", "长期", "原则上", "于", "次年", "明年", "今年", "二〇二六", "十", "三", "完成",
    "报送", "2月30日", "13", "99", "24时", "（周一）", ".", "/", "-", "Q4", "上半年", "季度", "结束", "方案",
    "X", "月底", "一次", "三年", "定期", "逐年", "截至", "O", "l",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), st.none() | st.dates())
def test_whatever_gives_no_day_is_said(text, issued):
    found, said = read_field(text, issued)
    assert all(sentence.endswith("。") for sentence in said)
    for limit in found:
        if limit.rule:
            assert len(limit.rule) <= 120
            assert next_on_or_after(limit.rule, date(2026, 1, 1))
            assert rule_words(limit.rule) != limit.rule
        elif limit.kind is DeadlineKind.OTHER:
            assert said
    assert all(item.text in text for item in find_dates(text, issued))
