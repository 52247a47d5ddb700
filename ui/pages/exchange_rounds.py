"""报送情况: the rounds at the left, at the right every unit of the chosen one, who has sent back and who has not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QWidget

from services.access import Right
from services.exchange.collection_views import ReturnView, RoundView
from services.exchange.returns import MISSING, STATE_CHIPS, STATE_WORDS, ReturnState
from ui.context import UiContext
from ui.kit.controls import refuse
from ui.kit.parts import FilterChip, bar, button, col, empty, heading, holder, row, text
from ui.kit.table import CENTER, RIGHT, Column, Rows, State, Table, Wrong
from ui.kit.theme import u
from ui.kit.tick_table import TickTable
from ui.pages.exchange_round_acts import RoundActs

ROUNDS = (Column("报送", 8, stretch=True), Column("期限", 7), Column("已报", 3.5, RIGHT))
UNITS = (
    Column("", 1, CENTER),
    Column("单位", 10, stretch=True),
    Column("状态", 6),
    Column("报来日期", 5.5),
    *(Column(name, 2.2, RIGHT) for name in ("新增", "更新", "相同", "退回")),
    Column("文件", 8),
    Column("催报", 5),
)
TABLES = frozenset({"collection_round", "collection_return", "enforcement_agency"})


class RoundsPage(QWidget):
    """Nothing is sent by the program itself: it makes the files, the letter and the list."""

    status_changed = Signal(str)
    loaded = Signal()

    def __init__(self, context: UiContext, show_pdf: Callable[[Path], None]) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._context, self._service = context, context.desk.collections
        self.acts = RoundActs(context, self, show_pdf)
        self.acts.done.connect(self._acted)
        self.acts.made.connect(self.reload)
        self._rounds: Sequence[RoundView] = ()
        self._returns: Sequence[ReturnView] = ()
        self._shown: list[ReturnView] = []
        self._ticked: set[int] = set()
        self._only: ReturnState | None = None
        self._build()

    # --- for the window ----------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Read when it comes into sight."""
        super().showEvent(event)
        self.reload()

    def reload(self, chosen: int | None = None) -> None:
        """The rounds and the units of the chosen one (else of the one that was); what is ticked stays."""
        chosen = chosen or (self.round.id if self.round else None)

        def read() -> tuple[Sequence[RoundView], Sequence[ReturnView]]:
            rounds = self._service.rounds()
            here = next((one for one in rounds if one.id == chosen), rounds[0] if rounds else None)
            return rounds, self._service.returns(here.id) if here else ()

        self._context.jobs.read(self, read, partial(self._show, chosen))

    def on_changes(self, changes: Any) -> None:
        """A file came in, or a unit was renamed."""
        if self.isVisible() and TABLES & set(getattr(changes, "touched", {})):
            self.reload()

    def new_row(self) -> None:
        """Ctrl+N."""
        if self.create_button.isEnabled():
            self.acts.ask_round()

    def focus_first(self) -> None:
        """The keyboard starts among the units, or with the first round there is to make."""
        (self.units if self._rounds else self._begin if self._begin.isEnabled() else self).setFocus()

    def regions(self) -> tuple[QWidget, ...]:
        """Stops of F6."""
        return (self.rounds, self.units)

    def print_page(self) -> None:
        """Ctrl+P."""
        self._with_round(self.acts.print_missing)

    @property
    def round(self) -> RoundView | None:
        """The round that is chosen."""
        place = self.rounds.currentIndex().row()
        return self._rounds[place] if 0 <= place < len(self._rounds) else None

    def _with_round(self, act: Callable[[RoundView], None], _on: bool = False) -> None:
        if self.round is not None:
            act(self.round)

    def _remind(self) -> None:
        owing = self._owing()
        if self.round is not None and owing:
            refuse(self.remind_button, "正在拟稿。")  # a second press would make a second letter
            self.acts.remind(self.round, owing)

    def _acted(self) -> None:
        self._ticked.clear()
        self.reload()

    # --- what is shown -----------------------------------------------------------------------
    def _show(self, chosen: int | None, found: tuple[Sequence[RoundView], Sequence[ReturnView]]) -> None:
        self._rounds, self._returns = found
        model = self.rounds.model()
        assert isinstance(model, Rows)
        place = next((n for n, one in enumerate(self._rounds) if one.id == chosen), 0)
        self.rounds.blockSignals(True)
        self.rounds.selectionModel().blockSignals(True)
        model.replace([[one.title, _due(one), f"{one.came}/{one.total}"] for one in self._rounds])
        self.rounds.selectionModel().blockSignals(False)
        self.rounds.blockSignals(False)
        if self._rounds:
            self.rounds.selectRow(place)
        focus = QApplication.focusWidget()
        inside = focus if focus is not None and self.isAncestorOf(focus) else None
        self._both.setVisible(bool(self._rounds))
        self._nothing.setVisible(not self._rounds)
        self._ticked &= {view.id for view in self._returns}
        if inside is not None and not inside.isVisible():
            self.focus_first()  # what had the keyboard went out of sight
        self._show_units()
        self.loaded.emit()

    def _chosen(self) -> None:
        here = self.round
        if here is not None:
            self._ticked.clear()
            self._context.jobs.read(self, partial(self._service.returns, here.id), partial(self._show_returns, here.id))

    def _show_returns(self, round_id: int, returns: Sequence[ReturnView]) -> None:
        if self.round is not None and self.round.id == round_id:
            self._returns = returns
            self._show_units()

    def _show_units(self) -> None:
        for state, chip in self.chips.items():
            chip.set_count(sum(1 for view in self._returns if state in (None, view.state)))
        self._shown = [view for view in self._returns if self._only in (None, view.state)]
        place = self.units.currentIndex().row()
        model = self.units.model()
        assert isinstance(model, Rows)
        model.replace([_cells(view, view.id in self._ticked) for view in self._shown])
        if self._shown:
            self.units.selectRow(min(max(place, 0), len(self._shown) - 1))
        self._show_foot()

    def _show_foot(self) -> None:
        here = self.round
        owing, meant = self._owing(), self._meant()
        may_not = self.acts.lacks(Right.EDIT)
        sent = f"{here.sent_on:%Y-%m-%d}发出。" if here and here.sent_on else "还没有发出空表。"
        self.words.setText(sent if here else "")
        self.remind_button.setText(f"催报{len(owing)}个单位" if owing else "催报")
        refuse(self.remind_button, may_not or ("" if owing else "没有未报的单位。"))
        came = [view for view in meant if view.state not in MISSING]
        refuse(self.receive_button, may_not or ("" if len(came) < len(meant) else "选中的单位已经报送。"))
        refuse(self.back_button, may_not or ("" if came else "选中的单位还没有报送。"))
        refuse(self.send_button, may_not)
        refuse(self.due_button, may_not)
        refuse(self.remove_button, self.acts.lacks(Right.DELETE))
        self.status_changed.emit(f"{here.came}/{here.total}个单位已报" if here else "还没有报送")

    def _meant(self) -> list[ReturnView]:
        """The ticked units, without ticks the current one."""
        ticked = [view for view in self._returns if view.id in self._ticked]
        place = self.units.currentIndex().row()
        return ticked or self._shown[place : place + 1] if place >= 0 else ticked

    def _owing(self) -> list[ReturnView]:
        """Whom a reminder goes to: of the ticked units, without ticks of all."""
        among = [view for view in self._returns if view.id in self._ticked] or self._returns
        return [view for view in among if view.state in MISSING]

    def _tick(self, place: int) -> None:
        self._ticked ^= {self._shown[place].id}
        self._show_units()

    def _filter(self, state: ReturnState | None, _on: bool = False) -> None:
        self._only = state
        self._show_units()

    # --- construction ------------------------------------------------------------------------
    def _build(self) -> None:
        may_not = self.acts.lacks(Right.EDIT)
        self.create_button, self._begin = button("新建报送", "add"), button("新建报送", "add")
        for made in (self.create_button, self._begin):
            refuse(made, may_not)
            made.clicked.connect(self.acts.ask_round)
        self._nothing = empty(
            "send", "还没有报送", "选好台账、期限和单位，程序给每个单位生成一份填报表，收回来自动登记。", self._begin
        )
        self._nothing.hide()
        self.rounds = Table(ROUNDS, (), "报送")
        self.rounds.selectionModel().currentRowChanged.connect(lambda _now, _old: self._chosen())
        self.units = TickTable(UNITS, "单位")
        self.units.tick_wanted.connect(self._tick)
        self.units.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_foot())
        left = holder(col(bar(text("报送", "section"), None), (self.rounds, 1)))
        left.setFixedWidth(u(78))
        right = holder(col(bar(*self._chips(), None, *self._tools(), gap=1.5), (self.units, 1), self._foot()))
        self._both = holder(row(left, (right, 1), gap=3))
        head = heading("报送情况", "发出空表，登记收到，催报未报的单位。", self.create_button)
        self.setLayout(col(head, (self._both, 1), (self._nothing, 1), gap=3, pad=(4, 3)))

    def _chips(self) -> Sequence[FilterChip]:
        self.chips: dict[ReturnState | None, FilterChip] = {None: FilterChip("", "全部", 0, on=True)}
        self.chips |= {state: FilterChip(STATE_CHIPS[state], STATE_WORDS[state], 0) for state in ReturnState}
        self._group = QButtonGroup(self)
        for state, chip in self.chips.items():
            self._group.addButton(chip)
            chip.clicked.connect(partial(self._filter, state))
        return list(self.chips.values())

    def _tools(self) -> Sequence[QWidget]:
        self.due_button = button("改期限", "calendar", "quiet")
        self.remove_button = button("移走", "delete", "quiet", tip="移走这次报送，导入的数据不受影响")
        self.due_button.clicked.connect(partial(self._with_round, self.acts.ask_due))
        self.remove_button.clicked.connect(partial(self._with_round, self.acts.remove))
        return (self.due_button, self.remove_button)

    def _foot(self) -> QWidget:
        self.words = text("", "hint")
        self.back_button = button("退回重报", "restore")
        self.receive_button = button("登记收到", "ok")
        self.print_button = button("打印未报名单", "print", key="Ctrl+P")
        self.remind_button = button("催报", "letter")
        self.send_button = button("发出空表", "send", "main")
        acts = {
            self.back_button: lambda: self.acts.take_back(self._meant()),
            self.receive_button: lambda: self.acts.receive(self._meant()),
            self.print_button: self.print_page,
            self.remind_button: self._remind,
            self.send_button: partial(self._with_round, self.acts.ask_send),
        }
        for made, slot in acts.items():
            made.clicked.connect(slot)
        return holder(row(self.words, None, *acts))


def _due(one: RoundView) -> Any:
    if one.due_on is None:
        return ""
    day = f"{one.due_on:%Y-%m-%d}"
    return Wrong(day) if one.counts[ReturnState.LATE] else day


def _cells(view: ReturnView, ticked: bool) -> list[Any]:
    word = f"逾期{view.late_days}天" if view.state is ReturnState.LATE else STATE_WORDS[view.state]
    came = view.returned_on is not None
    figures = view.counts if view.file_name else (None, None, None, None)
    state = State(STATE_CHIPS[view.state], word)
    day = f"{view.returned_on:%Y-%m-%d}" if came else ""
    reminded = f"{view.reminded_on:%Y-%m-%d}" if view.reminded_on else ""
    return [ticked, view.unit, state, day, *figures, view.file_name, reminded]
