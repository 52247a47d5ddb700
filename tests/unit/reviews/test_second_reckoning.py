"""The score reckoned a second time, with fractions and straight from the words of the contract."""

import json
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from review_builders import BANDS, item, rule, standard

from services.reviews.scoring import score
from services.reviews.sheet import sheet_from_json
from services.reviews.standard import standard_from_json

F = Fraction
MODES = ("ADD_CAP", "FROM_TOTAL", "EARN", "SPLIT")
halves = st.integers(1, 40).map(lambda n: f"{F(n, 2).numerator / F(n, 2).denominator:.2f}")
maybe_cap = st.one_of(st.none(), st.integers(1, 12))


@st.composite
def rules(draw, name):
    found = []
    for place in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["FIXED", "PER_UNIT", "RANGE", "ZERO_ITEM"]))
        more = {"cap": draw(st.one_of(st.none(), halves))} if kind != "ZERO_ITEM" else {}
        if kind == "RANGE":
            low = draw(st.integers(0, 4))
            more |= {"min": str(low), "max": str(low + draw(st.integers(1, 6)))}
        points = draw(halves) if kind in ("FIXED", "PER_UNIT") else None
        more["escalates_to"] = draw(st.sampled_from([None, None, None, "V1"]))
        found.append(rule(f"{name}{'abcd'[place]}", kind, points, **more))
    return found


@st.composite
def standards(draw):
    mode = draw(st.sampled_from(MODES))
    policy = draw(st.sampled_from(["RESCALE", "RESCALE", "FULL_CREDIT", "AS_ZERO"]))
    total = draw(st.sampled_from([100, 120])) if policy == "RESCALE" else 100
    shares = draw(st.lists(st.integers(1, 20), min_size=1, max_size=5))
    shares.append(total - sum(shares)) if sum(shares) < total else None
    shares = shares if sum(shares) == total else [total - 30, 30]
    items = []
    for number, points in enumerate(shares, 1):
        if mode in ("EARN", "SPLIT"):
            cut = draw(st.integers(0, points - 1)) if points > 1 else 0
            parts = [part for part in (cut, points - cut) if part]
            criteria = [{"points": str(p), "zero_item": draw(st.integers(0, 5)) == 0} for p in parts]
            items.append(item(str(number), points, criteria=criteria))
        else:
            items.append(item(str(number), points, draw(rules(str(number)))))
    return standard(
        items,
        mode=mode,
        na_policy=policy,
        total=total,
        legality_points=draw(st.sampled_from([0, 40, 50])) if mode == "SPLIT" else None,
        veto_effect=draw(st.sampled_from(["SCORE_ZERO", "NO_SCORE", "GRADE_ONLY"])),
        base_cap=draw(maybe_cap),
        base_counts=draw(st.sampled_from(["once", "each document"])),
        bonus_cap=draw(maybe_cap),
        minus_cap=draw(maybe_cap),
        cap_total=draw(st.sampled_from([None, 100])),
        round=draw(st.integers(0, 3)),
        grade_on=draw(st.sampled_from(["rounded", "exact"])),
        vetoes=[{"id": "V1", "head": "主体", "text": "无权", "basis": ""}],
        base=[{"id": "B1", "text": "", "points": "3"}, {"id": "B2", "text": "", "points": "1.5"}],
        bonus=[
            {"id": "P1", "text": "", "points": "4", "min": None, "max": None},
            {"id": "P2", "text": "", "points": None, "min": "1", "max": "6"},
        ],
        minus=[] if mode == "SPLIT" else [{"id": "M1", "text": "", "points": "0.5", "cap": "3"}],
    )


