"""What the acceptance tests share: a file in, the object of `import … --dry-run --json` out."""

import json
from argparse import Namespace
from pathlib import Path

from import_files import TODAY

from services.commands.bring import run_import


def answer(tmp_path, file, kind="officers", unit=""):
    """Exit status and object of the command, run in this process without data."""
    out = Path(tmp_path) / "answer.json"
    status = run_import(
        None,
        Namespace(
            kind=kind,
            file=[Path(file)],
            unit=unit,
            on=TODAY,
            dry_run=True,
            json=out,
            rejects=None,
            sheet=None,
            all_sheets=False,
        ),
    )
    return status, json.loads(out.read_text(encoding="utf-8"))


def codes(found, row=0):
    """The codes of one row of the answer, without the purely informative ones."""
    return [p["code"] for p in found["rows"][row]["problems"] if p["level"] != "info"]


def first(found):
    """Values and problems of the first row."""
    return found["rows"][0]["values"], found["rows"][0]["problems"]
