"""Whose photo it is and what becomes of it, over the register of 示例县."""

import pytest

from models.province import ProvinceRule
from services.photo_check.judge import PhotoState, judge
from services.photo_check.register import Holder
from services.photo_check.sent import SentPhoto, find_photos, thumbnail
from services.photo_match import PhotoOwner
from services.photos import MOST_BYTES
from services.problems import Level, Problem
from tests.services.photo_check.photo_files import jpeg, jpeg_bomb, png, png_bomb, put

FIT, UNFIT, ASK, SEVERAL = PhotoState.FIT, PhotoState.UNFIT, PhotoState.ASK, PhotoState.SEVERAL
SAME, OUT, MISSING = PhotoState.SAME, PhotoState.OUT, PhotoState.MISSING


def by_file(reading):
    return {row.photo.name: row for row in reading.rows if row.photo is not None}


def test_a_folder_is_matched_by_number_by_certificate_and_by_name_within_the_unit(office, unit, folder):
    name, (one, two, three, *_rest) = unit
    put(folder, f"{one.id_no}.jpg", jpeg(1))
    put(folder, f"第一批/{two.name}.jpg", jpeg(2))
    put(folder, f"{three.name}-{three.id_no}.jpg", jpeg(3))
    reading = office.read([folder], name)
    found = {file: (row.state, row.holder.owner.id, row.by) for file, row in by_file(reading).items()}
    assert found == {
        f"{one.id_no}.jpg": (FIT, one.id, "身份证号"),
        f"第一批/{two.name}.jpg": (FIT, two.id, "姓名"),
        f"{three.name}-{three.id_no}.jpg": (FIT, three.id, "姓名和身份证号"),
    }


def test_a_name_alone_is_not_enough_where_no_unit_was_chosen(office, unit, folder):
    put(folder, f"{unit[1][0].name}.jpg", jpeg())
    (row,) = by_file(office.read([folder])).values()
    assert row.state is ASK
    assert [each.owner.id for each in row.others] == [unit[1][0].id]


def test_the_number_of_another_units_officer_is_asked_and_not_taken(office, unit, stranger, folder):
    put(folder, f"{stranger.id_no}.jpg", jpeg())
    (row,) = by_file(office.read([folder], unit[0])).values()
    assert row.state is ASK
    assert row.holder is None
    assert stranger.name in row.words
    assert f"不是{unit[0]}的人" in row.words


def test_a_person_who_was_chosen_stands_and_a_photo_that_was_put_aside_is_out(office, unit, folder):
    name, people = unit
    unknown, aside = put(folder, "IMG_0001.jpg", jpeg(1)), put(folder, "IMG_0002.jpg", jpeg(2))
    reading = office.read([folder], name, choices={unknown: people[0].id, aside: None})
    rows = by_file(reading)
    assert (rows["IMG_0001.jpg"].state, rows["IMG_0001.jpg"].holder.owner.id) == (FIT, people[0].id)
    assert rows["IMG_0001.jpg"].by == "人工选定"
    assert rows["IMG_0002.jpg"].state is OUT


def test_two_photos_of_one_person_are_asked_until_one_is_chosen(office, unit, folder):
    name, (one, *_rest) = unit
    first, second = put(folder, f"{one.id_no}.jpg", jpeg(1)), put(folder, f"{one.name}.jpg", jpeg(2))
    reading = office.read([folder], name)
    assert {row.state for row in by_file(reading).values()} == {SEVERAL}
    rows = by_file(office.judged(reading.photos, name, {second: one.id}))
    assert rows[second.name].state is FIT
    assert rows[first.name].state is OUT
    assert rows[first.name].words == f"和“{second.name}”已选定另一张，这一张不用。"


def test_the_same_photo_sent_twice_counts_once(office, unit, folder):
    name, (one, *_rest) = unit
    put(folder, f"{one.id_no}.jpg", jpeg(1))
    put(folder, f"再报/{one.name}.jpg", jpeg(1))
    states = sorted(row.state for row in by_file(office.read([folder], name)).values())
    assert states == [FIT, OUT]


def test_who_sent_none_and_has_none_is_listed_and_who_left_is_not(office, unit, folder, sample_desk):
    name, (one, two, *rest) = unit
    with sample_desk.database.write("退休") as session:
        session.get(type(two), two.id).post_status = "retired"
    put(folder, f"{one.id_no}.jpg", jpeg())
    reading = office.read([folder], name)
    missing = {row.holder.owner.id for row in reading.rows if row.state is MISSING}
    assert missing == {officer.id for officer in rest}


def test_without_any_file_the_whole_county_is_looked_through(office, rows_of_officers):
    reading = office.read([])
    assert {row.holder.owner.id for row in reading.rows} == rows_of_officers
    assert set(reading.counts) == {MISSING}


@pytest.fixture
def rows_of_officers(sample_desk):
    from sqlalchemy import select

    from models.officer import EnforcementOfficer, PostStatus

    with sample_desk.database.read() as session:
        wanted = select(EnforcementOfficer.id).where(
            EnforcementOfficer.deleted_at.is_(None), EnforcementOfficer.post_status == PostStatus.ON_POST
        )
        return set(session.scalars(wanted))


