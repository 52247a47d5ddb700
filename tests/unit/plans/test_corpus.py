"""Plans in the manners of many counties, each against a key made by hand; how the keys were made: corpus/README.md."""

from __future__ import annotations

import copy
from random import Random

import pytest

from services.commands.plan_read import run_plan_read
from services.plans.reading.reader import read_plan
from tests.unit.plans.corpus.cases import Case, cases
from tests.unit.plans.corpus.corruptions import HARMS
from tests.unit.plans.corpus.scoring import Tally, score

CASES = cases()
TEXTS = [case for case in CASES if case.key["make"] in ("txt", "md", "gb18030")]
UNITS = ("lead", "responsible", "cooperate")
FIGURES = (*UNITS, "limits", "dates of limits", "words of limits", "dates in the text")
ENOUGH = 8  # below this one slip is more than five in a hundred; the sum over all documents counts it
MEASURE = 0.95


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    return {case.name: score(run_plan_read(case.make(folder)), case.key) for case in CASES}


def weak(tally: Tally, figures: tuple[str, ...], measure: float = MEASURE, enough: int = 1) -> dict[str, float]:
    return {
        figure: tally[figure][0] / tally[figure][1]
        for figure in figures
        if figure in tally and tally[figure][1] >= enough and tally[figure][0] < measure * tally[figure][1]
    }


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_task_of_a_document_is_found_with_its_units_and_dates(case: Case, results):
    tally, told = results[case.name]
    assert weak(tally, ("found", "not invented"), 1.0) == {}, told
    assert weak(tally, FIGURES, enough=ENOUGH) == {}, told


def test_over_all_documents_every_figure_is_at_least_95_in_100(results):
    total = Tally()
    for tally, _ in results.values():
        total.join(tally)
    assert weak(total, tuple(total)) == {}
    assert all(total[figure][1] >= 40 for figure in FIGURES), "too few questions to say something"


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_copy_loses_few_tasks_and_invents_few(harm):
    """A scan or a conversion may cost something; it may not cost the plan."""
    whole, harmed = Tally(), Tally()
    for case in TEXTS:
        whole.join(score(read_plan(case.text).to_json(), case.key)[0])
        harmed.join(score(read_plan(HARMS[harm](case.text, Random(case.name))).to_json(), case.key)[0])
    for figure in ("found", "not invented", *UNITS, "limits"):
        assert harmed[figure][0] / harmed[figure][1] >= 0.9 * whole[figure][0] / whole[figure][1], figure


def as_read(case: Case) -> dict:
    """The key as if the reader had answered it."""
    answer = {name: case.key.get(name) for name in ("title", "issuer", "doc_number", "issued")}
    empty = {"section": "", "lead": [], "responsible": [], "cooperate": [], "deadline_text": None, "deadlines": []}
    empty |= {"inline_deadlines": [], "warnings": ["?"]}
    tasks = [{**empty, **task, "text": task["text_start"] + task["text_end"]} for task in case.key["tasks"]]
    return answer | {"tasks": tasks}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_measure_gives_a_key_full_marks_and_sees_every_fault(case: Case):
    right = as_read(case)
    tally, told = score(right, case.key)
    assert weak(tally, tuple(tally), 1.0) == {}, told
    for harm, figure in FAULTS.items():
        wrong = copy.deepcopy(right)
        if harm(wrong):
            assert weak(score(wrong, case.key)[0], (figure,), 1.0), harm.__name__


def _a_task_less(answer: dict) -> bool:
    answer["tasks"].pop()
    return True


def _a_task_more(answer: dict) -> bool:
    answer["tasks"].append({**answer["tasks"][0], "text": "原文没有的一条任务，凭空写来。", "no": "99."})
    return True


def _a_unit_more(answer: dict) -> bool:
    answer["tasks"][0]["lead"] = [*answer["tasks"][0]["lead"], "县气象局"]
    return True


def _another_day(answer: dict) -> bool:
    changed = False
    for task in answer["tasks"]:
        for limit in task["deadlines"]:
            if limit.get("date"):
                limit["date"], changed = "2030-01-01", True
    return changed


def _text_that_runs_on(answer: dict) -> bool:
    answer["tasks"][0]["text"] += "责任单位为某某"
    return True


FAULTS = {
    _a_task_less: "found",
    _a_task_more: "not invented",
    _a_unit_more: "lead",
    _another_day: "dates of limits",
    _text_that_runs_on: "end",
}