@st.composite
def marks_of(draw, wanted):
    marks = {"id": wanted["id"]}
    state = draw(st.sampled_from(["plain"] * 6 + ["left out", "absent"]))
    if state == "left out":
        return marks | {"not_applicable": True, "reason": "本案不涉及"}
    if state == "absent":
        return marks | {"absent": True}
    if wanted["criteria"]:
        ids = [part["id"] for part in wanted["criteria"]]
        lost = draw(st.lists(st.sampled_from(ids), unique=True, max_size=2))
        left = [one for one in ids if one not in lost and draw(st.integers(0, 3)) == 0]
        return marks | {"lost": lost, "na_criteria": [{"id": one, "reason": "不涉及"} for one in left]}
    findings = []
    for given_rule in wanted["rules"]:
        for _ in range(draw(st.integers(0, 2))):
            found = {"id": given_rule["id"], "page": "3"}
            if given_rule["kind"] == "PER_UNIT":
                found["count"] = draw(st.integers(1, 9))
            if given_rule["kind"] == "RANGE":
                found["points"] = str(draw(st.integers(int(given_rule["min"]), int(given_rule["max"]))))
            findings.append(found)
    return marks | {"findings": findings}


@st.composite
def pairs(draw):
    known = draw(standards())
    items = [part for section in known["sections"] for part in section["items"]]
    marked = [draw(marks_of(one)) for one in items if draw(st.integers(0, 3))]
    sheet = {
        "items": marked,
        "vetoes": [{"id": "V1", "page": "5", "note": "超越职权"}] if draw(st.integers(0, 4)) == 0 else [],
        "base": [{"id": draw(st.sampled_from(["B1", "B2"])), "page": "1"} for _ in range(draw(st.integers(0, 4)))],
        "bonus": [{"id": "P1"}] * draw(st.integers(0, 1)) + [{"id": "P2", "points": "2.5"}] * draw(st.integers(0, 1)),
        "minus": [{"id": "M1", "count": draw(st.integers(1, 9))}] if known["minus"] and draw(st.booleans()) else [],
    }
    return known, sheet


def capped(value, cap):
    return value if cap is None else min(value, F(str(cap)))


def of_rules(known, wanted, marks, vetoed):
    """(max, deducted, earned, left out) of an item with rules."""
    full, by_rule = F(wanted["max"]), {}
    if marks.get("not_applicable"):
        return left_out(known, full)
    counted = [f for f in marks.get("findings", []) if not (vetoed and find(wanted, f)["escalates_to"])]
    if marks.get("absent") or any(find(wanted, f)["kind"] == "ZERO_ITEM" for f in counted):
        return full, full, F(0), False
    for found in counted:
        own = find(wanted, found)
        each = F(found["points"]) if own["kind"] == "RANGE" else F(own["points"]) * found.get("count", 1)
        before = F(0) if own["kind"] == "FIXED" else by_rule.get(own["id"], F(0))
        by_rule[own["id"]] = before + each
    raw = sum((capped(value, find(wanted, {"id": key}).get("cap")) for key, value in by_rule.items()), F(0))
    deducted = raw if known["mode"] == "FROM_TOTAL" else min(full, raw)
    return full, deducted, full - deducted, False


def find(wanted, found):
    return next(own for own in wanted["rules"] if own["id"] == found["id"])


def left_out(known, full):
    policy = known["na_policy"]
    return F(0) if policy == "RESCALE" else full, F(0), full if policy == "FULL_CREDIT" else F(0), True


def of_criteria(known, wanted, marks):
    full = F(wanted["max"])
    if marks.get("not_applicable"):
        return left_out(known, full)
    points = {part["id"]: F(part["points"]) for part in wanted["criteria"]}
    out = sum((points[left["id"]] for left in marks.get("na_criteria", [])), F(0))
    counts = full - out if known["na_policy"] == "RESCALE" else full
    may = full - out if known["na_policy"] != "FULL_CREDIT" else full
    lost = marks.get("lost", [])
    if marks.get("absent") or any(part["zero_item"] for part in wanted["criteria"] if part["id"] in lost):
        return counts, counts, F(0), False
    deducted = sum((points[one] for one in lost), F(0))
    return counts, deducted, may - deducted, len(marks.get("na_criteria", [])) == len(points)


