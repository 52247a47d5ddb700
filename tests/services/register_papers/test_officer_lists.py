"""Rosters, albums and lists of cards: everybody chosen, nothing that the paper must not show."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.agency import EnforcementAgency
from models.officer import EnforcementOfficer, PostStatus
from services.register_papers.chosen import FITTING, Chosen
from services.register_papers.office import FILLED_BY
from services.register_papers.photos import which_photo

EVERY_FORM = 30


def test_every_form_is_filled_and_offered_somewhere(papers):
    keys = {choice.key for choice in papers.every_form()}
    assert len(keys) == EVERY_FORM
    assert set(FILLED_BY) == keys
    assert {key for fitting in FITTING.values() for key in fitting} == keys


def test_every_blank_form_prints(papers, pages_of):
    for choice in papers.every_form():
        assert pages_of(papers.blank(choice.key)) >= 1


@pytest.mark.parametrize("ledger", sorted(set(FITTING) - {"compliance"}))
def test_what_a_page_offers_prints_from_its_first_row(papers, sample_desk, ledger, text_of):
    from services.query import LedgerQuery

    row = sample_desk.listed(ledger).search(LedgerQuery(limit=1)).rows[0]
    for choice in papers.choices(ledger):
        words = text_of(papers.printed(choice.key, Chosen(ledger, (row.id,))))
        assert len(words) > 60, choice.title


def test_the_roster_of_the_county_names_everybody_and_no_whole_number(papers, rows, text_of):
    everybody = rows(EnforcementOfficer)
    words = text_of(papers.printed("office_roster", Chosen("officers")))
    assert all(officer.name in words for officer in everybody)
    assert not any(officer.id_no in words for officer in everybody)
    assert f"本表{len(everybody)}人" in words
    assert "口径说明" in words


def test_the_wide_roster_masks_numbers_too(papers, rows, text_of):
    everybody = rows(EnforcementOfficer)
    words = text_of(papers.printed("full_roster", Chosen("officers")))
    assert not any(officer.id_no in words for officer in everybody)


def test_a_unit_stands_for_its_officers(papers, rows):
    unit = rows(EnforcementAgency)[2]
    own = {officer.name for officer in rows(EnforcementOfficer, EnforcementOfficer.agency_id == unit.id)}
    (values,) = papers.values("office_roster", Chosen("units", (unit.id,)))
    assert {row.name for row in values.rows} == own
    assert own


def test_the_public_roster_lists_only_who_may_enforce_and_hides_the_person(papers, rows, change, text_of):
    gone, kept, noted = rows(EnforcementOfficer)[1:4]
    change(EnforcementOfficer, gone.id, post_status=PostStatus.RETIRED)
    change(EnforcementOfficer, noted.id, note="正在核实学历")
    chosen = Chosen("officers", (gone.id, kept.id, noted.id))
    words = text_of(papers.printed("public_roster", chosen))
    assert kept.name in words
    assert gone.name not in words
    assert "另有1人不在此列" in words
    for hidden in (kept.id_no, kept.id_no[-4:] + "*", kept.phone, str(kept.birth), "正在核实学历"):
        assert hidden not in words


def test_removed_officers_stand_on_no_list(papers, rows, change):
    gone = rows(EnforcementOfficer)[5]
    change(EnforcementOfficer, gone.id, deleted_at=datetime(2026, 6, 1))
    (values,) = papers.values("office_roster", Chosen("officers"))
    assert gone.name not in {row.name for row in values.rows}


def test_a_handover_of_one_unit_names_it_as_giver(papers, rows):
    one, two = rows(EnforcementOfficer)[0], rows(EnforcementOfficer)[20]
    unit = next(unit for unit in rows(EnforcementAgency) if unit.id == one.agency_id)
    (single,) = papers.values("handover", Chosen("officers", (one.id,)))
    (mixed,) = papers.values("handover", Chosen("officers", (one.id, two.id)))
    assert (single.giver, single.receiver) == (unit.name, "示例县司法局")
    assert mixed.giver == ""
    assert len(mixed.cards) == 2


def test_the_code_of_a_check_card_holds_no_personal_data(papers, rows):
    officer = rows(EnforcementOfficer)[0]
    (values,) = papers.values("check_cards", Chosen("officers", (officer.id,)))
    code = values.cards[0].code
    assert values.cards[0].officer.cert_no in code
    assert officer.name not in code
    assert officer.id_no not in code


# --- photos -----------------------------------------------------------------------------------
@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "照片.jpg"
    Image.new("RGB", (358, 441), "white").save(file)
    return file


def test_a_picture_kept_with_the_officer_is_the_photo(papers, sample_desk, rows, photo):
    officer, without = rows(EnforcementOfficer)[:2]
    sample_desk.attachments.add("enforcement_officer", officer.id, photo)
    chosen = Chosen("officers", (officer.id, without.id))
    (values,) = papers.values("album", chosen)
    found = {each.name: each.photo for each in values.officers}
    assert found[officer.name].read_bytes() == photo.read_bytes()
    assert found[without.name] is None
    assert papers.lacks("album", chosen) == ("1人没有照片",)
    assert "照片" not in "".join(papers.lacks("application", Chosen("officers", (officer.id,))))


def test_a_photo_whose_content_is_lost_leaves_a_gap_and_the_album_prints(papers, sample_desk, rows, photo, text_of):
    officer = rows(EnforcementOfficer)[0]
    sample_desk.attachments.add("enforcement_officer", officer.id, photo)
    for file in sample_desk.folder.attachments.rglob("*"):
        if file.is_file():
            file.unlink()
    assert "无照片" in text_of(papers.printed("album", Chosen("officers", (officer.id,))))


@pytest.mark.parametrize(
    ("registered", "names", "place"),
    [
        ("b.jpg", ["照片.jpg", "B.JPG"], 1),
        ("", ["毕业证.jpg", "容知秋照片.jpg", "照片新.jpg"], 2),
        ("", ["扫描件.jpg"], 0),
        ("", ["毕业证.jpg", "任命文件.jpg"], None),
        ("没有的.jpg", [], None),
    ],
)
def test_which_picture_is_the_photo(registered, names, place):
    assert which_photo(registered, names) == place


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=5))
def test_the_photo_is_always_one_of_the_pictures(registered, names):
    found = which_photo(registered, names)
    assert found is None or 0 <= found < len(names)
