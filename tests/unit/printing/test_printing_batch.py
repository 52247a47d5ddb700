from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import lines_of, page_text, page_total, read_chars, words

from services.errors import UnreadableError
from services.files import safe_name
from services.printing.batch import file_name, render_each, render_many
from services.printing.official import Format, OfficialDocument, Paragraph


def letter(count, paragraphs=1, **changes):
    document = OfficialDocument(
        format=Format.DOCUMENT,
        title="关于报送案卷的通知",
        body=tuple(Paragraph(0, f"第{count}件的内容。" + "请按时报送。" * 20) for _ in range(paragraphs)),
        mark="示例县司法局文件",
        number=f"示司监〔2026〕{count}号",
        to=("县水务局",),
        date="2026-11-20",
    )
    return replace(document, **changes)


class StopError(Exception):
    pass


def stop_after(count):
    def progress(done, total):
        if done == count:
            raise StopError

    return progress


def numbers(path):
    """The page number at the foot of every page."""
    return [words(lines_of(read_chars(path, page))[-1]) for page in range(page_total(path))]


def test_letters_in_one_file_are_numbered_each_from_one(tmp_path):
    target = tmp_path / "all.pdf"
    seen = []
    documents = [letter(1), letter(2, paragraphs=8), letter(3)]
    pages = render_many(documents, target, progress=lambda done, total: seen.append((done, total)))
    own = [render_many([each], tmp_path / "one.pdf") for each in documents]
    assert pages == page_total(target) == sum(own)
    assert own[1] > 1
    assert numbers(target) == [f"—{page}—" for count in own for page in range(1, count + 1)]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_for_printing_on_both_sides_each_letter_begins_on_a_front(tmp_path):
    target = tmp_path / "all.pdf"
    documents = [letter(number, paragraphs=number) for number in range(1, 7)]
    render_many(documents, target, fronts=True)
    texts = [page_text(target, page) for page in range(page_total(target))]
    firsts = [page for page, text in enumerate(texts) if "关于报送案卷的通知" in text]
    assert len(firsts) == 6
    assert all(page % 2 == 0 for page in firsts)


def test_a_stop_leaves_the_old_file_and_no_half_one(tmp_path):
    target = tmp_path / "all.pdf"
    render_many([letter(1)], target)
    before = target.read_bytes()
    with pytest.raises(StopError):
        render_many([letter(1), letter(2)], target, progress=stop_after(2))
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_files_are_named_by_number_and_unit_and_double_names_are_counted(tmp_path):
    documents = [letter(1), letter(1), letter(2, to=("县住建局/城管局",)), letter(3, number="", to=())]
    paths = render_each(documents, tmp_path, file_name)
    assert [path.name for path in paths] == [
        "示司监〔2026〕1号 县水务局.pdf",
        "示司监〔2026〕1号 县水务局（2）.pdf",
        "示司监〔2026〕2号 县住建局_城管局.pdf",
        "关于报送案卷的通知.pdf",
    ]
    assert all("第1件" in page_text(path, 0) for path in paths[:2])
    assert "第2件" in page_text(paths[2], 0)


def test_a_stop_or_a_fault_keeps_whole_files_only(tmp_path):
    with pytest.raises(StopError):
        render_each([letter(number) for number in range(5)], tmp_path, file_name, progress=stop_after(3))
    assert len(list(tmp_path.iterdir())) == 3
    assert all(page_total(path) == 1 for path in tmp_path.iterdir())
    with pytest.raises(UnreadableError):
        render_each([letter(9, title="过长的标题" * 200)], tmp_path, file_name)
    assert len(list(tmp_path.iterdir())) == 3


@given(st.text(max_size=200))
def test_every_name_is_one_that_windows_takes(name):
    found = safe_name(name, 50)
    assert found
    assert not set(found) & set('<>:"/\\|?*')
    assert found == found.rstrip(" .")
    assert len(found) <= 51
    assert all(char.isprintable() or char == "\u3000" for char in found)


@pytest.mark.parametrize("name", ["con", "NUL.txt", "Com1", "lpt9.a.b", "..", ""])
def test_names_of_devices_and_empty_ones_are_changed(name):
    assert safe_name(name).startswith("_")
