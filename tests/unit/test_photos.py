"""Photos of certificates: generated pictures, measured against the common profile."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from services import photos
from services.photo_match import PhotoOwner, match_photos
from services.photos import COMMON_PROFILE, RESIDENCE_PROFILE, PhotoProfile, check_photo, real_format
from services.problems import Level

WHITE = (255, 255, 255)


def portrait(width=358, height=441, ground=WHITE, mode="RGB"):
    """A head and shoulders on a plain ground, the crown fourteen dots below the edge."""
    image = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.21, 14, width * 0.79, height * 0.62), fill=(196, 150, 120))
    draw.rectangle((0, height * 0.72, width, height), fill=(40, 44, 60))
    return image.convert(mode)


def jpeg(image, kb=None, **options):
    """The picture as JPEG; with `kb` a comment brings the file to exactly this size."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **({"quality": 90, "dpi": (350, 350)} | options))
    body = buffer.getvalue()
    if kb is None:
        return body
    missing = int(kb * 1024) - len(body) - 4
    assert 0 <= missing < 65000
    return body[:2] + b"\xff\xfe" + (missing + 2).to_bytes(2, "big") + b" " * missing + body[2:]


def codes(body, profile=COMMON_PROFILE):
    return [problem.code for problem in check_photo(body, profile)]


def test_a_white_photo_of_the_right_size_has_no_fault():
    assert check_photo(jpeg(portrait(), 18)) == []


def test_a_smaller_photo_is_an_error_of_size_and_of_nothing_else():
    (problem,) = check_photo(jpeg(portrait(300, 420), 18), where="王安和.jpg")
    assert (problem.level, problem.code, problem.where) == (Level.ERROR, "PH03", "王安和.jpg")
    assert (problem.raw, problem.suggest) == ("300×420", "358×441")
    assert problem.message == "照片是300×420点，要求358×441点。请按要求裁剪后再提交。"


def test_a_renamed_png_is_an_error_of_format(tmp_path):
    path = tmp_path / "99010119900307123X.jpg"
    portrait().save(path, "PNG")
    (problem,) = check_photo(path)
    assert (problem.level, problem.code, problem.where, problem.raw) == (Level.ERROR, "PH02", path.name, "PNG")
    assert "其实是PNG" in problem.message


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", "视频"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WEBP"),
        (b"GIF89a", "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"hello", ""),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head, name):
    assert real_format(head + bytes(100)) == name
    assert codes(head + bytes(100)) == ["PH02"]


@pytest.mark.parametrize(("kb", "found"), [(13.9, ["PH05"]), (14, []), (20, []), (20.1, ["PH05"]), (29, ["PH05"])])
def test_the_limits_of_the_file_size_belong_to_it(kb, found):
    assert codes(jpeg(portrait(), kb)) == found


def test_the_wide_profile_takes_larger_files():
    assert codes(jpeg(portrait(), 29), RESIDENCE_PROFILE) == []
    assert codes(jpeg(portrait(), 30.1), RESIDENCE_PROFILE) == ["PH05"]


def test_a_blue_ground_is_refused_where_white_is_wanted_and_taken_where_blue_is():
    blue = (67, 142, 219)
    assert codes(jpeg(portrait(ground=blue), 18)) == ["PH06"]
    assert codes(jpeg(portrait(ground=blue), 18), replace(COMMON_PROFILE, background=blue)) == []
    assert codes(jpeg(portrait(), 18), replace(COMMON_PROFILE, background=blue)) == ["PH06"]
    assert codes(jpeg(portrait(ground=blue), 18), replace(COMMON_PROFILE, background=None)) == []


def test_a_frame_around_the_photo_is_seen():
    framed = portrait()
    ImageDraw.Draw(framed).rectangle((0, 0, 357, 440), outline=(0, 0, 0), width=5)
    assert codes(jpeg(framed, 18)) == ["PH06"]


def test_a_photo_on_its_side_is_measured_as_it_is_seen():
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = portrait().transpose(Image.Transpose.ROTATE_90)
    body = jpeg(lying, 18, exif=exif)
    assert ImageOps.exif_transpose(Image.open(io.BytesIO(body))).size == (358, 441)
    (problem,) = check_photo(body)
    assert (problem.code, problem.level) == ("PH07", Level.WARNING)


def test_a_grey_photo_and_one_for_print_are_no_colour_photos():
    assert codes(jpeg(portrait(mode="L"), 18)) == ["PH08"]
    assert codes(jpeg(portrait(mode="CMYK"), 18, quality=60)) == ["PH08"]


def test_another_resolution_is_only_told():
    (problem,) = check_photo(jpeg(portrait(), 18, dpi=(300, 300)))
    assert (problem.code, problem.level) == ("PH09", Level.WARNING)


def test_what_a_bureau_calls_a_hint_stops_nothing():
    profile = replace(COMMON_PROFILE, hints=frozenset({photos.FILE_SIZE}))
    assert [problem.level for problem in check_photo(jpeg(portrait(), 40), profile)] == [Level.WARNING]


@pytest.mark.parametrize(
    ("size", "found"),
    [((358, 441), []), ((716, 882), []), ((361, 441), []), ((362, 441), ["PH04"]), ((441, 358), ["PH04"])],
)
def test_a_profile_without_dots_asks_for_the_proportion(size, found):
    assert codes(jpeg(portrait(*size)), PhotoProfile("比例", tolerance=10)) == found


def test_a_photo_cut_off_empty_or_absent_is_unreadable(tmp_path):
    body = jpeg(portrait(), 18)
    assert codes(body[:-3000]) == ["PH01"]
    assert codes(b"") == ["PH01"]
    assert [problem.code for problem in check_photo(tmp_path / "gone.jpg")] == ["PH01"]


def test_a_picture_of_absurd_size_is_refused_before_it_is_unpacked():
    body = bytearray(jpeg(Image.new("RGB", (16, 16), WHITE)))
    at = body.index(b"\xff\xc0")
    body[at + 5 : at + 9] = (65000).to_bytes(2, "big") * 2
    assert codes(bytes(body)) == ["PH01"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_bytes_give_answers_and_no_error(data):
    body = bytearray(BODY)
    for at in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=8)):
        body[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    assert all(code.startswith("PH") for code in codes(bytes(body[:cut])))


BODY = jpeg(portrait(), 18)
OFFICERS = (
    PhotoOwner(1, "王安和", "371500198506150021", "示010232", "县水务局"),
    PhotoOwner(2, "齐明川", "99010119900307123X", "示010301", "县水务局"),
    PhotoOwner(3, "王伟", "990101199003071312", "41-40827006", "县水务局"),
    PhotoOwner(4, "王伟", "990101199203071310", "", "县水务局"),
    PhotoOwner(5, "阿依古丽·买买提", "", "", "县农业农村局"),
    PhotoOwner(6, "齐明川", "990101198803071316", "", "县农业农村局"),
)


def whose(file, unit="县水务局"):
    found = match_photos([file], OFFICERS, unit)
    if found.matched:
        return found.matched[0].owner.id
    return [owner.id for owner in (found.ambiguous or found.unmatched)[0].owners]


def test_the_photo_of_an_unknown_number_is_unmatched():
    known_without_her = OFFICERS[1:]
    found = match_photos(["371500198506150021.jpg"], known_without_her)
    assert (found.matched, found.ambiguous) == ((), ())
    assert [each.file for each in found.unmatched] == ["371500198506150021.jpg"]
    assert "没有登记过这个身份证号" in found.unmatched[0].reason


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("371500198506150021.jpg", 1),
        ("９９０１０１１９９００３０７１２３ｘ.JPG", 2),
        ("齐明川99010119900307123X.jpg", 2),
        ("齐明川_99010119900307123x(2).jpg", 2),
        ("照片/县水务局/县水务局 齐明川 99010119900307123X 证件照.jpg", 2),
        ("D:\\照片\\王安和.jpg", 1),
        ("示010232.jpg", 1),
        ("示 010232 .jpg", 1),
        ("王安和示010232.jpg", 1),
        ("示010232王安和.jpg", 1),
        ("41－40827006.jpg", 3),
        ("王 安 和.jpg", 1),
        ("县水务局-王安和.jpg", 1),
        ("王安和照片.jpg", 1),
        ("王安和2.jpg", 1),
    ],
)
def test_a_file_is_known_by_number_or_by_a_name_that_only_one_has(file, owner):
    assert whose(file) == owner


