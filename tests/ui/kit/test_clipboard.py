"""Copied rows, and the end of the program that copied them."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from ui.kit.clipboard import copy_table, leave_plain_text

ROOT = Path(__file__).resolve().parents[3]
COPY_AND_END = """
from PySide6.QtWidgets import QApplication
from ui.kit.clipboard import copy_table
app = QApplication([])
copy_table("甲\\t乙", "<table></table>")
"""


def test_a_program_that_copied_rows_ends_without_a_crash():
    ended = subprocess.run([sys.executable, "-c", COPY_AND_END], cwd=ROOT, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_what_was_copied_stays_as_words(qapp):
    copy_table("甲\t乙", "<table><tr><td>甲</td><td>乙</td></tr></table>")
    assert QGuiApplication.clipboard().mimeData().hasHtml()
    leave_plain_text()
    assert QGuiApplication.clipboard().text() == "甲\t乙"
