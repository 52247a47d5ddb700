import json
from collections import Counter

import pytest
from clean_documents import CLEAN, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from official_samples import letter, notice, upward

from services.errors import ConflictError
from services.printing.checking.check import findings
from services.printing.checking.finding import Fix, apply_fix
from services.printing.checking.rules import RULES
from services.printing.measures import Strength
from services.printing.official import check_official
from services.printing.official_model import OfficialDocument
from services.printing.official_model import texts as all_texts
from services.problems import Level


def document(raw):
    return OfficialDocument.from_json(raw)


def found(raw):
    return findings(document(raw))


def body(*words, **changes):
    """A notice with this text."""
    return notice(body=texts(*words), **changes)


def only(raw, code):
    (finding,) = [each for each in found(raw) if each.code == code]
    return finding


def codes(raw):
    return {each.code for each in found(raw)}


@pytest.mark.parametrize("name", CLEAN)
def test_a_document_by_the_rules_has_nothing_to_report_not_even_a_hint(name):
    assert found(CLEAN[name]) == ()


# code, paragraph, the paragraph after the offered correction (None: nothing is offered)
IN_TEXT = [
    ("OD51", (1, "一.要求"), "一、要求"),
    ("OD51", (2, "（一）、要求"), "（一）要求"),
    ("OD51", (2, "(一)要求"), "（一）要求"),
    ("OD51", (3, "1、要求"), "1.要求"),
    ("OD53", (1, "一、要求。"), "一、要求"),
    ("OD56", (1, "三、要求"), "一、要求"),
    ("OD55", "（此页无正文）", None),
    ("OD63", "名单详见附件。", None),
    ("OD90", "各项工作...继续推进。", "各项工作……继续推进。"),
    ("OD91", "两个方面--人员和证件。", "两个方面——人员和证件。"),
    ("OD92", '做到"应公示尽公示"。', "做到“应公示尽公示”。"),
    ("OD93", "抓好培训,做好评查。", "抓好培训，做好评查。"),
    ("OD93", "联系人: 齐明川。", "联系人：齐明川。"),
    ("OD94", "2026年06月1日前完成。", "2026年6月1日前完成。"),
    ("OD95", "二○二六年印发。", "二〇二六年印发。"),
    ("OD951", "24年6月开始试行。", "2024年6月开始试行。"),
    ("OD952", "星期3召开会议。", "星期三召开会议。"),
    ("OD954", "投入1200000元。", "投入120万元。"),
    ("OD955", "用了3、4天。", "用了三四天。"),
    ("OD956", "共１２件。", "共12件。"),
    ("OD96", "一是，抓培训。", "一是抓培训。"),
    ("OD96", "第一、抓培训。", "第一，抓培训。"),
    ("OD97", "按规定(试行)办理。", "按规定（试行）办理。"),
    ("OD98", "抓好培训，，做好评查。", "抓好培训，做好评查。"),
    ("OD98", "抓好培训；。", "抓好培训。"),
    ("OD901", "按规定（试行办理。", None),
    ("OD901", "按《规定（试行》）办理。", None),
    ("OD902", "按《关于印发《办法》的通知》办理。", "按《关于印发〈办法〉的通知》办理。"),
    ("OD902", "他说“要做到“两个到位”才行”。", "他说“要做到‘两个到位’才行”。"),
    ("OD902", "按规定（试行)办理。", "按规定（试行）办理。"),
    ("OD903", "2023-2025年分步实施。", "2023—2025年分步实施。"),
    ("OD903", "保持在98%-99%。", "保持在98%～99%。"),
    ("OD904", "做到“公示”、“记录”。", "做到“公示”“记录”。"),
    ("OD105", "请县水利局牵头。", "请县水务局牵头。"),
    ("OD106", "《示例县评查办法》（以下简称《办法》）已经印发。", "《示例县评查办法》已经印发。"),
    ("OD110", "共12件，其中处罚5件、许可4件、检查2件。", None),
    ("OD111", "其中处罚占50%、许可占30%、检查占30%。", None),
    ("OD120", "2026年6月15日（星期二）开会。", "2026年6月15日（星期一）开会。"),
    ("OD121", "2026年2月30日前完成。", None),
    ("OD122", "自2026年6月15日至2026年5月20日。", None),
    ("OD122", "2026年6月25日至10日集中开展。", None),
    ("OD122", "2026—2023年分步实施。", None),
    ("OD123", "请于2026年6月2日前报送。", None),
    ("OD124", "截至本通知印发之日，仍有3家未报。", "截至2026年6月15日，仍有3家未报。"),
    ("OD130", "请{单位}抓紧办理。", None),
    ("OD130", "××县水务局负责。", None),
    ("OD130", "于2026年  月  日前完成。", None),
    ("OD131", "有关的的单位。", "有关的单位。"),
    ("OD131", "行政执法行政执法工作。", "行政执法工作。"),
    ("OD141", "特此报告。", "特此通知。"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "better"), IN_TEXT)
