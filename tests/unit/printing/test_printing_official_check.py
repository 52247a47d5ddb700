import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_samples import letter, notice, upward

from services.printing.measures import BLOCK_HEIGHT, BLOCK_WIDTH, CHAR_PITCH, LINE_PITCH, MEASURES, SIZE, Strength
from services.printing.official import OfficialDocument, check_official
from services.printing.official_text import (
    attachment_names,
    break_title,
    chinese_number,
    copies,
    date_words,
    note_words,
    numbered,
    recipients,
    title_lines,
)
from services.problems import Level


def found(raw):
    return check_official(OfficialDocument.from_json(raw))


def codes(raw):
    return [problem.code for problem in found(raw)]


@pytest.mark.parametrize("raw", [letter(), notice(), upward()])
def test_a_document_by_the_rules_has_no_problem(raw):
    assert found(raw) == []


@pytest.mark.parametrize(
    ("number", "code", "suggest"),
    [
        ("示司发〔2026〕第7号", "OD21", "示司发〔2026〕7号"),
        ("示司发[2026]7号", "OD22", "示司发〔2026〕7号"),
        ("示司发（2026）7号", "OD22", "示司发〔2026〕7号"),
        ("示司发【2026】7号", "OD22", "示司发〔2026〕7号"),
        ("示司发〔2026〕07号", "OD23", "示司发〔2026〕7号"),
        ("示司发〔26〕7号", "OD24", None),
        ("示司发〔2026〕7", "OD25", None),
        ("7号", "OD26", None),
    ],
)
def test_a_wrong_number_is_an_error_with_its_clause(number, code, suggest):
    (problem,) = found(notice(number=number))
    assert (problem.code, problem.level, problem.where) == (code, Level.ERROR, "number")
    assert problem.suggest == suggest
    assert "7.2.5" in problem.message


@pytest.mark.parametrize("number", ["示司发〔2026〕7号", "示政办发电〔2021〕70号", "示司函〔2026〕101号"])
def test_numbers_as_agencies_write_them_pass(number):
    assert found(notice(number=number)) == []


def test_a_title_that_ends_with_a_mark_is_an_error_that_shows_the_better_one():
    (problem,) = found(notice(title="示例县司法局关于开展评查工作的通知。"))
    assert (problem.code, problem.level, problem.suggest) == ("OD31", Level.ERROR, "示例县司法局关于开展评查工作的通知")
    assert "7.3.1" in problem.message


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": "2026年06月15日"}, "OD74"),
        ({"date": "2026.6.15"}, "OD74"),
        ({"date": "2026-02-30"}, "OD75"),
        ({"date": None}, "OD73"),
        ({"printed_on": "26年6月15日"}, "OD74"),
        ({"title": "示例县司法局关于印发《示例县方案的通知"}, "OD34"),
        ({"title": "关于开展评查工作"}, "OD35"),
        ({"mark": None}, "OD10"),
        ({"copy_no": "12"}, "OD12"),
        ({"secrecy": "秘密1年", "copy_no": "000001"}, "OD13"),
        ({"secrecy": "秘密★1年"}, "OD14"),
        ({"urgency": "紧急"}, "OD15"),
        ({"attachments": ["清单。"]}, "OD60"),
        ({"attachments": ["清单"], "appendices": [{"title": "名单"}]}, "OD62"),
        ({"attachments": ["清单", "表"], "appendices": [{"title": "清单"}]}, "OD61"),
        ({"sign": []}, "OD70"),
        ({"body": [{"level": 1, "text": "一.要求"}]}, "OD51"),
        ({"body": [{"level": 0, "text": "自2026年06月1日起..."}]}, "OD90"),
        ({"body": []}, "OD50"),
        ({"body": [{"level": 0, "text": "（此页无正文）"}]}, "OD55"),
        ({"printed_on": "2026-06-14"}, "OD81"),
    ],
)
def test_each_fault_has_its_code(changes, code):
    assert code in codes(notice(**changes))


