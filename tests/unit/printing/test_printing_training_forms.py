"""Cards of training and tables of who meets the rule."""

import dataclasses

from officer_papers import ANHE, FOOT, every_page, printed, rows_of
from pdf_reading import (
    page_text,
)

from services.printing.forms.training_card import TrainingCardsValues, TrainingCardValues, TrainingEntry
from services.printing.forms.training_results import (
    ComplianceRow,
    ComplianceValues,
    RoundRow,
    RoundValues,
    UnmetRow,
    UnmetValues,
    share_text,
)


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
