"""Forms of a card that ends, is lost or is checked on the street, and of a clean-up."""

import dataclasses

from officer_papers import ANHE, FOOT, every_page, printed, rows_of
from pdf_reading import (
    page_text,
    segments,
)

from services.printing.forms.certificate_endings import CancellationValues, SuspensionValues
from services.printing.forms.certificate_returns import LossNoticeValues, loss_notice
from services.printing.forms.check_card import MARK, CheckCardsValues, CheckCardValues
from services.printing.forms.clean_up import CleanUpRow, CleanUpValues
from services.printing.forms.legal_review import LegalReviewValues, Reviewer, ReviewUnit
from services.printing.forms.officer_forms import form_of


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
