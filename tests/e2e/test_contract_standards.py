"""`standard check` on the shipped standards and on what a slip of the hand makes of them."""

import copy
import json

import pytest

from main import main
from tests.conftest import ROOT

SHIPPED = sorted((ROOT / "resources" / "standards").glob("*.json"))


def first_item(known):
    return known["sections"][0]["items"][0]


def all_items(known):
    return [item for section in known["sections"] for item in section["items"]]


def parts(known):
    return [part for item in all_items(known) for part in (*item.get("rules", []), *item.get("criteria", []))]


def set_to(key, value):
    return lambda known: known.__setitem__(key, value)


def change_points(known):
    part = next(part for part in parts(known) if part.get("points"))
    part["points"] = "0" if part.get("kind") in ("FIXED", "PER_UNIT") else str(float(part["points"]) + 1)


def a_rule(kind, **values):
    def add(known):
        rule = {"id": "new", "text": "新规则", "kind": kind, "points": None, "min": None, "max": None, "cap": None}
        if not first_item(known).get("rules"):
            known["mode"] = "ADD_CAP"
            known["legality_points"] = None
        first_item(known).setdefault("rules", []).append(rule | values)

    return add


SLIPS = {
    "total higher": lambda known: known.__setitem__("total", known["total"] + 1),
    "total lower": lambda known: known.__setitem__("total", known["total"] - 1),
    "total nothing": set_to("total", 0),
    "an item more": lambda known: first_item(known).__setitem__("max", first_item(known)["max"] + 1),
    "a section less": lambda known: known["sections"][0].__setitem__("max", known["sections"][0]["max"] - 1),
    "a section gone": lambda known: known["sections"].pop(),
    "an item twice": lambda known: known["sections"][-1]["items"].append(copy.deepcopy(first_item(known))),
    "two items with one id": lambda known: all_items(known)[-1].__setitem__("id", first_item(known)["id"]),
    "two rules with one id": lambda known: parts(known)[-1].__setitem__("id", parts(known)[0]["id"]),
    "two vetoes with one id": lambda known: known.__setitem__("vetoes", [{"id": "V", "head": "a", "text": "b"}] * 2),
    "points changed": change_points,
    "no band at nothing": lambda known: known.__setitem__("bands", [b for b in known["bands"] if b["from"]]),
    "two bands from one": lambda known: known["bands"].append({**known["bands"][0], "name": "新"}),
    "no bands": set_to("bands", []),
    "a band that ends early": lambda known: max(known["bands"], key=lambda b: b["from"]).__setitem__("to", 95),
    "a band into the next": lambda known: min(known["bands"], key=lambda b: b["from"]).__setitem__("to", 75),
    "a fixed rule without points": a_rule("FIXED"),
    "a rule per unit below nothing": a_rule("PER_UNIT", points="-1"),
    "a range without its end": a_rule("RANGE", min="1"),
    "a range the wrong way": a_rule("RANGE", min="3", max="1"),
    "full credit out of 120": lambda known: known.update(total=120, na_policy="FULL_CREDIT"),
    "as zero out of 80": lambda known: known.update(total=80, na_policy="AS_ZERO"),
    "an unknown mode": set_to("mode", "SUM"),
    "no mode": lambda known: known.pop("mode"),
    "points as a word": lambda known: first_item(known).__setitem__("max", "十"),
}


@pytest.fixture
def check(capfd, tmp_path):
    def call(known):
        file = tmp_path / "标准.json"
        file.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        status = main(["standard", "check", str(file)])
        return status, *capfd.readouterr()

    return call


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_standard_may_be_locked(check, path):
    status, out, err = check(json.loads(path.read_text(encoding="utf-8")))
    answer = json.loads(out)
    assert (status, err, answer["ok"]) == (0, "", True)
    assert answer["sum"] in ("100.00", "120.00")


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_slip_in_a_shipped_standard_is_refused(check, path, slip):
    known = json.loads(path.read_text(encoding="utf-8"))
    SLIPS[slip](known)
    status, out, err = check(known)
    answer = json.loads(out)
    if status == 1:
        assert answer["ok"] is False
        assert any(problem["level"] == "error" for problem in answer["problems"])
        assert err == ""
    else:
        assert status == 2
        assert answer["error"]["level"] == "error"
        assert err.count("\n") == 1