def test_a_fault_in_the_text_is_found_at_its_place_and_its_correction_is_offered(code, words, better):
    raw = body("第一段没有毛病。", words, to=["县水务局"])
    finding = only(raw, code)
    assert finding.where == "body[1]"
    assert (finding.fix is None) == (better is None)
    if finding.fix is not None:
        assert apply_fix(document(raw), finding.fix).body[1].text == better


# what looks like a fault and is none
SOUND = [
    "第一、二、三批证件已经发放；第一、第二季度完成培训。",
    "一是抓培训，二是抓评查；其一是认识不到位。",
    "2025年12月20日至次年1月5日放假，12月20日至1月5日停办。",
    "上午8:30至12:00办理，热线0990-1234567，网址http://example.cn/a,b。",
    "共检查企业32家，其中发现问题12家、责令整改8家、立案2家。",
    "共40人，其中男28人、女12人，党员15人。",
    "共评查40卷，其中优秀5卷、不合格1卷。",
    "其中处罚占50%、许可占30%、检查占20%，同比增长12%。",
    "共12件，其中处罚5件、许可4件、检查3件。",
    "你局应当于2026年6月2日前报送，至今没有报送，请说明原因。",
    "县教育局、县体育局、县商务局、县税务局分别负责。",
    "当事人王某某经营的××餐饮店被处罚款15800元，当事人张××服从处罚。",
    "依照《行政处罚法》第五十四条、《示例县办法》第3、4项办理。",
    "3.5万元经费已到位，2.5年内不再安排；完成率98.5%。",
    "按《关于印发〈示例县评查办法〉的通知》“应评尽评”的要求办理。",
    "12年6个月以来，第24年的工作在1、2、3号楼开展。",
    "报送《县级通知》附件2规定的表格，其附件1不必报送。",
    "研究研究再定，的确的的确确有效；和和气气办事。",
    "二〇二六年一月起施行，“十四五”期间共3次。",
    "其中A、B、C三类；O2O模式；iPhone的’号。",
    "两条路径——公示和记录——都要走……不再赘述。",
    "2026年6月15日（星期一）至19日（周五）开展。",
    "县财政局、县民政局各负其责，县水务局配合。",
    "请各单位对照《规定（试行）》自查，截至6月10日已有12家完成。",
]  # fmt: skip


@pytest.mark.parametrize("words", SOUND)
def test_sound_text_is_left_alone(words):
    assert found(body(words, to=["县水务局", "各乡镇人民政府"])) == ()