@pytest.mark.parametrize(
    ("file", "owners"),
    [
        ("王伟.jpg", [3, 4]),
        ("齐明川371500198506150021.jpg", [1]),
        ("齐明川_示010232.jpg", [1]),
        ("王安和、齐明川.jpg", [1, 2]),
        ("371500198506150021 99010119900307123X.jpg", [1, 2]),
        ("阿依古丽·买买提.jpg", []),
        ("IMG_2031.jpg", []),
        ("3715001985061500210.jpg", []),
        (".jpg", []),
    ],
)
def test_whatever_leaves_a_doubt_is_left_to_a_person(file, owners):
    assert whose(file) == owners


def test_a_name_alone_is_not_enough_across_units():
    found = match_photos(["王安和.jpg"], OFFICERS)
    assert found.matched == ()
    assert "不知道是哪个单位的" in found.ambiguous[0].reason
    assert whose("阿依古丽•买买提.jpg", "县农业农村局") == 5
    assert whose("齐明川.jpg", "县农业农村局") == 6


def test_two_photos_of_one_officer_are_both_unsure():
    found = match_photos(["王安和.jpg", "示010232.jpg", "齐明川.jpg"], OFFICERS, "县水务局")
    assert [each.file for each in found.matched] == ["齐明川.jpg"]
    assert [each.file for each in found.ambiguous] == ["王安和.jpg", "示010232.jpg"]
    assert found.ambiguous[0].reason == "王安和有2张照片。请留下一张。"


identities = st.from_regex(r"990[0-9]{14}[0-9X]", fullmatch=True)
names = st.text(st.sampled_from("王安和齐明川林书言阿䶮㛃·"), min_size=2, max_size=4).filter(
    lambda n: "·" not in (n[0], n[-1])
)


@given(
    st.lists(st.tuples(identities, names), min_size=1, max_size=8, unique_by=lambda each: each[0]),
    st.sampled_from(["", "_", "-", " ", "+", "（", "　"]),
    st.booleans(),
)
def test_every_file_named_by_number_finds_its_officer(people, mark, number_first):
    owners = [PhotoOwner(index, name, number) for index, (number, name) in enumerate(people)]
    files = [f"{number}{mark}{name}.jpg" if number_first else f"{name}{mark}{number}.jpg" for number, name in people]
    found = match_photos(files, owners)
    assert [(each.file, each.owner.id) for each in found.matched] == [(file, at) for at, file in enumerate(files)]


@given(st.lists(st.text(max_size=24), max_size=10), st.sampled_from(["", "县水务局", "县农业农村局"]))
def test_every_file_stands_in_exactly_one_list(files, unit):
    found = match_photos(files, OFFICERS, unit)
    lists = [each.file for part in (found.matched, found.ambiguous, found.unmatched) for each in part]
    assert sorted(lists) == sorted(files)
    assert len({each.owner.id for each in found.matched}) == len(found.matched)
