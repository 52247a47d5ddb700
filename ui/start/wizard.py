"""The first start: six short steps, nothing is stored before the administrator's password is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget

from services.errors import ServiceError, ValidationError
from ui.jobs import Jobs
from ui.kit.controls import Glyph, button, glyph, text
from ui.kit.layout import col, holder, row, rule
from ui.kit.theme import u
from ui.start.services import Opened, StartServices
from ui.start.steps import AdminStep, BeginStep, BureauStep, CodeStep, PlaceStep, RulesStep, Step

EXISTS = "这个文件夹里已经有工作台的数据。打开它，或换一个文件夹。"
SIGNS = {"done": ("st-done", "done"), "here": ("st-run", "accent"), "open": ("st-todo", "text2")}


class Wizard(QFrame):
    """`finished` carries the opened desk, `found` a folder that holds one already, `leave` ends the program."""

    finished = Signal(object)
    found = Signal(object)
    leave = Signal()
    stepped = Signal(int)

    def __init__(self, services: StartServices, jobs: Jobs, folder: Path) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._services, self._jobs = services, jobs
        self._created = False
        self._busy = False
        self.bureau, self.rules, self.place = BureauStep(), RulesStep(), PlaceStep(folder)
        self.admin, self.code, self.begin = AdminStep(), CodeStep(self._print), BeginStep()
        self.steps: tuple[Step, ...] = (self.bureau, self.rules, self.place, self.admin, self.code, self.begin)
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
            step.entered.connect(self.forward)
        self._signs: list[Glyph] = [glyph("st-todo", "text2", 4.5) for _step in self.steps]
        self._names = [text(step.title, "hint") for step in self.steps]
        self.open_found = button("打开它", kind="link")
        self.open_found.clicked.connect(lambda: self.found.emit(self.place.folder()))
        self.open_found.hide()
        self._build()
        back_key = QShortcut(QKeySequence("Alt+Left"), self)
        back_key.activated.connect(self.back)
        self._show(0)

    @property
    def number(self) -> int:
        """Number of the step that is shown, from 0."""
        return self._stack.currentIndex()

    def forward(self) -> None:
        """Check this step, then the next one."""
        step = self.steps[self.number]
        step.clear()
        self.open_found.hide()
        if self._busy or self._say(step, step.problems()):
            return
        if step is self.place:
            self._check_place()
        elif step is self.admin and not self._created:
            self._create()
        elif step is self.begin:
            self._finish()
        else:
            self._show(self.number + 1)

    def back(self) -> None:
        """Nothing is lost; what is set up stays set up."""
        if self.previous.isEnabled():
            self._show(self.number - 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if target := self.steps[self.number].first():
            target.setFocus()

    def _build(self) -> None:
        lines = [row(sign, name, None, gap=2) for sign, name in zip(self._signs, self._names, strict=True)]
        foot_note = text("共6步，约3分钟。\n设立前随时可以返回修改。", "caption")
        left = holder(
            col(text("第一次使用", "section"), 1, *lines, None, foot_note, gap=3, pad=(5, 5)), ground="sunken"
        )
        left.setFixedWidth(u(46))
        self.quit = button("退出", kind="quiet")
        self.quit.clicked.connect(self.leave)
        self.previous = button("上一步", key="Alt+Left")
        self.previous.clicked.connect(self.back)
        self.next = button("下一步", kind="main", key="Return")
        self.next.clicked.connect(self.forward)
        foot = row(self.quit, None, self.open_found, self.previous, self.next, pad=(5, 3))
        card = holder(col((row(left, (self._stack, 1), gap=0), 1), rule(), foot, gap=0), box="panel")
        card.setMinimumSize(u(210), u(142))
        self.setLayout(col(None, row(None, card, None), None))

    def _show(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for n, (sign, name) in enumerate(zip(self._signs, self._names, strict=True)):
            state = "done" if n < number else "here" if n == number else "open"
            sign.show_icon(*SIGNS[state])
            name.setProperty("role", "strong" if n == number else "hint")
            name.style().unpolish(name)
            name.style().polish(name)
        self._allow()
        if target := self.steps[number].first():
            target.setFocus()
        self.stepped.emit(number)

    def _allow(self) -> None:
        locked = self._created and self.steps[self.number] is self.code
        self.previous.setEnabled(self.number > 0 and not locked and not self._busy)
        self.previous.setToolTip("已经设立，不能再返回" if locked else "上一步　" + QKeySequence("Alt+Left").toString())
        self.next.setText("开始使用" if self.steps[self.number] is self.begin else "下一步")
        self.next.setEnabled(not self._busy)
        self.quit.setEnabled(not self._busy)

    def _say(self, step: Step, problems: Mapping[str, str]) -> bool:
        for key, sentence in problems.items():
            step.say(key, sentence)
        first = next((step.fields[key].widget for key in problems if key in step.fields), None)
        if first is not None:
            first.setFocus()
        return bool(problems)

    def _wait(self, busy: bool, words: str = "") -> None:
        self._busy = busy
        self._allow()
        if busy:
            self.next.setText(words)

    def _check_place(self) -> None:
        folder, services = self.place.folder(), self._services
        self._wait(True, "正在检查…")

        def work() -> bool:
            services.check_place(folder)
            return services.exists(folder)

        self._jobs.read(self, work, self._place_checked, self._refuse(self.place, "folder"))

    def _place_checked(self, exists: bool) -> None:
        self._wait(False)
        if exists:
            self.place.say("folder", EXISTS)
            self.open_found.show()
        else:
            self._show(self.number + 1)

    def _create(self) -> None:
        values = {key: value for step in self.steps for key, value in step.values().items()}
        folder, services = self.place.folder(), self._services
        self._wait(True, "正在设立…")
        self._jobs.write(
            self, lambda _job: services.create(folder, values), self._code_made, self._refuse(self.admin, "user_name")
        )

    def _code_made(self, code: str) -> None:
        self._created = True
        self._wait(False)
        self.code.show_code(code)
        self._show(self.number + 1)

    def _finish(self) -> None:
        values, folder, services = self.admin.values(), self.place.folder(), self._services
        sample = self.begin.sample.isChecked()
        self._wait(True, "正在打开…")

        def work() -> Opened:
            opened = services.sign_in(folder, values["admin_user"], values["password"])
            services.prepare(opened, sample=sample)
            return opened

        self._jobs.write(self, lambda _job: work(), self.finished.emit, self._refuse(self.begin, ""))

    def _refuse(self, step: Step, key: str) -> Callable[[ServiceError], None]:
        def refused(error: ServiceError) -> None:
            self._wait(False)
            problems = error.problems if isinstance(error, ValidationError) else {key: str(error)}
            home = next((s for s in self.steps if any(k in s.fields for k in problems)), step)
            if home is not step:
                self._show(self.steps.index(home))
            self._say(home, problems)

        return refused

    def _print(self, code: str) -> None:
        from ui.start.print_code import print_recovery_code  # printing is loaded by the few who print

        print_recovery_code(self, code, self.bureau.values().get("bureau", ""))
