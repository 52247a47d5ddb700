"""Forms of officers, certificates and training, measured on the page."""

import dataclasses
import functools

import pytest
from filled_forms import Filler, expected
from pdf_reading import (
    MM,
    fonts_not_embedded,
    lines_of,
    page_text,
    page_total,
    pictures,
    read_chars,
    segments,
    words,
)
from PIL import Image

from services.errors import StorageError
from services.printing.forms.certificate_applications import ApplicationValues, render_application
from services.printing.forms.certificate_endings import CancellationValues, SuspensionValues
from services.printing.forms.certificate_returns import LossNoticeValues, loss_notice
from services.printing.forms.check_card import MARK, CheckCardsValues, CheckCardValues
from services.printing.forms.clean_up import CleanUpRow, CleanUpValues
from services.printing.forms.legal_review import LegalReviewValues, Reviewer, ReviewUnit
from services.printing.forms.officer_forms import OFFICER_FORMS, About, form_of
from services.printing.forms.officer_values import OfficerValues
from services.printing.forms.photo_album import AlbumValues, render_album
from services.printing.forms.roster import RosterFoot
from services.printing.forms.rosters import OfficerRosterValues
from services.printing.forms.training_card import TrainingCardsValues, TrainingCardValues, TrainingEntry
from services.printing.forms.training_classes import TrainingClassValues
from services.printing.forms.training_results import (
    ComplianceRow,
    ComplianceValues,
    RoundRow,
    RoundValues,
    UnmetRow,
    UnmetValues,
    share_text,
)
from services.printing.preview import page_size

EVERY = pytest.mark.parametrize("form", OFFICER_FORMS, ids=[form.key for form in OFFICER_FORMS])
ANHE = OfficerValues(
    name="王安和", unit="县水务局", cert_no="示010232", id_no="99010119900307123X", phone="13900000000"
)
FOOT = RosterFoot("示例县司法局", "齐明川", "林书言", "2026年11月20日", "在岗并持有效证件的人员。")


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (358, 441), (230, 240, 250)).save(path, quality=95)
    return path


def printed(tmp_path, key, values):
    target = tmp_path / f"{key}.pdf"
    pages = form_of(key).render(values, target)
    assert pages == page_total(target)
    return target


def every_page(path):
    return [page_text(path, page) for page in range(page_total(path))]


def rows_of(path, page=0):
    return [words(line) for line in lines_of(read_chars(path, page))]


