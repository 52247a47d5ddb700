"""Plans in the manners of many counties, each against a key made by hand."""

from __future__ import annotations

import pytest

from services.commands.plan_read import run_plan_read
from tests.unit.plans.corpus.cases import Case, cases
from tests.unit.plans.corpus.scoring import Tally, score

CASES = cases()
STRICT = ("found", "not invented")
FIGURES = ("lead", "responsible", "cooperate", "limits", "dates of limits", "words of limits", "dates in the text")
ENOUGH = 8  # below this one slip is more than five in a hundred; the sum over all documents counts it
MEASURE = 0.95


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    return {case.name: score(run_plan_read(case.make(folder)), case.key) for case in CASES}


def weak(tally: Tally, figures: tuple[str, ...], enough: int = 1) -> dict[str, tuple[int, int]]:
    return {
        name: tally[name]
        for name in figures
        if name in tally and tally[name][1] >= enough and tally[name][0] < MEASURE * tally[name][1]
    }


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_task_of_a_document_is_found_with_its_units_and_dates(case: Case, results):
    tally, told = results[case.name]
    assert {name: tally[name] for name in STRICT if tally[name][0] != tally[name][1]} == {}, told
    assert weak(tally, FIGURES, ENOUGH) == {}, told


def test_over_all_documents_every_figure_is_at_least_95_in_100(results):
    total = Tally()
    for tally, _ in results.values():
        total.join(tally)
    assert weak(total, tuple(total)) == {}


def test_the_corpus_has_enough_to_say_something(results):
    total = Tally()
    for tally, _ in results.values():
        total.join(tally)
    assert len(CASES) >= 26
    assert all(total[name][1] >= 40 for name in FIGURES)
