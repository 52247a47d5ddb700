"""What can be done with one unit's part of a task, and where it leads (documents note C3): the only table of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.obligation import NoteKind
from models.obligation import ObligationState as State


class Act(StrEnum):
    """Acts on an obligation. 逾期 is none of them: it comes from the date."""

    PROGRESS = "progress"
    REPORT = "report"
    PASS = "pass"
    RETURN = "return"
    EXEMPT = "exempt"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Step:
    """`targets` says from which states the act leads where; `note` is the kind of note that it leaves."""

    label: str
    icon: str
    note: NoteKind
    targets: Mapping[State, State]


STEPS: Mapping[Act, Step] = {
    Act.PROGRESS: Step(
        "登记进展",
        "edit",
        NoteKind.PROGRESS,
        {
            State.TODO: State.RUNNING,
            State.RUNNING: State.RUNNING,
            State.RETURNED: State.RUNNING,
            State.ONGOING: State.ONGOING,
        },
    ),
    Act.REPORT: Step(
        "报送自评",
        "send",
        NoteKind.REPORT,
        {State.TODO: State.REPORTED, State.RUNNING: State.REPORTED, State.RETURNED: State.REPORTED},
    ),
    Act.PASS: Step("核验通过", "st-done", NoteKind.CHECK, {State.REPORTED: State.DONE}),
    Act.RETURN: Step("核验退回", "st-back", NoteKind.RETURN, {State.REPORTED: State.RETURNED}),
    Act.EXEMPT: Step(
        "不适用",
        "st-na",
        NoteKind.EXEMPT,
        {
            State.TODO: State.EXEMPT,
            State.RUNNING: State.EXEMPT,
            State.RETURNED: State.EXEMPT,
            State.ONGOING: State.EXEMPT,
        },
    ),
    Act.REOPEN: Step("重新打开", "undo", NoteKind.REOPENED, {State.DONE: State.RUNNING, State.EXEMPT: State.RUNNING}),
}
OPEN = frozenset({State.TODO, State.RUNNING, State.REPORTED, State.RETURNED})  # what still stands against closing
_WAITING = "已报送自评，等核验。先核验通过或退回。"
_DONE = "已经核验通过。要改先重新打开。"
_EXEMPT = "已列为不适用。要改先重新打开。"
_SETTLED = {State.REPORTED: _WAITING, State.DONE: _DONE, State.EXEMPT: _EXEMPT}
_UNREPORTED = "还没有报送自评，不能核验。先登记报送自评。"
_REFUSALS: Mapping[Act, Mapping[State, str]] = {
    Act.PROGRESS: _SETTLED,
    Act.REPORT: _SETTLED | {State.ONGOING: "长期任务没有时限，登记进展即可。"},
    Act.PASS: {State.DONE: _DONE, State.EXEMPT: _EXEMPT},
    Act.RETURN: {State.DONE: _DONE, State.EXEMPT: _EXEMPT},
    Act.EXEMPT: _SETTLED,
    Act.REOPEN: {},
}


def why_not(act: Act, state: State) -> str:
    """Why the act cannot be done in this state, as a sentence; empty where it can."""
    if state in STEPS[act].targets:
        return ""
    if act is Act.REOPEN:
        return "还没有办结，不用重新打开。"
    return _REFUSALS[act].get(state, _UNREPORTED)


def after(act: Act, state: State, *, long_term: bool) -> State:
    """The state that the act leads to; KeyError where it cannot be done.

    `long_term`: the task has no date to be met (any more), so what is opened again goes on without one.
    """
    target = STEPS[act].targets[state]
    return State.ONGOING if act is Act.REOPEN and long_term else target