@functools.cache
def blank_text(form):
    """What stands on an empty form."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "blank.pdf"
        form.render(form.blank, target)
        return page_text(target, 0)


def outside(path, page):
    """Characters beyond the margins of 15 mm, or below the last line of the text."""
    width, height = (side / MM for side in page_size(path, page))
    return [
        char.text
        for char in read_chars(path, page)
        if char.x < 14.9 or char.right > width - 14.9 or not 12 < char.base < height - 7.5
    ]


def overlapping(chars):
    """Characters that lie on one another; a tick stands in its box."""
    found = []
    ordered = sorted((char for char in chars if char.text not in "√□"), key=lambda char: char.base)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.base - one.base > one.size / MM * 0.6:
                break
            near = min(one.size, other.size) / MM * 0.15
            if abs(one.x - other.x) < near:
                found.append(one.text + other.text)
    return found


def crossed(path, page):
    """Characters that an upright line runs through."""
    upright = [line for line in segments(path, page) if line.x1 - line.x0 < 0.1]
    return [
        char.text
        for char in read_chars(path, page)
        for line in upright
        if char.x + 0.3 < line.x0 < char.right - 0.3 and line.y0 < char.base - 0.5 < line.y1
    ]


@EVERY
def test_an_empty_form_is_one_page_to_be_filled_by_hand(tmp_path, form):
    target = printed(tmp_path, form.key, form.blank)
    assert page_total(target) == 1
    text = page_text(target, 0)
    assert "第1页共1页" in text
    assert fonts_not_embedded(target) == set()
    assert outside(target, 0) == []
    assert overlapping(read_chars(target, 0)) == []
    assert "None" not in text


@EVERY
@pytest.mark.parametrize("lengths", [(1,), (4, 9, 2), (26, 3, 40, 11)], ids=["short", "usual", "long"])
def test_whatever_is_filled_in_is_on_paper_whole(tmp_path, photo, form, lengths):
    filler = Filler(lengths, photo, unlike=blank_text(form))
    target = printed(tmp_path, form.key, filler.fill(form))
    pages = range(page_total(target))
    text = "".join(every_page(target))
    shown, hidden = expected(form, filler)
    assert [each for each in shown if not set(each) <= set(text)] == []
    assert [each for each in hidden if set(each) <= set(text)] == []
    for page in pages:
        assert outside(target, page) == []
        assert overlapping(read_chars(target, page)) == []
        assert crossed(target, page) == []
        assert "页共" in page_text(target, page)


def with_names(form):
    filler = Filler((2,))
    filler.fill(form)
    return any(field == "name" for _cls, field in filler.told)


@pytest.mark.parametrize("form", [*filter(with_names, OFFICER_FORMS)], ids=lambda form: form.key)
def test_rare_characters_of_names_are_printed(tmp_path, form):
    filler = Filler((2,), name="䶮㛃𬭚")
    text = "".join(every_page(printed(tmp_path, form.key, filler.fill(form))))
    assert set("䶮㛃𬭚") <= set(text)
    assert "〓" not in text


@pytest.mark.parametrize("key", ["public_roster", "office_roster", "full_roster", "summary", "class_roster", "sign_in"])
def test_three_hundred_people_have_heads_on_every_page_and_signatures_on_the_last(tmp_path, key):
    people = tuple(dataclasses.replace(ANHE, cert_no=f"示{number:06d}") for number in range(300))
    values = (
        TrainingClassValues("培训班", people=people, foot=FOOT)
        if key in ("class_roster", "sign_in")
        else OfficerRosterValues(people, foot=FOOT)
    )
    target = printed(tmp_path, key, values)
    texts = every_page(target)
    assert len(texts) > 4
    for number, text in enumerate(texts, start=1):
        assert "序号" in text
        assert f"第{number}页共{len(texts)}页" in text
    assert sum(text.count("王安和") for text in texts) == 300
    assert [text.count("填报人：齐明川") for text in texts] == [0] * (len(texts) - 1) + [1]
    assert "口径说明：在岗并持有效证件的人员。" in texts[-1]
    assert all(each in texts[-1] for each in ("示例县司法局", "审核人：林书言", "2026年11月20日"))


@pytest.mark.parametrize("key", ["office_roster", "full_roster", "summary"])
def test_rosters_mask_the_identity_number(tmp_path, key):
    text = page_text(printed(tmp_path, key, OfficerRosterValues((ANHE,))), 0)
    assert "990***********123X" in text
    assert ANHE.id_no not in text


def test_the_published_roster_holds_neither_identity_nor_telephone(tmp_path):
    text = page_text(printed(tmp_path, "public_roster", OfficerRosterValues((ANHE,))), 0)
    assert "王安和" in text
    assert "990" not in text
    assert "1390" not in text


def test_the_application_prints_the_identity_number_whole(tmp_path):
    text = page_text(printed(tmp_path, "application", ApplicationValues(ANHE)), 0)
    assert "身份证号99010119900307123X" in text


def test_the_photo_of_an_application_stands_in_its_box_in_its_own_proportion(tmp_path, photo):
    target = tmp_path / "form.pdf"
    render_application(ApplicationValues(dataclasses.replace(ANHE, photo=photo)), target)
    (placed,) = pictures(target, 0)
    width, height = placed.x1 - placed.x0, placed.y1 - placed.y0
    assert width / height == pytest.approx(358 / 441, abs=0.005)
    assert 25 < width < 34
    assert placed.x1 < page_size(target, 0)[0] / MM - 22
    assert placed.y1 < next(char.base for char in read_chars(target, 0) if char.text == "工") - 2
    assert photo.read_bytes()[-2000:] in target.read_bytes()  # as the file is, so that a roll of photos stays small


def test_what_a_camera_noted_does_not_go_into_the_file(tmp_path, photo):
    exif = Image.Exif()
    exif[0x010F] = "a camera of this make"
    Image.new("RGB", (358, 441), "white").save(photo, exif=exif)
    target = tmp_path / "form.pdf"
    render_application(ApplicationValues(dataclasses.replace(ANHE, photo=photo)), target)
    assert len(pictures(target, 0)) == 1
    assert b"a camera of this make" in photo.read_bytes()
    assert b"a camera of this make" not in target.read_bytes()


def test_a_photo_on_its_side_is_turned(tmp_path, photo):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (441, 358), "white").save(photo, exif=exif)
    target = tmp_path / "form.pdf"
    render_application(ApplicationValues(dataclasses.replace(ANHE, photo=photo)), target)
    (placed,) = pictures(target, 0)
    assert (placed.x1 - placed.x0) / (placed.y1 - placed.y0) == pytest.approx(358 / 441, abs=0.005)


def test_an_album_has_photos_of_one_size_and_says_where_one_is_missing(tmp_path, photo):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8no picture")
    people = [dataclasses.replace(ANHE, photo=each) for each in (photo, None, broken)] * 5
    people.append(
        dataclasses.replace(ANHE, name="阿依古丽·买买提" * 3, unit="县市场监管综合行政执法大队" * 2, photo=photo)
    )
    target = tmp_path / "album.pdf"
    render_album(AlbumValues(tuple(people), foot=FOOT), target)
    text = "".join(every_page(target))
    assert (text.count("无照片"), text.count("照片打不开")) == (5, 5)
    heights = {round(each.y1 - each.y0, 1) for page in range(page_total(target)) for each in pictures(target, page)}
    assert len(heights) == 1
    assert 32 < heights.pop() < 36
    assert text.count("王安和") == 15


def test_a_row_of_an_album_is_never_cut_by_the_end_of_a_page(tmp_path, photo):
    people = tuple(dataclasses.replace(ANHE, cert_no=f"示{number:06d}", photo=photo) for number in range(40))
    target = tmp_path / "album.pdf"
    render_album(AlbumValues(people), target)
    texts = every_page(target)
    assert len(texts) > 1
    for page, text in enumerate(texts):
        assert text.count("王安和") == text.count("示0000") == len(pictures(target, page))
    assert sum(text.count("王安和") for text in texts) == 40


def card(entries, **changes):
    rows = tuple(
        TrainingEntry(f"2026-05-{number % 28 + 1:02d}", f"课程{number}号", hours="4") for number in range(entries)
    )
    return TrainingCardValues(dataclasses.replace(ANHE, **changes), "2026", rows, met="达标", rule="示例规则（第1版）")


def test_a_batch_of_cards_counts_the_pages_of_each_card(tmp_path):
    target = printed(tmp_path, "training_cards", TrainingCardsValues((card(3), card(30), card(3, name="齐明川"))))
    texts = every_page(target)
    count = len(texts) - 2
    assert count > 1
    assert "第1页共1页" in texts[0]
    assert [f"第{page}页共{count}页" in texts[page] for page in range(1, count + 1)] == [True] * count
    assert "第1页共1页" in texts[-1]
    assert "齐明川" in texts[-1]
    assert all("王安和" in text and "培训日期" in text for text in texts[:-1])


def test_cards_for_both_sides_begin_on_fronts(tmp_path):
    target = printed(tmp_path, "training_cards", TrainingCardsValues((card(3), card(3)), fronts=True))
    assert [bool(text) for text in every_page(target)] == [True, False, True]


def test_a_card_says_whether_the_rule_is_met_and_has_both_seals(tmp_path):
    text = page_text(printed(tmp_path, "training_cards", TrainingCardsValues((card(3),))), 0)
    assert "达标适用规则：示例规则（第1版）" in text
    assert text.count("（盖章）") == 2
    assert "司法局核验" in text


def test_the_sums_of_a_clean_up_are_those_of_its_rows(tmp_path):
    rows = (
        CleanUpRow("县水务局", 38, retired=1, moved=2, to_cancel=3, after=35),
        CleanUpRow("县农业农村局", 41, retired=0, moved=4, to_cancel=4, after=37),
        CleanUpRow("示例镇人民政府"),
    )
    found = rows_of(printed(tmp_path, "clean_up", CleanUpValues(rows, foot=FOOT)))
    assert next(row for row in found if row.startswith("合计")) == "合计79160000000" + "00772"
    assert "2县农业农村局4104437" in found  # a nought is printed, what was not told stays blank
    assert "3示例镇人民政府" in found


def test_shares_are_cut_off_and_nobody_has_none():
    assert share_text(2499, 2500) == "99.9%"
    assert share_text(2500, 2500) == "100.0%"
    assert share_text(0, 3) == "0.0%"
    assert share_text(0, 0) == "不适用"


def test_compliance_shows_both_sides_of_every_share(tmp_path):
    rows = (ComplianceRow("县水务局", 40, (40, 39), 39), ComplianceRow("示例镇", 0, (0, 0), 0))
    values = ComplianceValues(
        ("公共法律≥30学时", "业务技能≥30学时"), rows, "2026年度", "示例规则（第1版）", "2026年12月31日", FOOT
    )
    target = printed(tmp_path, "compliance", values)
    found, text = rows_of(target), page_text(target, 0)
    assert "1县水务局4040100.0%3997.5%3997.5%" in found
    assert "2示例镇00不适用0不适用0不适用" in found
    assert "合计4040100.0%3997.5%3997.5%" in found
    assert "适用规则：示例规则（第1版）截至：2026年12月31日" in text
    assert text.index("公共法律≥30学时") < text.index("业务技能≥30学时") < text.index("全部达标")


def test_a_rule_of_one_part_has_one_pair_of_columns(tmp_path):
    values = ComplianceValues(("合计≥60学时",), (ComplianceRow("县水务局", 40, (39,), 39),))
    assert "合计403997.5%" in rows_of(printed(tmp_path, "compliance", values))


def test_the_round_counts_who_did_not_come(tmp_path):
    values = RoundValues(
        (RoundRow("县水务局", 38, 38), RoundRow("示例镇", 20, 19, "产假1人")), deadline="2026年6月30日"
    )
    found = rows_of(printed(tmp_path, "round", values))
    assert {"1县水务局3838100.0%0", "2示例镇201995.0%1产假1人", "合计585798.2%1"} <= set(found)


def test_people_who_miss_two_parts_of_a_rule_count_once(tmp_path):
    rows = tuple(
        UnmetRow("县水务局", "王安和", cert_no="示010232", constraint=part) for part in ("公共法律", "业务技能")
    )
    assert "共1人" in page_text(printed(tmp_path, "unmet", UnmetValues(rows)), 0)


def test_list_six_closes_every_unit_with_its_figures(tmp_path):
    units = (
        ReviewUnit(
            "县水务局", "法规股", "林书言", (Reviewer("王安和"), Reviewer("齐明川")), "38", "2", "5.26%", "达标"
        ),
        ReviewUnit("示例镇", officers="21", reviewers_counted="0", share="0.00%", met="不达标"),
    )
    total = ReviewUnit("全县", officers="59", reviewers_counted="2", share="3.38%", met="不达标")
    found = rows_of(printed(tmp_path, "legal_review", LegalReviewValues(units, total, foot=FOOT)))
    assert "全县：执法人员59人，审核人员2人，占比3.38%，不达标" in found
    assert "县水务局：执法人员38人，审核人员2人，占比5.26%，达标" in found
    assert "示例镇：执法人员21人，审核人员0人，占比0.00%，不达标" in found
    assert "口径说明：在岗并持有效证件的人员。" in found
    assert sum(row.count("县水务局") for row in found) == 2
    assert any(row.startswith("示例镇") and row.endswith("无") for row in found)


def test_a_reason_of_a_cancellation_is_ticked_by_its_code(tmp_path):
    target = printed(tmp_path, "cancellation", CancellationValues(ANHE, chosen=("Z02",), card_returned="否"))
    found = rows_of(target)
    line = next(row for row in found if "退休" in row)
    assert line.count("√") == 1
    assert line.index("√") < line.index("退休") < line.index("辞职")
    returned = next(row for row in found if "√" in row and "是" in row)
    assert returned.index("是") < returned.index("√") < returned.index("否")


def test_the_notice_of_a_suspension_without_an_end_says_until_when(tmp_path):
    def period(**dates):
        text = page_text(printed(tmp_path, "suspension", SuspensionValues(ANHE, **dates)), 0)
        return text[text.index("暂扣期限") : text.index("离岗教育")]

    assert "自2026年3月1日起至作出发还决定之日止" in period(suspended_from="2026年3月1日")
    assert "至2026年3月31日止" in period(suspended_from="2026年3月1日", suspended_to="2026年3月31日")
    assert "自年月日起至年月日止" in period()


def test_both_parts_of_a_handover_stand_on_one_page_with_a_line_to_cut(tmp_path):
    target = printed(tmp_path, "handover", form_of("handover").blank)
    text = page_text(target, 0)
    assert text.index("第一联") < text.index("裁切线") < text.index("第二联")
    assert text.count("移交人签名") == 2 or text.count("接收人") >= 4
    dashes = [line for line in segments(target, 0) if 1 < line.x1 - line.x0 < 3]
    assert len(dashes) > 20


def test_a_notice_of_loss_names_the_number_that_was_lost():
    values = LossNoticeValues("王安和", "县水务局", cert_no="示010232")
    assert loss_notice(values) == "县水务局执法人员王安和遗失《行政执法证》一本，证号示010232，声明作废。"
    issued = dataclasses.replace(values, issuer="示例省人民政府", issue_date="2021年6月28日")
    assert "证号示010232，2021年6月28日由示例省人民政府发放，声明作废。" in loss_notice(issued)


def test_every_check_card_says_that_it_is_no_certificate(tmp_path):
    cards = tuple(CheckCardValues(dataclasses.replace(ANHE, cert_no=f"示{number:06d}")) for number in range(9))
    target = printed(tmp_path, "check_cards", CheckCardsValues(cards))
    texts = every_page(target)
    mark = MARK.replace("　", "")
    assert [text.count(mark) for text in texts] == [8, 1]
    assert [text.count("证件信息核对卡") for text in texts] == [8, 1]


def test_a_check_card_shows_a_code_only_where_there_is_one(tmp_path):
    plain = printed(tmp_path, "check_cards", CheckCardsValues((CheckCardValues(ANHE),)))
    size = len(segments(plain, 0))
    coded = printed(tmp_path, "check_cards", CheckCardsValues((CheckCardValues(ANHE, code="示010232"),)))
    assert len(segments(coded, 0)) > size


def test_forms_are_found_by_key_and_by_what_was_chosen():
    keys = [form.key for form in OFFICER_FORMS]
    assert len(keys) == len(set(keys))
    assert all(form_of(key).key == key for key in keys)
    of_a_person = {form.key for form in OFFICER_FORMS if form.about is About.OFFICER}
    assert of_a_person >= {"application", "exchange", "reissue", "suspension"}


@EVERY
def test_what_a_form_needs_is_among_its_values(form):
    assert {path.split(".")[0] for path, _name in form.needs} <= set(form.fields)
    assert form.missing(form.blank) == [name for _path, name in form.needs]


def test_forms_of_many_officers_go_into_one_file_each_on_its_own_sheet(tmp_path):
    target, told = tmp_path / "many.pdf", []
    applications = [ApplicationValues(dataclasses.replace(ANHE, name=name)) for name in ("王安和", "齐明川", "林书言")]
    pages = form_of("application").render_many(applications, target, progress=lambda *done: told.append(done))
    texts = every_page(target)
    assert pages == len(texts) == 5
    assert [name in texts[page] for page, name in ((0, "王安和"), (2, "齐明川"), (4, "林书言"))] == [True] * 3
    assert all("第1页共1页" in texts[page] for page in (0, 2, 4))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert form_of("application").render_many(applications, target, fronts=False) == 3
    with pytest.raises(ValueError, match="one at a time"):
        form_of("album").render_many([AlbumValues()], target)


def test_a_batch_that_is_stopped_leaves_no_file(tmp_path):
    def stop(done, total):
        raise InterruptedError

    with pytest.raises(StorageError):
        form_of("application").render_many([ApplicationValues()], tmp_path / "many.pdf", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["application", "reissue", "cancellation", "suspension", "return", "assessment"])
def test_the_second_sheet_of_a_form_says_whose_it_is(tmp_path, photo, key):
    filler = Filler((260,), photo, name="王安和")
    texts = every_page(printed(tmp_path, key, filler.fill(form_of(key))))
    assert len(texts) > 1
    assert all("（续）王安和" in text for text in texts[1:])
    assert "（续）" not in texts[0]


def test_a_form_tells_what_is_still_missing():
    values = SuspensionValues(ANHE, organ="示例县司法局", facts="未亮证", suspended_from="2026年3月1日")
    assert form_of("suspension").missing(values) == ["文号", "依据", "救济途径", "决定日期"]
