"""What holds for every sheet: bounds, order, monotony, and exact round trips."""

import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from review_builders import item, plain_items, read, rule, standard

from services.reviews.scoring import score
from services.reviews.sheet import FilledSheet, Finding, ItemMarks, MinusMark, sheet_from_json, sheet_to_json
from services.reviews.standard import Mode, standard_from_json, standard_to_json

FINDINGS = {
    "1": st.one_of(
        st.builds(Finding, st.sampled_from(["1a", "1d", "1e"])),
        st.builds(Finding, st.just("1b"), count=st.integers(1, 9).map(Decimal)),
        st.builds(Finding, st.just("1c"), points=st.decimals("1", "3", places=2)),
    ),
    "2": st.one_of(
        st.builds(Finding, st.just("2a"), defect=st.sampled_from(["", "D"])),
        st.builds(Finding, st.just("2b"), count=st.integers(1, 60).map(Decimal)),
    ),
}
EXTRAS = {
    "minus": [{"id": "M1", "text": "", "points": "0.5", "cap": "30"}, {"id": "M2", "text": "", "points": "7"}],
    "base": [{"id": "B1", "text": "", "points": "3"}],
    "bonus": [{"id": "P1", "text": "", "points": "5"}],
}
KNOWN = {
    (mode, policy): read(standard(plain_items(), mode=mode, na_policy=policy, **EXTRAS))
    for mode in (Mode.ADD_CAP, Mode.FROM_TOTAL)
    for policy in ("RESCALE", "FULL_CREDIT", "AS_ZERO")
}
standards = st.sampled_from(list(KNOWN.values()))


@st.composite
def sheets(draw):
    items = []
    for name, findings in FINDINGS.items():
        left_out = draw(st.integers(0, 9)) == 0
        items.append(
            ItemMarks(
                name,
                not_applicable=left_out,
                reason="本案不涉及" if left_out else "",
                absent=not left_out and draw(st.integers(0, 9)) == 0,
                findings=tuple(draw(st.lists(findings, max_size=6))),
            )
        )
    minus = draw(st.lists(st.builds(MinusMark, st.sampled_from(["M1", "M2"]), st.integers(1, 5).map(Decimal))))
    return FilledSheet(items=tuple(items), minus=tuple(minus))


def final(known, sheet):
    found = score(known, sheet).score
    return Decimal(-1) if found is None else found


@given(standards, sheets())
def test_the_score_stays_between_zero_and_the_cap(known, sheet):
    result = score(known, sheet)
    assert not result.broken
    assert result.score is None or 0 <= result.score <= 100
    assert (result.score is None) == (result.grade is None)
    assert all(entry.deducted <= entry.raw for entry in result.items)
    if known.mode is Mode.ADD_CAP:
        assert all(0 <= entry.earned <= entry.max for entry in result.items)
        assert result.earned == sum(entry.earned for entry in result.items)


@given(standards, sheets(), st.data())
def test_one_more_finding_never_raises_the_score(known, sheet, data):
    place = data.draw(st.integers(0, 1))
    marks = sheet.items[place]
    more = ItemMarks(
        marks.id,
        marks.not_applicable,
        marks.reason,
        marks.absent,
        (*marks.findings, data.draw(FINDINGS[marks.id].filter(lambda finding: not finding.defect))),
    )
    items = tuple(more if entry is marks else entry for entry in sheet.items)
    assert final(known, FilledSheet(items=items, minus=sheet.minus)) <= final(known, sheet)


@given(standards, sheets(), st.data())
def test_the_order_of_findings_and_items_does_not_matter(known, sheet, data):
    shuffled = []
    for marks in data.draw(st.permutations(sheet.items)):
        findings = tuple(data.draw(st.permutations(marks.findings)))
        shuffled.append(ItemMarks(marks.id, marks.not_applicable, marks.reason, marks.absent, findings))
    other = score(known, FilledSheet(items=tuple(shuffled), minus=tuple(data.draw(st.permutations(sheet.minus)))))
    assert (other.score, other.grade, other.items) == (
        (result := score(known, sheet)).score,
        result.grade,
        result.items,
    )


@given(st.lists(st.decimals("0.5", "60", places=1), min_size=1, max_size=8), st.data())
def test_a_file_without_faults_has_100_whatever_is_left_out(points, data):
    items = [item(str(n), str(value), [rule(f"{n}a", points="1")]) for n, value in enumerate(points)]
    known = read(standard(items, total=str(sum(points))))
    kept = data.draw(st.integers(0, len(points) - 1))
    out = [ItemMarks(str(n), True, "本案不涉及") for n in range(len(points)) if n != kept and data.draw(st.booleans())]
    assert score(known, FilledSheet(items=tuple(out))).score == 100


@given(st.integers(1, 999), st.integers(1, 999))
def test_the_rescaled_score_is_the_fraction_rounded_half_up(deducted, whole):
    deducted, whole = sorted((deducted, whole))
    known = read(standard([item("1", whole, [rule("a", "PER_UNIT", "1")])], total=whole))
    marks = ItemMarks("1", findings=(Finding("a", count=Decimal(deducted)),))
    found = score(known, FilledSheet(items=(marks,))).score
    assert found == Decimal(((whole - deducted) * 20_000 + whole) // (2 * whole)).scaleb(-2)


@given(sheets())
def test_a_stored_sheet_gives_the_same_score_again(sheet):
    again = sheet_from_json(json.dumps(sheet_to_json(sheet)))
    assert again == sheet


@settings(max_examples=50)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "id": st.uuids().map(str),
                "text": st.text(st.characters(codec="utf-8"), max_size=8),
                "kind": st.sampled_from(["FIXED", "PER_UNIT", "RANGE", "ZERO_ITEM"]),
                "points": st.none() | st.decimals("0", "99", places=2).map(str),
                "min": st.none() | st.integers(0, 9),
                "escalates_to": st.none() | st.just("V1"),
            }
        ),
        max_size=5,
    )
)
def test_any_standard_reads_back_as_it_was_written(rules):
    known = read(standard([item("1", 100, rules)]))
    assert standard_from_json(json.dumps(standard_to_json(known))) == known