def reckon(known, sheet):
    """(items, applicable, earned, before the cap or None where everything is left out)."""
    by_id = {marks["id"]: marks for marks in sheet["items"]}
    vetoed = bool(sheet["vetoes"])
    items = [part for section in known["sections"] for part in section["items"]]
    found = [
        of_criteria(known, one, by_id.get(one["id"], {}))
        if known["mode"] in ("EARN", "SPLIT")
        else of_rules(known, one, by_id.get(one["id"], {}), vetoed)
        for one in items
    ]
    applicable = sum((each[0] for each in found), F(0))
    earned = sum((each[2] for each in found), F(0))
    missing = [mark["id"] for mark in sheet["base"]]
    missing = missing if known["base_counts"] == "each document" else sorted(set(missing))
    costs = {part["id"]: F(part["points"]) for part in known["base"]}
    base = capped(sum((costs[one] for one in missing), F(0)), known["base_cap"])
    merits = sum((F(4) if mark["id"] == "P1" else F(mark["points"]) for mark in sheet["bonus"]), F(0))
    bonus = capped(merits, known["bonus_cap"])
    minus = capped(sum((min(F(3), F(1, 2) * mark["count"]) for mark in sheet["minus"]), F(0)), known["minus_cap"])
    if applicable <= 0 or all(each[3] for each in found):
        return found, applicable, earned, None
    if known["mode"] == "SPLIT":
        legality = F(known["legality_points"])
        return found, applicable, earned, legality + (100 - legality) * (earned + bonus) / applicable - base
    return found, applicable, earned, earned / applicable * 100 + bonus - minus - base


def half_up(value, digits):
    scaled = abs(value) * 10**digits
    whole = int(scaled) + (scaled - int(scaled) >= F(1, 2))
    return F(whole if value >= 0 else -whole, 10**digits)


def shown(value, digits=2):
    whole = int(half_up(value, digits) * 10**digits)
    sign, whole = ("-" if whole < 0 else ""), abs(whole)
    return f"{sign}{whole // 10**digits}" + (f".{whole % 10**digits:0{digits}d}" if digits else "")


@settings(max_examples=400, deadline=None)
@given(pairs())
def test_the_program_and_a_second_reckoning_agree(pair):
    known, sheet = pair
    answer = score(standard_from_json(json.dumps(known)), sheet_from_json(json.dumps(sheet))).to_json()
    items, applicable, earned, before = reckon(known, sheet)
    for shown_item, (counted, deducted, kept, _left) in zip(answer["items"], items, strict=True):
        assert shown_item["max"] == shown(counted)
        assert shown_item["deducted"] == shown(deducted)
        assert shown_item["earned"] == shown(max(F(0), kept))
        assert F(shown_item["raw"]) >= F(shown_item["deducted"])
    assert [p for p in answer["problems"] if p["level"] == "error"] == []
    assert answer["applicable_total"] == shown(applicable)
    assert answer["earned"] == shown(earned)
    lowest = min(BANDS, key=lambda band: band["from"])["name"]
    if before is None:
        assert answer["score"] is None
        return
    assert answer["before_cap"] == shown(before)
    exact = max(F(0), before) if known["cap_total"] is None else min(F(100), max(F(0), before))
    value = half_up(exact, known["round"])
    if sheet["vetoes"]:
        kept = {"SCORE_ZERO": F(0), "NO_SCORE": None, "GRADE_ONLY": value}[known["veto_effect"]]
        assert answer["score"] == (None if kept is None else shown(kept, known["round"]))
        assert answer["grade"] == lowest
        return
    meets = value if known["grade_on"] == "rounded" else exact
    assert answer["score"] == shown(value, known["round"])
    assert answer["grade"] == max((b for b in BANDS if b["from"] <= meets), key=lambda band: band["from"])["name"]