# --- files that are no photos -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "PH01"),
        (jpeg()[:4000], "PH01"),
        (jpeg_bomb(), "PH01"),
        (b"\xff\xd8\xff" + b"\0" * 400, "PH01"),
        (png(), "PH02"),
        (png_bomb(), "PH02"),
        (b"hello", "PH02"),
        (b"%PDF-1.7 ", "PH02"),
        (jpeg(width=300, height=420), "PH03"),
        (jpeg(kb=40), "PH05"),
        (jpeg(ground=(60, 120, 220)), "PH06"),
    ],
)
def test_every_bad_file_becomes_a_row_with_a_sentence(office, unit, folder, body, code):
    put(folder, f"{unit[1][0].id_no}.jpg", body)
    (row,) = by_file(office.read([folder], unit[0])).values()
    assert row.state is UNFIT
    assert code in {problem.code for problem in row.problems}
    assert row.words.endswith("。")


def test_a_file_beyond_thirty_megabytes_is_not_read_whole(office, unit, folder):
    file = folder / f"{unit[1][0].id_no}.jpg"
    with file.open("wb") as stream:
        stream.truncate(MOST_BYTES * 3)
    (row,) = by_file(office.read([folder], unit[0])).values()
    assert row.state is UNFIT
    assert row.photo.size == MOST_BYTES + 1


@pytest.mark.parametrize("body", [b"", b"hello", png_bomb(), jpeg_bomb(), jpeg()[:4000]])
def test_a_thumbnail_of_what_cannot_be_seen_is_none(folder, body):
    assert thumbnail(put(folder, "a.jpg", body), 200) == b""


@pytest.mark.parametrize("body", [jpeg(), png(3000, 200)])
def test_a_thumbnail_fits_its_box(folder, body):
    import io

    from PIL import Image

    with Image.open(io.BytesIO(thumbnail(put(folder, "a.jpg", body), 200))) as image:
        assert max(image.size) == 200


def test_a_list_among_the_photos_is_left_out_and_what_windows_adds_is_not_seen(office, folder):
    put(folder, "人员名单.xlsx", b"PK\x03\x04")
    put(folder, "Thumbs.db", b"x")
    put(folder, "~$名单.xlsx", b"x")
    (row,) = by_file(office.read([folder])).values()
    assert (row.state, row.words) == (OUT, "不是照片，没有处理。")


def test_a_file_that_vanished_is_a_row(office, tmp_path):
    (row,) = by_file(office.read([tmp_path / "没有这个.jpg"])).values()
    assert "打不开" in row.words


def test_a_folder_in_which_nothing_may_be_looked_at_has_no_files(tmp_path, monkeypatch):
    def refuse(*_args):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.rglob", refuse)
    assert find_photos([tmp_path]) == []


# --- the rules in force -----------------------------------------------------------------------
def change_rules(desk, profile, **values):
    from sqlalchemy import select

    with desk.database.write("改规则") as session:
        for key, value in values.items():
            row = session.scalar(select(ProvinceRule).where(ProvinceRule.profile == profile, ProvinceRule.key == key))
            row.value = value


def test_photos_are_checked_by_the_rules_in_force(office, unit, folder, sample_desk):
    change_rules(sample_desk, "通用", photo_width="300", photo_height="420", photo_max_kb="50")
    put(folder, f"{unit[1][0].id_no}.jpg", jpeg(width=300, height=420, kb=40))
    (row,) = by_file(office.read([folder], unit[0])).values()
    assert row.state is FIT
    assert office.demand().sentence == "按“通用”的规则核对：JPG格式，300×420点，14至50KB，350dpi，白色。"


def test_what_the_rules_leave_open_is_not_checked_and_said(office, unit, folder, sample_desk):
    nothing = dict.fromkeys(("photo_width", "photo_min_kb", "photo_max_kb", "photo_dpi"))
    change_rules(sample_desk, "通用", photo_background="浅蓝色", **nothing)
    put(folder, f"{unit[1][0].id_no}.jpg", jpeg(width=999, kb=60, dpi=72, ground=(60, 120, 220)))
    (row,) = by_file(office.read([folder], unit[0])).values()
    assert (row.state, row.problems) == (FIT, ())
    assert office.demand().left_open == (
        "规则里没有填、没有核对的：照片宽（像素）、照片最小（KB）、照片最大（KB）、照片分辨率（dpi）。底色“浅蓝色”由人核对。"
    )
    put(folder, f"{unit[1][0].id_no}.jpg", jpeg(height=440, kb=60, ground=(60, 120, 220)))
    (row,) = by_file(office.read([folder], unit[0])).values()
    assert row.words == "照片是358×440点，要求任意×441点。请按要求裁剪后再提交。"


def test_a_stated_resolution_is_a_hint_and_stops_nothing(office, unit, folder):
    put(folder, f"{unit[1][0].id_no}.jpg", jpeg(dpi=72))
    (row,) = by_file(office.read([folder], unit[0])).values()
    assert row.state is FIT
    assert [problem.level for problem in row.problems] == [Level.WARNING]


# --- the judgement alone ----------------------------------------------------------------------
def holder(key, name, kept="", unit="县水务局"):
    return Holder(PhotoOwner(key, name, "", "", unit), True, kept)


def sent(tmp_path, name, digest, *problems):
    return SentPhoto(tmp_path / name, name, digest, 1, True, problems)


def test_the_photo_of_the_register_is_known_again_and_another_one_replaces_it(tmp_path):
    people = [holder(1, "王安和", "a"), holder(2, "齐明川", "b"), holder(3, "容知秋", "c")]
    fault = Problem(Level.ERROR, "PH03", "x", "照片太小。")
    photos = [sent(tmp_path, "王安和.jpg", "a", fault), sent(tmp_path, "齐明川.jpg", "z")]
    same, other = judge(photos, people, "县水务局")
    assert (same.state, same.problems) == (SAME, ())
    assert (other.state, other.replaces, other.words) == (FIT, True, "存入后替换原来的照片。")
