"""The five plans from which the desk was made, against their hand-made keys (outside the project)."""

import importlib.util
import json
from pathlib import Path

import pytest

from services.plans.reading.deadlines import DeadlineKind
from services.plans.reading.document import load_text
from services.plans.reading.reader import normalise, read_plan

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
TASKS = [49, 13, 43, 16, 20]
pytestmark = [
    pytest.mark.seeds,
    pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the shared folder with the five plans is absent"),
]


@pytest.fixture(scope="module")
def scorer():
    spec = importlib.util.spec_from_file_location("score_plan", SHARED / "tools" / "score_plan.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seed(index):
    text = load_text(sorted((SHARED / "seeds").glob("*.txt"))[index])
    key = json.loads((SHARED / "tools" / "plan_keys" / f"seed_{index}.key.json").read_text("utf-8"))
    return text, key


@pytest.mark.parametrize("index", range(5))
def test_every_task_of_a_seed_is_found_and_none_is_invented(index, scorer):
    text, key = seed(index)
    plan = read_plan(text)
    score, errors = scorer.score(plan.to_json(), key)
    assert len(plan.tasks) == TASKS[index]
    assert not errors
    assert {name: pair for name, pair in score.items() if pair[0] != pair[1]} == {}


SOFT = {(0, "（4）"), (3, "2."), (4, "3.")}
QUOTAS = {  # figures of the domain note's list of thresholds
    (0, "（4）"): {("60", "学时", "year", "person")},
    (0, "（5）"): {("4", "次", "year", "unit"), ("1", "次", "year", "unit")},
    (0, "（36）"): {("100", "%", "once", "")},
    (1, "1."): {("15", "学时", "year", "")},
    (1, "2."): {("30", "学时", "year", "person")},
    (1, "3."): {("40", "学时", "once", "")},
    (1, "10."): {("1", "次", "year", "")},
    (2, "3."): {("60", "学时", "year", "person")},
    (2, "9."): {("100", "%", "once", "")},
    (2, "17."): {("3", "个", "year", "")},
    (2, "18."): {("90", "%", "once", "")},
    (2, "22."): {("1", "次", "once", "")},
    (2, "29."): {("90", "%", "once", "")},
    (2, "38."): {("5", "%", "once", "")},
    (2, "42."): {("1", "次", "year", "")},
    (3, "2."): {("60", "学时", "year", "person")},
    (3, "8."): {("1", "次", "once", "")},
    (4, "3."): {("30", "学时", "year", "person")},
}


@pytest.mark.parametrize("index", range(5))
def test_the_quotas_of_a_seed_are_its_targets(index):
    found = {
        (task.no, f"{target.amount:f}", target.unit, target.period, target.per)
        for task in read_plan(seed(index)[0]).tasks
        for target in task.targets
        if "全员" not in target.text  # a round for everybody is a target of 100 % besides
    }
    assert found == {(no, *figure) for (which, no), figures in QUOTAS.items() if which == index for figure in figures}


@pytest.mark.parametrize("index", range(5))
def test_soft_and_ambiguous_limits_of_a_seed_are_marked(index):
    for task in read_plan(seed(index)[0]).tasks:
        limits = [*task.deadlines, *(item.deadline for item in task.inline_deadlines)]
        soft = any(limit.soft for limit in limits)
        assert not soft or (index, task.no) in SOFT
        for limit in limits:
            assert bool(limit.strict) == any("也可能指上一个月底" in warning for warning in task.warnings)


@pytest.mark.parametrize(("index", "count"), [(0, 49), (1, 0), (2, 43), (3, 0), (4, 0)])
def test_every_time_field_of_a_seed_is_understood(index, count):
    tasks = read_plan(seed(index)[0]).tasks
    assert sum(1 for task in tasks if task.deadline_text) == count
    assert all(limit.kind is not DeadlineKind.OTHER for task in tasks for limit in task.deadlines)


def wrapped(text, width=36):
    """The same plan as a scan gives it: lines cut at a width, a page number after every 24 lines, no blank lines."""
    lines = []
    for line in (line.strip() for line in text.splitlines()):
        for start in range(0, len(line), width):
            lines.append(line[start : start + width])
            if len(lines) % 25 == 24:
                lines.append(f"— {len(lines) // 25} —")
    return "\n".join(lines)


def square(text):
    return text.replace("（责任单位", "【责任单位").replace("（牵头单位", "【牵头单位")


CHANGES = {
    "wrapped": wrapped,
    "half-width": lambda text: text.translate(str.maketrans("（），：；", "(),:;")),
    "full-width": lambda text: text.translate(str.maketrans("(),:;0123456789", "（），：；０１２３４５６７８９")),
    "square": square,
    "windows": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("index", range(5))
def test_another_conversion_of_a_seed_reads_the_same(index, change, scorer):
    text, key = seed(index)
    score, errors = scorer.score(read_plan(CHANGES[change](text)).to_json(), key)
    assert not errors
    assert score["recall"][0] == score["precision"][0] == TASKS[index]


@pytest.mark.parametrize("index", range(5))
def test_spans_of_a_seed_lie_in_order_and_hold_their_text(index):
    text, _ = seed(index)
    lines = text.splitlines(keepends=True)
    last = 0
    for task in read_plan(text).tasks:
        source = task.source
        assert last <= source.start < source.end <= len(text)
        assert sum(map(len, lines[: source.line - 1])) <= source.start < sum(map(len, lines[: source.line]))
        inside = normalise(text[source.start : source.end])
        assert all("".join(part.split()) in inside for part in task.text.split("\n"))
        last = source.end