@pytest.mark.parametrize(
    ("raw", "code", "key", "better"),
    [
        (notice(secrecy="秘密*1年", copy_no="000001"), "OD13", "secrecy", "秘密★1年"),
        (notice(secrecy="秘密1年", copy_no="000001"), "OD13", "secrecy", "秘密★1年"),
        (notice(secrecy="秘密★20年", copy_no="000001"), "OD17", "secrecy", None),
        (notice(copy_no="12"), "OD12", "copy_no", "000012"),
        (notice(number="示司发[2026]07号"), "OD23", "number", "示司发〔2026〕7号"),
        (notice(number="示水发〔2026〕7号"), "OD27", "number", None),
        (notice(number="示司发〔2027〕7号"), "OD28", "number", None),
        (notice(title="关于开展评查的通知"), "OD37", "title", "示例县司法局关于开展评查的通知"),
        (notice(title="示例县司法局关于印发《关于印发《办法》的通知》的通知"), "OD33", "title",
         "示例县司法局关于印发《关于印发〈办法〉的通知》的通知"),
        (notice(title="示例县司法局关于转发县政府办公室关于开展评查的通知的通知"), "OD36", "title",
         "示例县司法局转发县政府办公室关于开展评查的通知"),
        (notice(title="示例县司法局关于" + "开展" * 40 + "的通知"), "OD391", "title", None),
        (notice(title="示例县司法局关于开展评查\n的通知"), "OD39", "title", "示例县司法局关于开展评查的通知"),
        (notice(title="示例县水务局关于开展评查的通知"), "OD103", "title", "示例县司法局关于开展评查的通知"),
        (notice(mark="示例县水务局文件"), "OD101", "mark", None),
        (notice(sign=[{"name": "示例县水务局"}]), "OD102", "sign[0].name", "示例县司法局"),
        (notice(to=["县水务局,县教育局"]), "OD43", "to[0]", "县水务局，县教育局"),
        (notice(to=["县水务局:"]), "OD41", "to[0]", "县水务局："),
        (notice(to=["县水务局", "县水务局"]), "OD44", "to[1]", None),
        (upward(to=["岑知远局长"]), "OD46", "to[0]", None),
        (upward(cc=["各乡镇人民政府"]), "OD45", "cc[0]", None),
        (notice(cc=["县检察院，县法院"]), "OD82", "cc[0]", None),
        (notice(cc=["县水务局"], to=["县水务局"]), "OD83", "cc[0]", None),
        (notice(cc=["县委办公室,县法院"]), "OD84", "cc[0]", "县委办公室，县法院"),
        (notice(attachments=["清单；"]), "OD60", "attachments[0]", "清单"),
        (notice(attachments=["清单"], body=texts("见附件2。")), "OD65", "body[0]", None),
        (notice(attachments=["清单"]), "OD64", "attachments", None),
        (notice(attachments=["1.清单", "3.名单"]), "OD66", "attachments[1]", "2.名单"),
        (notice(attachments=["1.清单"]), "OD66", "attachments[0]", "清单"),
        (notice(attachments=["清单"], appendices=[{"title": "名单"}]), "OD62", "appendices[0].title", "清单"),
        (notice(date="2026年06月15日"), "OD74", "date", "2026年6月15日"),
        (notice(date="2026.6.15"), "OD74", "date", "2026年6月15日"),
        (notice(note="附注：此件公开发布"), "OD76", "note", "此件公开发布"),
        (notice(note="（此件公开发布"), "OD76", "note", "（此件公开发布）"),
        (upward(note="此件不公开"), "OD72", "note", None),
        (upward(), "OD140", "body[1]", None),
        (upward(body=texts((1, "一、请求解决经费"), (1, "二、关于增加编制事项"))), "OD58", "body[1]", None),
        (notice(title="关于工作情况的报告", body=texts("如无不妥，请批准。")), "OD54", "body[0]", None),
        (notice(title="示例县司法局关于移送线索的函"), "OD142", "format", None),
        (letter(title="示例县司法局关于解决经费的请示"), "OD142", "format", None),
        (notice(title="示例县司法局关于开展{工作}的通知"), "OD130", "title", None),
        (body((1, "一、要求"), "（一）对照标准自查。"), "OD57", "body[1].level", "2"),
        (body((1, "一、要求"), (4, "（1）自查")), "OD52", "body[1]", None),
        (body((1, "一、要求"), (1, "三、检查")), "OD56", "body[1]", "二、检查"),
        (body((1, "一、要求"), (1, "一、检查")), "OD56", "body[1]", "二、检查"),
    ],
)  # fmt: skip
def test_a_fault_outside_the_text_is_found_and_corrected_where_one_answer_is_right(raw, code, key, better):
    finding = next(each for each in found(raw) if each.code == code)
    assert (finding.fix.where if finding.fix else finding.where) in (key, key.removesuffix(".level"))
    if better is None:
        assert finding.fix is None
        return
    changed = dict(every_value(apply_fix(document(raw), finding.fix)))
    assert changed[key] == better


