"""Plans in the manners of many counties, each against a key made by hand; how the keys were made: corpus/README.md."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from services.commands.plan_read import run_plan_read
from services.errors import ServiceError
from services.plans.reading.reader import read_plan
from tests.unit.plans.corpus.cases import Case, cases
from tests.unit.plans.corpus.corruptions import HARMS
from tests.unit.plans.corpus.scoring import Tally, score

CASES = cases()
TEXTS = [case for case in CASES if case.key["make"] in ("txt", "md", "gb18030")]
UNITS = ("lead", "responsible", "cooperate")
FIGURES = (*UNITS, "limits", "dates of limits", "words of limits", "dates in the text")
ENOUGH = 8  # questions; the sum over all documents counts every slip
MEASURE = 0.95


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    return {case.name: score(answer(run_plan_read, case.make(folder)), case.key) for case in CASES}


def answer(read: Callable[[Any], dict[str, Any]], what: Path | str) -> dict[str, Any]:
    """A plan that is refused has no tasks."""
    try:
        return read(what)
    except ServiceError:
        return {"tasks": []}


def read_text(text: str) -> dict[str, Any]:
    return read_plan(text).to_json()


def weak(tally: Tally, figures: tuple[str, ...], measure: float = MEASURE, slips: int = 0) -> dict[str, float]:
    """The figures below the measure; one slip is forgiven where it alone is more than five in a hundred of few."""
    return {
        figure: right / asked
        for figure in figures
        for right, asked in [tally.get(figure, (0, 0))]
        if right < measure * asked and asked - right > (slips if asked < ENOUGH else 0)
    }


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_task_of_a_document_is_found_with_its_units_and_dates(case: Case, results):
    tally, told = results[case.name]
    assert weak(tally, ("found", "not invented"), 1.0) == {}, told
    assert weak(tally, FIGURES, slips=1) == {}, told


def test_over_all_documents_every_figure_is_at_least_95_in_100(results):
    total = Tally()
    for tally, _ in results.values():
        total.join(tally)
    assert weak(total, tuple(total)) == {}
    assert all(total[figure][1] >= 40 for figure in FIGURES), "too few questions to say something"


@pytest.fixture(scope="module")
def whole():
    total = Tally()
    for case in TEXTS:
        total.join(score(answer(read_text, case.text), case.key)[0])
    return total


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_copy_loses_few_tasks_and_invents_few(harm, whole):
    """A scan or a conversion may cost something; it may not cost the plan."""
    harmed = Tally()
    for case in TEXTS:
        harmed.join(score(answer(read_text, HARMS[harm](case.text, Random(case.name))), case.key)[0])
    for figure in ("found", "not invented", *UNITS, "limits"):
        assert harmed[figure][0] / harmed[figure][1] >= 0.9 * whole[figure][0] / whole[figure][1], figure


def as_read(case: Case) -> dict[str, Any]:
    """The key as if the reader had answered it."""
    head = {name: case.key.get(name) for name in ("title", "issuer", "doc_number", "issued")}
    empty = {"section": "", "lead": [], "responsible": [], "cooperate": [], "deadline_text": None, "deadlines": []}
    empty |= {"inline_deadlines": [], "warnings": ["?"]}
    tasks = [{**empty, **task, "text": task["text_start"] + task["text_end"]} for task in case.key["tasks"]]
    return head | {"tasks": tasks}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_measure_gives_a_key_full_marks_and_sees_every_fault(case: Case):
    right = as_read(case)
    tally, told = score(right, case.key)
    assert weak(tally, tuple(tally), 1.0) == {}, told
    for harm, figure in FAULTS.items():
        wrong = copy.deepcopy(right)
        if harm(wrong):
            assert weak(score(wrong, case.key)[0], (figure,), 1.0), harm.__name__


def _a_task_less(plan: dict[str, Any]) -> bool:
    plan["tasks"].pop()
    return True


def _a_task_more(plan: dict[str, Any]) -> bool:
    plan["tasks"].append({**plan["tasks"][0], "text": "原文没有的一条任务，凭空写来。", "no": "99."})
    return True


def _a_unit_more(plan: dict[str, Any]) -> bool:
    plan["tasks"][0]["lead"] = [*plan["tasks"][0]["lead"], "县气象局"]
    return True


def _another_day(plan: dict[str, Any]) -> bool:
    changed = False
    for task in plan["tasks"]:
        for limit in task["deadlines"]:
            if limit.get("date"):
                limit["date"], changed = "2030-01-01", True
    return changed


def _text_that_runs_on(plan: dict[str, Any]) -> bool:
    plan["tasks"][0]["text"] += "责任单位为某某"
    return True


FAULTS = {
    _a_task_less: "found",
    _a_task_more: "not invented",
    _a_unit_more: "lead",
    _another_day: "dates of limits",
    _text_that_runs_on: "end",
}
