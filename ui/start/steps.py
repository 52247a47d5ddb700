"""The steps of the first start: what is asked, and what is wrong with the answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFileDialog, QFrame, QLineEdit, QRadioButton, QWidget

from services.province_keys import PROVINCE_RULES
from ui.kit.controls import button, field, text
from ui.kit.layout import Item, col, panel, row
from ui.kit.notes import ErrorLine, LabelledField, secret
from ui.kit.theme import u

DIFFERENT = "两次输入的密码不一样。请再输一次。"


class Step(QFrame):
    """`fields` by the names that the services use in their errors."""

    title = ""
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, LabelledField] = {}
        self.error = ErrorLine()

    def fill(self, lead: str, *items: Item) -> None:
        """Title, one sentence, then the parts."""
        head = (text(self.title, "title"), text(lead, "hint", wrap=True), 2)
        self.setLayout(col(*head, *items, self.error, None, gap=2, pad=(7, 5)))
        for line in self.findChildren(QLineEdit):
            line.returnPressed.connect(self.entered)

    def say(self, key: str, sentence: str) -> None:
        """Beside the field where there is one, else at the foot."""
        place = self.fields.get(key)
        (place or self.error).say(sentence)

    def clear(self) -> None:
        """Take every sentence away."""
        self.error.say("")
        for place in self.fields.values():
            place.say("")

    def values(self) -> dict[str, str]:
        """What was answered."""
        return {}

    def problems(self) -> dict[str, str]:
        """What can be told without the services."""
        return {}

    def first(self) -> QWidget | None:
        """What takes the focus when the step is shown."""
        return next(iter(self.fields.values())).widget if self.fields else None


class BureauStep(Step):
    """单位名称."""

    title = "单位名称"

    def __init__(self) -> None:
        super().__init__()
        self.bureau, self.county = field("如：示例县司法局"), field("如：示例县")
        self.fields = {
            "bureau": LabelledField("单位名称", self.bureau, must=True),
            "county": LabelledField("县（市、区）名称", self.county, must=True),
        }
        self.fill("写在窗口、台账和打印件上，以后可以在“系统”中更改。", *self.fields.values())

    def values(self) -> dict[str, str]:
        return {"bureau": self.bureau.text().strip(), "county": self.county.text().strip()}

    def problems(self) -> dict[str, str]:
        labels = {"bureau": "单位名称", "county": "县（市、区）名称"}
        return {key: f"请填写“{labels[key]}”。" for key, value in self.values().items() if not value}


class RulesStep(Step):
    """适用规则."""

    title = "适用规则"

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        for name in PROVINCE_RULES:
            words = "通用规则（没有本省规则时使用）" if name == "通用" else f"{name}规则"
            self.choices[name] = QRadioButton(words)
            self._group.addButton(self.choices[name])
        self.choices["通用"].setChecked(True)
        note = text("各项天数和提醒列在“系统”的设置里，附有依据，可以逐项改。", wrap=True)
        lead = "发证、学时和评查的口径因省而异。这里登记适用哪一套，以后可以在“系统”中更改。"
        self.fill(lead, *self.choices.values(), 1, panel(note, box="note"))

    def values(self) -> dict[str, str]:
        return {"rules": next(name for name, choice in self.choices.items() if choice.isChecked())}

    def first(self) -> QWidget | None:
        return next(choice for choice in self.choices.values() if choice.isChecked())


class PlaceStep(Step):
    """数据位置."""

    title = "数据位置"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.place = QLineEdit(str(folder))
        self.fields = {"folder": LabelledField("数据文件夹", self.place, must=True)}
        find = button("选择文件夹", "folder")
        find.clicked.connect(self._find)
        lead = "全部数据、附件和备份都存在这个文件夹里，内容是加密的。"
        note = text(
            "不要放在网络盘、U盘或会自动同步的文件夹里。另存一份备份的位置以后在“系统”中设置。", "hint", wrap=True
        )
        self.fill(lead, self.fields["folder"], row(find, None), 1, note)

    def folder(self) -> Path:
        """What was chosen."""
        return Path(self.place.text().strip())

    def problems(self) -> dict[str, str]:
        typed = self.place.text().strip()
        if not typed:
            return {"folder": "请选择数据文件夹。"}
        return {} if Path(typed).is_absolute() else {"folder": "请写完整的位置，从盘符开始。"}

    def _find(self) -> None:
        place = QFileDialog.getExistingDirectory(self, "数据文件夹", self.place.text())
        if place:
            self.place.setText(place)
            self.fields["folder"].say("")


class AdminStep(Step):
    """管理员."""

    title = "管理员"

    def __init__(self) -> None:
        super().__init__()
        self.user, self.name = field("登录时选的名字，如：qimc"), field("写进历史的姓名，如：齐明川")
        self.password, self.again = secret(), secret()
        self.fields = {
            "user_name": LabelledField("用户名", self.user, must=True),
            "display_name": LabelledField("姓名", self.name, must=True),
            "password": LabelledField("密码", self.password, must=True, hint="至少8位，不要和用户名相同。"),
            "again": LabelledField("再输一次", self.again, must=True),
        }
        lead = "管理员可以登记其他账户、修改设置、备份和恢复。密码不存在任何地方，只能重设。"
        names = row((self.fields["user_name"], 1), (self.fields["display_name"], 1), gap=4)
        secrets = row((self.fields["password"], 1), (self.fields["again"], 1), gap=4)
        self.fill(lead, names, secrets)

    def values(self) -> dict[str, str]:
        return {
            "admin_user": self.user.text().strip(),
            "admin_name": self.name.text().strip(),
            "password": self.password.text(),
        }

    def problems(self) -> dict[str, str]:
        if self.password.text() != self.again.text():
            return {"again": DIFFERENT}
        return {}


class CodeStep(Step):
    """恢复码, shown once."""

    title = "恢复码"

    def __init__(self, print_code: Callable[[str], None]) -> None:
        super().__init__()
        self.code = text("", "title", wrap=True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setAccessibleName("恢复码")
        self.print, self.copy = button("打印", "print"), button("复制", "copy", "quiet")
        self.print.clicked.connect(lambda: print_code(self.code.text()))
        self.copy.clicked.connect(self._copy)
        self.kept = QCheckBox("我已抄好，或已打印收好")
        self.kept.toggled.connect(lambda _on: self.error.say(""))
        lead = "忘记密码时只有它能重设。只显示这一次，程序不保存。"
        card = panel(self.code, row(self.print, self.copy, None), box="note")
        advice = text("和公章一样保管：打印后放进保险柜，不要存在这台电脑里。", wrap=True)
        self.fill(lead, card, advice, 1, self.kept)

    def show_code(self, code: str) -> None:
        """Eight groups of four, wide apart so that they can be copied by hand."""
        self.code.setText(code)
        self.code.setMinimumHeight(u(8))

    def problems(self) -> dict[str, str]:
        return {} if self.kept.isChecked() else {"kept": "请先抄好或打印恢复码，再打勾。"}

    def first(self) -> QWidget | None:
        return self.print

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self.copy.setText("已复制")


class BeginStep(Step):
    """Sample data or nothing."""

    title = "开始使用"

    def __init__(self) -> None:
        super().__init__()
        self.sample = QRadioButton("载入示例县，先看看再说")
        self.empty = QRadioButton("从空白开始")
        self.sample.setChecked(True)
        self._group = QButtonGroup(self)
        self._group.addButton(self.sample)
        self._group.addButton(self.empty)
        words = "示例县的单位和人员都是虚构的，各页都有内容。窗口上方会一直标明，随时可以一次清除。"
        self.fill("已经设立好了。", self.sample, text(words, "hint", wrap=True), 1, self.empty)

    def first(self) -> QWidget | None:
        return self.sample