def test_numbers_may_restart_below_each_heading_or_go_on_through_the_text():
    marks = [(1, "一、甲"), (2, "（一）乙"), (3, "1.丙"), (3, "2.丁"), (2, "（二）戊")]
    restarted = [*marks, (3, "1.己"), (1, "二、庚"), (2, "（一）辛"), (3, "1.壬")]
    continued = [*marks, (3, "3.己"), (1, "二、庚"), (2, "（三）辛"), (3, "4.壬")]
    assert found(body(*restarted)) == found(body(*continued)) == ()
    assert only(body(*marks, (3, "4.己")), "OD56").fix.new == "1."


def test_one_level_may_be_left_out_where_the_whole_text_does_without_it():
    assert found(body((1, "一、甲"), (3, "1.乙"), (3, "2.丙"))) == ()
    assert found(body((3, "1.乙"), (3, "2.丙"))) == ()
    assert codes(body((1, "一、甲"), (2, "（一）乙"), (1, "二、丙"), (3, "1.丁"))) == {"OD52"}
    assert codes(body((2, "（一）乙"))) == {"OD52"}


def test_the_same_mark_many_times_in_a_paragraph_is_one_finding_corrected_at_once():
    raw = body("抓好培训,做好评查,管好证件,办好投诉。")
    finding = only(raw, "OD93")
    assert "共3处" in finding.message
    assert apply_fix(document(raw), finding.fix).body[0].text == "抓好培训，做好评查，管好证件，办好投诉。"


def test_a_quarter_is_written_in_one_way_throughout_a_document():
    raw = body("第4季度开展评查。", "第四季度汇总，第四季度上报。")
    finding = only(raw, "OD953")
    assert (finding.where, finding.fix.new) == ("body[0]", "第四季度")
    assert "OD953" not in codes(body("第4季度开展评查，第4季度上报。"))


def test_cells_of_tables_are_checked_for_their_marks_alone():
    table = {"table": {"columns": ["事项", "时间"], "rows": [["培训,评查", "第4季度、星期3"]]}}
    raw = notice(body=[*texts("安排如下，第四季度完成。"), table])
    (finding,) = found(raw)
    assert (finding.code, finding.where) == ("OD93", "body[1].rows[0][0]")
    fixed = apply_fix(document(raw), finding.fix)
    assert fixed.body[1].rows[0][0].text == "培训，评查"
    assert findings(fixed) == ()


def test_a_text_of_two_lines_is_one_place_for_who_wrote_the_json_and_two_for_the_correction():
    raw = body("第一行没有毛病。\n第二行,有毛病。")
    finding = only(raw, "OD93")
    assert (finding.where, finding.problem().where) == ("body[1]", "body[0]")
    assert apply_fix(document(raw), finding.fix).body[1].text == "第二行，有毛病。"


def test_the_most_binding_rules_come_first_and_carry_clause_and_strength():
    raw = body("抓好培训,做到“公示”、“记录”。", "投入1200000元，请{单位}办理。", number="示司发[2026]7号")
    shown = [(each.code, each.strength) for each in found(raw)]
    assert shown == [
        ("OD22", Strength.MANDATORY),
        ("OD93", Strength.NORMAL),
        ("OD904", Strength.ADVISED),
        ("OD954", Strength.ALLOWED),
        ("OD130", Strength.PRACTICE),
    ]
    assert found(raw)[0].clause == "GB/T 9704 7.2.5"


