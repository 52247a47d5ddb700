"""Standards and sheets come from outside: points are exact, and a fault of shape is one sentence."""

import json
from decimal import Decimal

import pytest
from review_builders import plain_items, read, standard

from services.errors import UnreadableError
from services.reviews.sheet import sheet_from_json, sheet_to_json
from services.reviews.standard import digest, standard_from_json, standard_to_json


def test_points_are_read_exactly_whether_bare_or_text():
    value = standard(plain_items(), bonus_cap=0.1, minus_cap="0.10")
    found = read(value)
    assert found.bonus_cap == found.minus_cap == Decimal("0.1")
    assert sheet_from_json('{"minus": [{"id": "M1", "count": 3}], "bonus": [{"id": "P", "points": 0.29}]}').bonus[
        0
    ].points == Decimal("0.29")


def test_what_is_written_reads_back_the_same():
    found = read(standard(plain_items(), bonus_cap="2.5", valid_from="2026-01-01"))
    written = standard_to_json(found)
    assert standard_from_json(json.dumps(written)) == found
    assert (written["bonus_cap"], written["total"], written["valid_from"]) == ("2.5", 100, "2026-01-01")


def test_the_digest_is_of_the_content_not_of_its_spelling():
    value = standard(plain_items())
    other = json.loads(json.dumps(value))
    other["total"] = "100.00"
    other["sections"][0]["items"][0]["rules"][0]["points"] = 4.0
    assert digest(read(value)) == digest(read(other))
    other["sections"][0]["items"][0]["rules"][0]["points"] = "4.5"
    assert digest(read(value)) != digest(read(other))


@pytest.mark.parametrize("key", ["family", "version", "mode", "na_policy", "veto_effect", "total", "name"])
def test_a_missing_field_is_named(key):
    value = standard(plain_items())
    del value[key]
    with pytest.raises(UnreadableError, match=f"“{key}”.*。"):
        read(value)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("total", "一百"),
        ("total", True),
        ("total", "1e2"),
        ("total", 10**12),
        ("total", [100]),
        ("mode", "ADD"),
        ("mode", 3),
        ("sections", {"name": "x"}),
        ("sections", ["x"]),
        ("round", 1.5),
        ("version", 2026),
        ("valid_from", "2026-02-30"),
        ("valid_from", "2026年1月1日"),
        ("bands", [{"name": "优秀", "from": 0, "pass": "是"}]),
        ("name", "\ud800"),
    ],
)
def test_a_wrong_type_is_named(key, wrong):
    with pytest.raises(UnreadableError, match=f"“{key}"):
        read(standard(plain_items()) | {key: wrong})


def test_the_place_of_a_fault_leads_to_the_rule():
    value = standard(plain_items())
    value["sections"][0]["items"][1]["rules"][0]["points"] = "七"
    with pytest.raises(UnreadableError, match=r"sections\[0\]\.items\[1\]\.rules\[0\]\.points"):
        read(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"total": NaN}',
        '{"total": Infinity}',
        '{"total": 1e99999999999999999999}',
        '{"total": 1, "total": 2}',
        "[" * 200_000,
        '{"items": 5}',
        '{"items": [{"findings": []}]}',
        '{"items": [{"id": "1", "absent": "是"}]}',
        '{"bonus": [{"id": "P1", "points": "多"}]}',
    ],
)
def test_bad_json_is_a_sentence_and_never_a_crash(text):
    for parse in (standard_from_json, sheet_from_json):
        with pytest.raises(UnreadableError, match="。"):
            parse(text)


def test_a_sheet_reads_back_as_it_was_written():
    text = json.dumps(
        {
            "standard": {"family": "示例标准", "version": "2026"},
            "items": [
                {"id": "1", "not_applicable": True, "reason": "没有听证", "na_criteria": [{"id": "c", "reason": "无"}]},
                {"id": "2", "absent": False, "lost": ["2-1"], "findings": [{"id": "2a", "points": "1.50", "page": 12}]},
            ],
            "vetoes": [{"id": "V1", "page": "3", "note": "超期"}],
            "base": [{"id": "B1", "page": "2"}],
            "bonus": [{"id": "P1", "points": "1.5"}, {"id": "P2"}],
            "minus": [{"id": "M1", "count": 3, "note": "错字"}],
        }
    )
    sheet = sheet_from_json(text)
    assert sheet.items[1].findings[0].page == "12"
    assert sheet_from_json(json.dumps(sheet_to_json(sheet))) == sheet


def test_a_byte_order_mark_does_not_matter():
    assert sheet_from_json("\ufeff{}").items == ()
