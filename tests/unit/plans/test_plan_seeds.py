"""The five plans from which the desk was made, against their hand-made keys (outside the project)."""

import importlib.util
import json
from pathlib import Path

import pytest

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
