"""Which pages are printed: typed ranges, odd and even, copies, and what may share a sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import ValidationError
from services.printing.page_choice import PageChoice, Parity, Sides, parse_copies, parse_pages, show_pages

PAGES = st.lists(st.integers(1, 40), min_size=1, max_size=20, unique=True).map(tuple)


def refusal(typed, total=9):
    with pytest.raises(ValidationError) as found:
        parse_pages(typed, total)
    return found.value.problems["pages"]


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("1,3-5", (1, 3, 4, 5)),
        ("１，３－５", (1, 3, 4, 5)),
        ("1、3至5", (1, 3, 4, 5)),
        (" 2 ; 7 ", (2, 7)),
        ("第3页", (3,)),
        ("3 - 5 1", (3, 4, 5, 1)),
        ("5,1,5", (5, 1)),
        ("1~2，9", (1, 2, 9)),
        ("8—9", (8, 9)),
        ("9", (9,)),
    ],
)
def test_a_range_is_read_as_clerks_type_it(typed, pages):
    assert parse_pages(typed, 9) == pages


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "还没有填页码"),
        ("，", "还没有填页码"),
        ("全部", "“全部”看不懂"),
        ("1-", "“1-”看不懂"),
        ("1-3-5", "看不懂"),
        ("1.5", "看不懂"),
        ("-2", "看不懂"),
        ("5-3", "改为3-5"),
        ("0", "从1开始"),
        ("3,10", "“10”超过了最后一页，这份文件共9页"),
        ("8-12", "“8-12”超过了最后一页"),
    ],
)
def test_a_wrong_range_is_refused_with_a_sentence_that_names_it(typed, words):
    sentence = refusal(typed)
    assert words in sentence
    assert sentence.endswith("。")


@given(PAGES)
def test_what_is_typed_page_by_page_comes_back_in_its_order(pages):
    assert parse_pages(",".join(map(str, pages)), 40) == pages


@given(PAGES)
def test_pages_in_words_are_read_back(pages):
    assert parse_pages(show_pages(pages), 40) == tuple(sorted(pages))


def pages_or_sentence(typed, total):
    try:
        return parse_pages(typed, total)
    except ValidationError as error:
        return error.problems["pages"]


@given(st.text(alphabet="0123456789,，-–第页 至x", max_size=12), st.integers(1, 30))
def test_whatever_is_typed_gives_pages_of_the_file_or_a_sentence(typed, total):
    found = pages_or_sentence(typed, total)
    if isinstance(found, str):
        assert found.endswith("。")
    else:
        assert found
        assert all(1 <= page <= total for page in found)


def test_runs_of_pages_are_joined_in_words():
    assert show_pages([1, 2, 4, 5, 6, 7]) == "1、2、4至7"


@pytest.mark.parametrize("typed", ["", "0", "1000", "一", "-1", "1.5", "两"])
def test_copies_that_are_no_number_of_copies_are_refused(typed):
    with pytest.raises(ValidationError, match="1到999的整数"):
        parse_copies(typed)


@pytest.mark.parametrize(("typed", "count"), [("1", 1), (" ３ ", 3), ("12份", 12), ("999", 999)])
def test_copies_are_read_as_clerks_type_them(typed, count):
    assert parse_copies(typed) == count


def test_odd_and_even_pages_together_are_all_of_them():
    odd, even = (PageChoice((1, 2, 3, 4, 5), parity).order() for parity in (Parity.ODD, Parity.EVEN))
    assert (odd, even) == ((1, 3, 5), (2, 4))


def test_a_second_copy_begins_on_a_sheet_of_its_own():
    made = PageChoice((1, 2, 3), sides=Sides.LONG, repeats=2)
    assert made.order() == (1, 2, 3, None, 1, 2, 3)


def test_copies_one_by_one_keep_front_and_back_together():
    made = PageChoice((1, 2, 3), sides=Sides.LONG, repeats=2, collate=False)
    assert made.order() == (1, 2, 1, 2, 3, None, 3)


def test_in_reverse_the_pages_of_a_sheet_stay_on_it():
    assert PageChoice((1, 2, 3, 4, 5), reverse=True, sides=Sides.LONG).order() == (5, None, 3, 4, 1, 2)
    assert PageChoice((1, 2, 3), reverse=True).order() == (3, 2, 1)


@given(PAGES, st.booleans(), st.sampled_from(Sides), st.integers(1, 3), st.booleans())
def test_every_chosen_page_is_printed_as_often_as_asked_for(pages, reverse, sides, repeats, collate):
    order = PageChoice(pages, Parity.ALL, reverse, sides, repeats, collate).order()
    assert sorted(page for page in order if page) == sorted(pages * repeats)


@given(PAGES, st.booleans(), st.integers(1, 3), st.booleans())
def test_on_both_sides_each_front_has_the_back_it_has_in_the_file(pages, reverse, repeats, collate):
    order = PageChoice(pages, Parity.ALL, reverse, Sides.LONG, repeats, collate).order()
    back = dict(zip(pages[::2], [*pages[1::2], None], strict=False))
    sent = [*order, None] if len(order) % 2 else list(order)
    assert all(back.get(front) == behind for front, behind in zip(sent[::2], sent[1::2], strict=True))
