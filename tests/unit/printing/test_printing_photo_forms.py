"""Photos on forms and in albums: place, proportion, what a camera noted."""

import dataclasses

import pytest
from officer_papers import ANHE, FOOT, every_page, printed
from pdf_reading import (
    MM,
    page_text,
    page_total,
    pictures,
    read_chars,
)
from PIL import Image

from services.printing.forms.certificate_applications import ApplicationValues, render_application
from services.printing.forms.photo_album import AlbumValues, render_album
from services.printing.preview import page_size


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
