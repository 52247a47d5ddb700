"""The recovery code on paper; it is never written to the disk."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from ui.kit import theme


def sheet(code: str, bureau: str) -> QTextDocument:
    """Bureau, what it is, the code in large groups, how to keep it."""
    groups = code.split("-")
    lines = "<br>".join(escape("　".join(groups[n : n + 4])) for n in range(0, len(groups), 4))
    document = QTextDocument()
    document.setDefaultFont(theme.font("section"))
    document.setHtml(
        f"<h2>{escape(bureau)}</h2><p>执法监督工作台　恢复码</p><p style='font-size: 20pt'>{lines}</p>"
        "<p>忘记密码时，在登录窗口选“忘记密码”，输入这组字符，重设密码。</p><p>和公章一样保管，不要存在电脑里。</p>"
    )
    return document


def print_recovery_code(parent: QWidget, code: str, bureau: str) -> None:
    """By the system's print dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印恢复码")
    dialog.accepted.connect(lambda: sheet(code, bureau).print_(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # QPrintDialog.open would want a slot by name
