"""Letters and slips for many units in one go: text, colour, numbers, the register, what the paper says."""

from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.access import Actor, Role
from services.errors import ConflictError, DeniedError, ValidationError
from services.reporting.chase import Call
from services.reporting.owed import Matter, OwedKind
from services.reporting.slips import Colour, SlipRules, behind_by, colour_of, grounds_of
from tests.services.reporting.reports_of import rows

TODAY = date(2026, 6, 15)
RULES = SlipRules(behind_percent=10, calls=3, reply_workdays=5)


def words_of(file):
    document = pypdfium2.PdfDocument(str(file))
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return ["".join(page.split()) for page in pages]


def ticked(file):
    """What stands behind the box that holds the tick."""
    document = pypdfium2.PdfDocument(str(file))
    try:
        page = document[0].get_textpage()
        words = page.get_text_range()
        left, _bottom, right, _top = page.get_charbox(words.index("√"))
        boxes = [place for place, sign in enumerate(words) if sign == "□"]
        [held] = [n for n in boxes if page.get_charbox(n)[0] <= (left + right) / 2 <= page.get_charbox(n)[2]]
        return words[held + 1 : held + 9]
    finally:
        document.close()


def owing(desk, unit):
    return next(each for each in desk.reporting.chasing.units() if each.unit == unit)


def keys(desk, *units):
    return [matter.key for unit in units for matter in owing(desk, unit).matters]


def matter(due_on=date(2026, 6, 25), **changes):
    days = (due_on - TODAY).days
    made = Matter(OwedKind.TASK, "plan_task", 1, 2, "县水务局", "整理名册", "《方案》第1项", due_on, days)
    return replace(made, **changes)


def test_each_unit_gets_one_letter_about_everything(planned, units):
    drafts = planned.reporting.draft_letters(units.values())
    assert [draft.unit for draft in drafts] == ["县林业局", "县水务局"]
    water = drafts[1].paper.content
    assert water["title"] == "示例县司法局关于催报计划任务完成情况的函"
    told = [part["text"] for part in water["body"]]
    assert told[0].startswith("按照《样板县执法提升方案》（以下称计划）的安排，经核对台账，截至2026年6月15日，")
    assert "计划第1项：整理名册，时限为2026年6月10日，已逾期5天。" in told
    assert "计划第2项：公开清单，时限为2026年6月20日。" in told
    assert any("请你单位于2026年6月23日前" in words for words in told)  # five working days; 19 to 21 June is a holiday


def test_letters_are_numbered_one_after_the_other_and_noted_as_chases(planned, units):
    drafts = planned.reporting.draft_letters(units.values())
    outcome, files = planned.reporting.letters.issue(drafts)
    assert outcome.message == "已签发2份，示司监函〔2026〕1号至示司监函〔2026〕2号。"
    page = "".join(words_of(files[1]))
    assert "示司监函〔2026〕2号" in page
    assert "县水务局：" in page
    assert "岑知远" in page
    documents = rows(planned, "documents", kind="reminder")
    assert {(row.values["recipients"], row.values["reply_due_on"]) for row in documents} == {
        ("县林业局", date(2026, 6, 23)),
        ("县水务局", date(2026, 6, 23)),
    }
    noted = rows(planned, "chases", way="letter")
    assert len(noted) == 3
    assert {row.values["said"] for row in noted} == {"发出示司监函〔2026〕1号", "发出示司监函〔2026〕2号"}


def test_a_preview_takes_no_number(planned, units, tmp_path):
    drafts = planned.reporting.draft_letters(units.values())
    pages = words_of(planned.reporting.letters.preview(drafts, tmp_path))
    assert "县林业局：" in pages[0]
    assert rows(planned, "documents") == []
    assert rows(planned, "number_registers") == []


def test_nothing_is_kept_when_there_is_no_prefix_or_no_right(planned, units):
    drafts = planned.reporting.draft_letters(units.values())
    slips = planned.reporting.slips.draft_slips(keys(planned, "县水务局"))
    planned.settings.set("document_prefix", "")
    for issue in (lambda: planned.reporting.letters.issue(drafts), lambda: planned.reporting.slips.issue(slips)):
        with pytest.raises(ValidationError, match="机关代字"):
            issue()
    planned.settings.set("document_prefix", "示司监函")
    actor = planned.actor
    planned.database.actor = lambda: Actor("蔺怀瑾", Role.READER)
    with pytest.raises(DeniedError):
        planned.reporting.letters.issue(drafts)
    planned.database.actor = lambda: actor
    assert rows(planned, "documents") == rows(planned, "chases") == []


def test_units_that_owe_nothing_get_no_letter(planned, units):
    with pytest.raises(ConflictError, match="没有生成催报函"):
        planned.reporting.draft_letters([units["示例镇人民政府"]])


@pytest.mark.parametrize(
    ("given_matter", "colour", "words"),
    [
        (matter(date(2026, 6, 10)), Colour.RED, "已超过时限5天"),
        (matter(date(2026, 6, 15)), Colour.BLUE, "今天到期"),
        (matter(), Colour.BLUE, "临近时限，还有10天"),
        (matter(returned=True), Colour.YELLOW, "报来的材料不合要求，已退回"),
        (matter(percent=10, since=date(2026, 1, 1)), Colour.YELLOW, "完成10%，落后时间进度84个百分点"),
        (matter(percent=90, since=date(2026, 1, 1)), Colour.BLUE, "临近时限，还有10天"),
        (matter(calls=3), Colour.BLUE, "已催办3次没有结果"),
        (matter(calls=2), Colour.BLUE, "临近时限，还有10天"),
    ],
)
def test_the_colour_and_its_grounds_follow_from_day_progress_and_calls(given_matter, colour, words):
    assert colour_of(given_matter, RULES, TODAY) is colour
    assert grounds_of(given_matter, RULES, TODAY) == words


