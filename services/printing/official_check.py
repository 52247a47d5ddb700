"""Faults in the content of an official document, each with the clause it goes against. Nothing here stops the layout.

An error departs from what GB/T 9704 lays down (规定); a warning from what is usual, advised or practised. Hints, and
corrections that can be offered, come with `services.printing.checking.check.findings`.
"""

from __future__ import annotations

from services.printing.checking.check import findings
from services.printing.official_model import OfficialDocument
from services.problems import Level, Problem


def check_official(document: OfficialDocument) -> list[Problem]:
    """Every error and warning, the most binding first; hints are left to the window and to `document check`."""
    return [found.problem() for found in findings(document) if found.level is not Level.INFO]
