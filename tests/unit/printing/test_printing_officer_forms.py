"""What every form of officers, certificates and training keeps to, measured on the page."""

import dataclasses
import functools

import pytest
from filled_forms import Filler, expected
from officer_papers import ANHE, FOOT, every_page, printed
from pdf_reading import (
    MM,
    fonts_not_embedded,
    page_text,
    page_total,
    read_chars,
    segments,
)

from services.errors import StorageError
from services.printing.forms.certificate_applications import ApplicationValues
from services.printing.forms.certificate_endings import SuspensionValues
from services.printing.forms.officer_forms import OFFICER_FORMS, About, form_of
from services.printing.forms.photo_album import AlbumValues
from services.printing.forms.rosters import OfficerRosterValues
from services.printing.forms.training_classes import TrainingClassValues
from services.printing.preview import page_size

EVERY = pytest.mark.parametrize("form", OFFICER_FORMS, ids=[form.key for form in OFFICER_FORMS])


@functools.cache
def blank_text(form):
    """What stands on an empty form."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "blank.pdf"
        form.render(form.blank, target)
        return page_text(target, 0)


def outside(path, page):
    """Characters beyond the margins of 15 mm, or below the last line of the text."""
    width, height = (side / MM for side in page_size(path, page))
    return [
        char.text
        for char in read_chars(path, page)
        if char.x < 14.9 or char.right > width - 14.9 or not 12 < char.base < height - 7.5
    ]


def overlapping(chars):
    """Characters that lie on one another; a tick stands in its box."""
    found = []
    ordered = sorted((char for char in chars if char.text not in "√□"), key=lambda char: char.base)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.base - one.base > one.size / MM * 0.6:
                break
            near = min(one.size, other.size) / MM * 0.15
            if abs(one.x - other.x) < near:
                found.append(one.text + other.text)
    return found


def crossed(path, page):
    """Characters that an upright line runs through."""
    upright = [line for line in segments(path, page) if line.x1 - line.x0 < 0.1]
    return [
        char.text
        for char in read_chars(path, page)
        for line in upright
        if char.x + 0.3 < line.x0 < char.right - 0.3 and line.y0 < char.base - 0.5 < line.y1
    ]


@EVERY
def test_an_empty_form_is_one_page_to_be_filled_by_hand(tmp_path, form):
    target = printed(tmp_path, form.key, form.blank)
    assert page_total(target) == 1
    text = page_text(target, 0)
    assert "第1页共1页" in text
    assert fonts_not_embedded(target) == set()
    assert outside(target, 0) == []
    assert overlapping(read_chars(target, 0)) == []
    assert "None" not in text


@EVERY
@pytest.mark.parametrize("lengths", [(1,), (4, 9, 2), (26, 3, 40, 11)], ids=["short", "usual", "long"])
def test_whatever_is_filled_in_is_on_paper_whole(tmp_path, photo, form, lengths):
    filler = Filler(lengths, photo, unlike=blank_text(form))
    target = printed(tmp_path, form.key, filler.fill(form))
    pages = range(page_total(target))
    text = "".join(every_page(target))
    shown, hidden = expected(form, filler)
    assert [each for each in shown if not set(each) <= set(text)] == []
    assert [each for each in hidden if set(each) <= set(text)] == []
    for page in pages:
        assert outside(target, page) == []
        assert overlapping(read_chars(target, page)) == []
        assert crossed(target, page) == []
        assert "页共" in page_text(target, page)


def with_names(form):
    filler = Filler((2,))
    filler.fill(form)
    return any(field == "name" for _cls, field in filler.told)


@pytest.mark.parametrize("form", [*filter(with_names, OFFICER_FORMS)], ids=lambda form: form.key)
def test_rare_characters_of_names_are_printed(tmp_path, form):
    filler = Filler((2,), name="䶮㛃𬭚")
    text = "".join(every_page(printed(tmp_path, form.key, filler.fill(form))))
    assert set("䶮㛃𬭚") <= set(text)
    assert "〓" not in text


@pytest.mark.parametrize("key", ["public_roster", "office_roster", "full_roster", "summary", "class_roster", "sign_in"])
def test_three_hundred_people_have_heads_on_every_page_and_signatures_on_the_last(tmp_path, key):
    people = tuple(dataclasses.replace(ANHE, cert_no=f"示{number:06d}") for number in range(300))
    values = (
        TrainingClassValues("培训班", people=people, foot=FOOT)
        if key in ("class_roster", "sign_in")
        else OfficerRosterValues(people, foot=FOOT)
    )
    target = printed(tmp_path, key, values)
    texts = every_page(target)
    assert len(texts) > 4
    for number, text in enumerate(texts, start=1):
        assert "序号" in text
        assert f"第{number}页共{len(texts)}页" in text
    assert sum(text.count("王安和") for text in texts) == 300
    assert [text.count("填报人：齐明川") for text in texts] == [0] * (len(texts) - 1) + [1]
    assert "口径说明：在岗并持有效证件的人员。" in texts[-1]
    assert all(each in texts[-1] for each in ("示例县司法局", "审核人：林书言", "2026年11月20日"))


@pytest.mark.parametrize("key", ["office_roster", "full_roster", "summary"])
def test_rosters_mask_the_identity_number(tmp_path, key):
    text = page_text(printed(tmp_path, key, OfficerRosterValues((ANHE,))), 0)
    assert "990***********123X" in text
    assert ANHE.id_no not in text


def test_the_published_roster_holds_neither_identity_nor_telephone(tmp_path):
    text = page_text(printed(tmp_path, "public_roster", OfficerRosterValues((ANHE,))), 0)
    assert "王安和" in text
    assert "990" not in text
    assert "1390" not in text


def test_forms_are_found_by_key_and_by_what_was_chosen():
    keys = [form.key for form in OFFICER_FORMS]
    assert len(keys) == len(set(keys))
    assert all(form_of(key).key == key for key in keys)
    of_a_person = {form.key for form in OFFICER_FORMS if form.about is About.OFFICER}
    assert of_a_person >= {"application", "exchange", "reissue", "suspension"}


@EVERY
def test_what_a_form_needs_is_among_its_values(form):
    assert {path.split(".")[0] for path, _name in form.needs} <= set(form.fields)
    assert form.missing(form.blank) == [name for _path, name in form.needs]


def test_forms_of_many_officers_go_into_one_file_each_on_its_own_sheet(tmp_path):
    target, told = tmp_path / "many.pdf", []
    applications = [ApplicationValues(dataclasses.replace(ANHE, name=name)) for name in ("王安和", "齐明川", "林书言")]
    pages = form_of("application").render_many(applications, target, progress=lambda *done: told.append(done))
    texts = every_page(target)
    assert pages == len(texts) == 5
    assert [name in texts[page] for page, name in ((0, "王安和"), (2, "齐明川"), (4, "林书言"))] == [True] * 3
    assert all("第1页共1页" in texts[page] for page in (0, 2, 4))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert form_of("application").render_many(applications, target, fronts=False) == 3
    with pytest.raises(ValueError, match="one at a time"):
        form_of("album").render_many([AlbumValues()], target)


def test_a_batch_that_is_stopped_leaves_no_file(tmp_path):
    def stop(done, total):
        raise InterruptedError

    with pytest.raises(StorageError):
        form_of("application").render_many([ApplicationValues()], tmp_path / "many.pdf", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["application", "reissue", "cancellation", "suspension", "return", "assessment"])
def test_the_second_sheet_of_a_form_says_whose_it_is(tmp_path, photo, key):
    filler = Filler((260,), photo, name="王安和")
    texts = every_page(printed(tmp_path, key, filler.fill(form_of(key))))
    assert len(texts) > 1
    assert all("（续）王安和" in text for text in texts[1:])
    assert "（续）" not in texts[0]


def test_a_form_tells_what_is_still_missing():
    values = SuspensionValues(ANHE, organ="示例县司法局", facts="未亮证", suspended_from="2026年3月1日")
    assert form_of("suspension").missing(values) == ["文号", "依据", "救济途径", "决定日期"]
