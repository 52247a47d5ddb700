"""The one lock around pdfium: the library must not be entered by two threads, whoever reads which file."""

from __future__ import annotations

import threading

PDFIUM = threading.Lock()
"""Held from opening a document to closing it."""
