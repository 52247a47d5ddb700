"""版式方案: an organ's own measures reach its papers, and only its own."""

import pytest
from pdf_measures import first_baselines

from services.access import Actor, Role
from services.errors import DeniedError, NotFoundError, ValidationError
from services.query import LedgerQuery

BUREAU, OFFICE = "示例县司法局", "县委依法治县办"


@pytest.fixture
def profiles(empty_desk):
    return empty_desk.layout_profiles


def test_without_a_profile_the_standard_holds(profiles):
    assert profiles.issuers() == ("",)
    assert profiles.deviations(BUREAU) == []
    assert all(line.own is None and not line.deviates for line in profiles.lines(BUREAU))


def test_an_organs_own_measures_are_its_own_and_what_departs_is_named_by_strength(profiles):
    profiles.save(OFFICE, {"line_pitch": 28, "mark_top": 30, "red": "#D7000F"})
    assert profiles.issuers() == ("", OFFICE)
    assert next(found.key for found in profiles.deviations(OFFICE)) == "mark_top"  # 规定 comes first
    own = {line.key: line.own for line in profiles.lines(OFFICE) if line.own is not None}
    assert own == {"line_pitch": 28, "mark_top": 30, "red": "#D7000F"}
    assert profiles.of(BUREAU).overrides == ()


def test_the_profile_for_every_organ_serves_those_without_one(profiles):
    profiles.save("", {"title_pitch": 33})
    profiles.save(OFFICE, {"line_pitch": 28})
    assert dict(profiles.of(BUREAU).overrides) == {"title_pitch": 33}
    assert dict(profiles.of(OFFICE).overrides) == {"line_pitch": 28}


def test_without_values_an_organ_goes_back_to_the_standard(profiles):
    profiles.save(BUREAU, {"line_pitch": 28})
    profiles.save(BUREAU, {})
    assert profiles.of(BUREAU).overrides == ()


def test_an_organ_that_is_added_begins_with_what_served_it_and_can_be_the_standard_all_the_same(profiles):
    profiles.save("", {"title_pitch": 33})
    assert profiles.add(f" {OFFICE} ").message == f"已添加{OFFICE}的版式方案。"
    assert dict(profiles.of(OFFICE).overrides) == {"title_pitch": 33}
    profiles.save(OFFICE, {})
    assert profiles.of(OFFICE).overrides == ()
    for wrong, words in ((OFFICE, "已经在列表里"), ("　", "请填写“发文机关”"), ("局" * 101, "最多100字")):
        with pytest.raises(ValidationError, match=words):
            profiles.add(wrong)


def test_an_organ_that_is_removed_is_served_by_the_profile_for_every_organ_again(empty_desk, profiles):
    profiles.save("", {"title_pitch": 33})
    profiles.save(OFFICE, {"line_pitch": 28})
    outcome = profiles.remove(OFFICE)
    assert profiles.issuers() == ("",)
    assert dict(profiles.of(OFFICE).overrides) == {"title_pitch": 33}
    empty_desk.undo(outcome.group)
    assert dict(profiles.of(OFFICE).overrides) == {"line_pitch": 28}
    with pytest.raises(NotFoundError):
        profiles.remove("")


def test_a_specimen_is_set_with_the_values_that_are_given(profiles, tmp_path):
    from tests.unit.printing.pdf_reading import page_text, page_total

    file = profiles.sample(OFFICE, {"left": 25}, tmp_path / "样张.pdf")
    assert page_total(file) == 2
    assert f"{OFFICE}文件" in page_text(file, 0)
    with pytest.raises(ValidationError, match="订口不能是“2”"):
        profiles.sample("", {"left": 2}, tmp_path / "样张.pdf")


def test_measures_out_of_reason_are_refused_by_name(profiles):
    with pytest.raises(ValidationError) as refused:
        profiles.save(BUREAU, {"line_pitch": 280, "nonsense": 1})
    assert set(refused.value.problems) == {"line_pitch", "nonsense"}
    assert profiles.of(BUREAU).overrides == ()


def test_only_who_may_change_settings_changes_the_layout(empty_desk, profiles):
    empty_desk.database.actor = lambda: Actor("简若宁", Role.CLERK)
    with pytest.raises(DeniedError):
        profiles.save(BUREAU, {"line_pitch": 28})


def test_papers_are_set_with_their_organs_measures_and_keep_those_of_the_signing(sample_desk, tmp_path):
    profiles, documents = sample_desk.layout_profiles, sample_desk.documents
    task = sample_desk.task_ledger.search(LedgerQuery(text="更新事项目录")).rows[0]
    paper = documents.draft_reminder(task, 2)
    usual = first_baselines(documents.preview(paper, tmp_path / "甲.pdf"))
    profiles.save(BUREAU, {"line_pitch": 28})
    closer = first_baselines(documents.preview(paper, tmp_path / "乙.pdf"))
    assert [round(usual[1] - usual[0], 1), round(closer[1] - closer[0], 1)] == [29.6, 28.0]
    documents.issue(paper)
    profiles.save(BUREAU, {})
    row = sample_desk.ledgers["documents"].search(LedgerQuery(text="〔2026〕4号")).rows[0]
    kept = first_baselines(documents.overprint(row))
    assert round(kept[1] - kept[0], 1) == 28.0


def test_on_paper_with_a_printed_head_only_the_black_is_printed(sample_desk):
    import pypdfium2

    task = sample_desk.task_ledger.search(LedgerQuery(text="更新事项目录")).rows[0]
    sample_desk.documents.issue(sample_desk.documents.draft_reminder(task, 2))
    row = sample_desk.ledgers["documents"].search(LedgerQuery(text="〔2026〕4号")).rows[0]
    document = pypdfium2.PdfDocument(str(sample_desk.documents.overprint(row)))
    picture = document[0].render(scale=1).to_pil().convert("RGB")
    words = document[0].get_textpage().get_text_range()
    document.close()
    points = picture.tobytes()
    red = [at for at in range(0, len(points), 3) if points[at] > 150 and points[at + 1] < 90]
    assert red == []
    assert "〔2026〕4号" in words