@given(percent=st.integers(0, 100), day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), days=st.integers(1, 300))
def test_progress_is_never_behind_by_more_than_there_is(percent, day, days):
    given_matter = matter(date.fromordinal(day.toordinal() + days), percent=percent, since=day)
    assert 0 <= behind_by(given_matter, TODAY) <= 100 - percent
    later = replace(given_matter, percent=min(100, percent + 1))
    assert behind_by(later, TODAY) <= behind_by(given_matter, TODAY)


def test_three_calls_are_grounds_and_stand_on_the_slip(planned, tmp_path):
    chasing = planned.reporting.chasing
    for answer in ("在办", "周五前报", "在走程序"):
        chasing.record(owing(planned, "县林业局").matters, Call("phone", contact="程望山", answer=answer))
    [slip] = planned.reporting.slips.draft_slips(keys(planned, "县林业局"))
    assert (slip.colour, slip.grounds) == (Colour.RED, "已超过时限5天；已催办3次没有结果")
    file = planned.reporting.slips.preview([slip], tmp_path / "单.pdf")
    [page] = words_of(file)
    assert ticked(file) == "▲红色督办（逾期"
    assert "□●蓝色督办（提示）" in page
    assert "3.2026年6月15日电话催办，程望山，答复：在走程序" in page
    assert "第1次" in page


def test_slips_have_numbers_of_their_own_class_and_stand_in_the_register(planned):
    planned.settings.set("slip_prefix", "示司督")
    drafts = planned.reporting.slips.draft_slips(keys(planned, "县林业局", "县水务局"))
    outcome, files = planned.reporting.slips.issue(drafts)
    assert outcome.message == "已签发督办单3份，示司督〔2026〕1号至示司督〔2026〕3号。"
    [page] = words_of(files[0])
    assert "督办号：示司督〔2026〕1号" in page
    assert {row.values["kind"] for row in rows(planned, "documents")} == {"slip"}
    assert sorted(row.values["colour"] for row in rows(planned, "chases")) == ["blue", "red", "red"]
    again = planned.reporting.slips.draft_slips(keys(planned, "县林业局"))
    assert again[0].serial == 2
    kept = planned.documents.pdf_of(rows(planned, "documents", number="示司督〔2026〕1号")[0])
    assert words_of(kept) == [page]


def test_another_colour_brings_its_demand_but_not_over_the_clerks_words(planned):
    [slip] = planned.reporting.slips.draft_slips(keys(planned, "县林业局"))
    milder = planned.reporting.slips.recoloured(slip, Colour.BLUE)
    assert milder.demand != slip.demand
    own = replace(slip, demand="三日内报。")
    assert planned.reporting.slips.recoloured(own, Colour.BLUE).demand == "三日内报。"


def test_signed_papers_can_be_saved_for_editing_with_all_that_they_say(planned, units, tmp_path):
    planned.reporting.letters.issue(planned.reporting.draft_letters([units["县林业局"]]))
    planned.reporting.slips.issue(planned.reporting.slips.draft_slips(keys(planned, "县林业局")))
    ids = [row.id for row in rows(planned, "documents")]
    files = planned.reporting.save_docx(ids, tmp_path)
    assert len(files) == 2
    slip = docx.Document(str(next(file for file in files if "〔2026〕2号" in file.name)))
    assert "督办号：示司监函〔2026〕2号" in "\n".join(p.text for p in slip.paragraphs)
    [table] = slip.tables
    told = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert told["督办事项"] == "整理名册"
    assert "☑▲红色督办（逾期）" in told["督办等级"]
    assert len({len(row.cells) for row in table.rows}) == 1
    again = planned.reporting.save_docx(ids, tmp_path)
    assert not set(files) & set(again)  # nothing is written over


def test_a_slip_has_no_red_head_to_leave_out(planned):
    planned.reporting.slips.issue(planned.reporting.slips.draft_slips(keys(planned, "县林业局")))
    [row] = rows(planned, "documents")
    with pytest.raises(ValidationError, match="套打"):
        planned.documents.overprint(row)


def test_the_stripe_has_the_colour_and_the_shape_says_it_without(planned, tmp_path):
    [slip] = planned.reporting.slips.draft_slips(keys(planned, "县林业局"))
    for colour, shape in ((Colour.BLUE, "●蓝色督办（提示"), (Colour.YELLOW, "◆黄色督办（警示")):
        other = planned.reporting.slips.recoloured(slip, colour)
        file = planned.reporting.slips.preview([other], tmp_path / f"{colour}.pdf")
        assert ticked(file) == shape
        document = pypdfium2.PdfDocument(str(file))
        picture = document[0].render(scale=1).to_pil().convert("RGB")
        document.close()
        red, green, blue = picture.getpixel((300, 31))  # 11 mm below the edge
        assert (blue > red) is (colour is Colour.BLUE)
        assert max(red, green, blue) - min(red, green, blue) > 80