def test_only_a_departure_from_what_is_laid_down_is_an_error():
    assert {rule.strength for rule in RULES.values() if rule.level is Level.ERROR} == {Strength.MANDATORY}


def test_hints_are_for_the_window_and_do_not_reach_the_list_of_problems():
    raw = body("做到“公示”、“记录”,做好评查。")
    assert [each.code for each in found(raw)] == ["OD93", "OD904"]
    (problem,) = check_official(document(raw))
    assert (problem.code, problem.level, problem.suggest) == ("OD93", Level.WARNING, "公示”、“记录”，做好评查。")
    assert problem.message == "中文里用全角标点（GB/T 15834）。"


def test_the_json_of_a_finding_has_the_one_shape_and_the_offered_text():
    shown = only(body("抓好培训,做好评查。"), "OD93").to_json()
    assert json.loads(json.dumps(shown)) == shown
    assert shown["fix"] == {"where": "body[0]", "start": 4, "end": 5, "old": ",", "new": "，"}
    assert (shown["level"], shown["strength"], shown["clause"]) == ("warning", "一般", "GB/T 15834")


def test_a_correction_of_a_text_that_was_edited_since_is_refused():
    raw = body("抓好培训,做好评查。")
    fix = only(raw, "OD93").fix
    with pytest.raises(ConflictError, match="重新检查"):
        apply_fix(document(body("已经改过的一段文字。")), fix)
    with pytest.raises(ConflictError):
        apply_fix(document(body("抓好培训,做好评查。")), Fix("body[7]", 4, 5, ",", "，"))


def every_value(document):
    """Texts and levels by path."""
    for place, text in all_texts(document):
        yield (f"{place}.name" if place.startswith("sign[") and place.endswith("]") else place), text
    for index, item in enumerate(document.body):
        yield f"body[{index}].level", str(getattr(item, "level", ""))


FAULTY = [words for _code, words, _better in IN_TEXT]
PARAGRAPHS = st.lists(st.one_of(st.sampled_from(FAULTY), st.sampled_from(SOUND)), min_size=1, max_size=6)
PIECES = st.lists(
    st.sampled_from([*'，。、；：,;:?."“”‘’《》〈〉（）()-…', "县水务局", "第一", "2026年", "06月", "星期", "3"]),
    max_size=24,
)


@settings(max_examples=150, deadline=None)
@given(PARAGRAPHS, PIECES, st.sampled_from(["示司发[2026]第07号", "示司发〔2026〕7号"]), st.booleans())
def test_applying_a_correction_removes_its_finding_and_touches_no_other_place(paragraphs, pieces, number, quoted):
    title = "关于印发《关于印发《办法》的通知》的通知。" if quoted else "关于开展评查的通知"
    words = [*paragraphs, "".join(pieces) or "。"]
    before = document(body(*words, number=number, title=title, to=["县水务局,县教育局"], attachments=["1.清单；"]))
    shown = findings(before)
    for finding in shown:
        if finding.fix is None:
            continue
        after = apply_fix(before, finding.fix)
        assert count(findings(after), finding) < count(shown, finding)
        touched = {path for path, _text in set(every_value(before)) ^ set(every_value(after))}
        assert touched == {finding.fix.where}


def count(shown, finding):
    return Counter((each.code, each.where) for each in shown)[finding.code, finding.where]


@given(st.text(max_size=60), st.text(max_size=20))
def test_the_check_never_breaks_down_over_what_was_typed(words, name):
    raw = notice(body=[{"level": 2, "text": words}], to=[name], cc=[name], note=name, secrecy=name, attachments=[name])
    assert all(each.code in RULES for each in found(raw))