def test_a_request_has_one_recipient_signers_and_a_contact():
    assert set(codes(upward(to=["县人民政府", "县委"], signers=[], note=None))) == {"OD16", "OD42", "OD72"}


def test_a_letter_is_not_marked_as_a_file():
    assert codes(letter(mark="示例县司法局文件")) == ["OD11"]


@given(st.text(max_size=40), st.text(max_size=12))
def test_the_check_never_breaks_down_over_what_was_typed(title, number):
    assert isinstance(found(notice(title=title, number=number, date=number)), list)


def test_dates_recipients_and_copies_are_printed_as_the_standard_asks():
    assert date_words("2026-06-05") == "2026年6月5日"
    assert date_words("2026年6月5日") == "2026年6月5日"
    assert recipients(["县水务局：", "示例镇人民政府"]) == "县水务局、示例镇人民政府："
    assert copies(["县委办公室。", "县人大"]) == "县委办公室，县人大。"


def test_notes_and_names_of_attachments_lose_only_what_the_layout_adds():
    assert note_words("（此件公开发布）") == note_words("此件公开发布") == "（此件公开发布）"
    assert note_words("联系人：王某（科长）") == "（联系人：王某（科长））"
    raw = notice(attachments=["附件1：清单", "2.名单", "附件管理办法", "2026年统计表", "3.5万元明细"])
    names = ("清单", "名单", "附件管理办法", "2026年统计表", "3.5万元明细")
    assert attachment_names(OfficialDocument.from_json(raw)) == names


def test_numbers_of_levels_restart_below_a_higher_level():
    levels = [(1, "甲"), (2, "乙"), (2, "丙"), (1, "丁"), (2, "戊"), (3, "己"), (3, "5.庚"), (3, "辛")]
    raw = notice(body=[{"level": level, "text": text} for level, text in levels])
    shown = ["".join(span.text for span in spans) for spans in numbered(OfficialDocument.from_json(raw).body)]
    assert shown == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "1.己", "5.庚", "6.辛"]


@pytest.mark.parametrize(("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (103, "一百零三")])
def test_chinese_numbers(count, words):
    assert chinese_number(count) == words


@given(st.text("县司法局关于的通知行政执法《》（）〔2026〕年", min_size=1, max_size=80))
def test_title_lines_hold_the_whole_title_within_their_width(title):
    lines = break_title(title, [1000] * len(title), 20_000)
    assert "".join(lines) == title
    assert all(len(line) <= 20 for line in lines) or any(char in "《》（）〔〕" for char in title)


def test_a_title_breaks_between_words_and_keeps_the_kind_with_its_particle():
    lines = title_lines("示例县司法局关于印发2026年度行政执法监督工作要点和任务分工的通知", 20_000)
    assert lines == ["示例县司法局关于印发2026年度", "行政执法监督工作要点和任务分工的通知"]


def test_the_measures_carry_unit_clause_and_strength_and_fill_the_text_block():
    assert all(measure.clause and measure.strength in Strength for measure in MEASURES.values())
    assert BLOCK_HEIGHT - 0.3 < 21 * LINE_PITCH + SIZE <= BLOCK_HEIGHT
    assert BLOCK_WIDTH - 0.03 < 27 * CHAR_PITCH + SIZE <= BLOCK_WIDTH
    with pytest.raises(ValueError, match="line"):
        _ = MEASURES["below_mark"].points


def test_attachments_that_bear_their_own_numbers_are_known_by_their_names():
    from services.printing.official_text import attachment_names

    def names(*given):
        return attachment_names(OfficialDocument.from_json(notice(attachments=list(given))))

    assert names("1.2026年度评查标准", "2.案卷目录") == ("2026年度评查标准", "案卷目录")
    assert names("附件：1.案卷目录", "2. 名单") == ("案卷目录", "名单")
    assert names("2.5米以下车辆名录", "名单") == ("2.5米以下车辆名录", "名单")
    assert names("附件1：评分表") == ("评分表",)
