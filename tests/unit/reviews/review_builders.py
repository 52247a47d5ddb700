"""Small standards and sheets for the tests of case review, in the exchange form."""

import json

from services.reviews.scoring import score
from services.reviews.sheet import sheet_from_json
from services.reviews.standard import standard_from_json

BANDS = [
    {"name": "优秀", "from": 90, "pass": True},
    {"name": "良好", "from": 80, "pass": True},
    {"name": "合格", "from": 60, "pass": True},
    {"name": "不合格", "from": 0, "pass": False},
]


def rule(rule_id, kind="FIXED", points=None, **more):
    return {"id": rule_id, "text": f"规则{rule_id}", "kind": kind, "points": points, **more}


def item(item_id, points, rules=(), criteria=(), **more):
    return {
        "id": item_id,
        "name": f"项目{item_id}",
        "max": points,
        "na": True,
        "absent_zero": True,
        "rules": list(rules),
        "criteria": [
            {"id": f"{item_id}-{n}", "text": "要点", "na": True, "zero_item": False} | part
            for n, part in enumerate(criteria, 1)
        ],
        **more,
    }


def standard(items, **changes):
    """A standard of one section over `items`; 100 points, RESCALE, SCORE_ZERO unless changed."""
    total = changes.get("total", 100)
    value = {
        "family": "示例标准",
        "name": "示例县案卷评分表",
        "version": "2026",
        "case_type": "处罚普通",
        "valid_from": None,
        "issuer": "示例县司法局",
        "status": "proposed",
        "mode": "ADD_CAP",
        "na_policy": "RESCALE",
        "veto_effect": "SCORE_ZERO",
        "total": total,
        "legality_points": None,
        "base_cap": None,
        "base_counts": "once",
        "bonus_cap": None,
        "minus_cap": None,
        "cap_total": 100,
        "round": 2,
        "grade_on": "rounded",
        "bands": BANDS,
        "sections": [{"name": "全部", "max": total, "items": list(items)}],
        "vetoes": [{"id": "V1", "head": "程序", "text": "没有告知", "basis": ""}],
        "base": [],
        "bonus": [],
        "minus": [],
    }
    return value | changes


def read(value):
    return standard_from_json(json.dumps(value, ensure_ascii=False))


def scored(value, **marks):
    """The contract's answer for a sheet with these marks. `value` is a standard or its JSON object."""
    known = read(value) if isinstance(value, dict) else value
    return score(known, sheet_from_json(json.dumps(marks, ensure_ascii=False))).to_json()


def plain_items():
    """30 points with every kind of rule, and 70 points to make the rest."""
    return [
        item(
            "1",
            30,
            [
                rule("1a", "FIXED", "4"),
                rule("1b", "PER_UNIT", "0.5", cap="2"),
                rule("1c", "RANGE", min="1", max="3"),
                rule("1d", "ZERO_ITEM"),
                rule("1e", "FIXED", "28"),
            ],
        ),
        item("2", 70, [rule("2a", "FIXED", "7"), rule("2b", "PER_UNIT", "1.5")]),
    ]


def codes(answer, level=None):
    return [p["code"] for p in answer["problems"] if level in (None, p["level"])]


def line(answer, item_id):
    return next(entry for entry in answer["items"] if entry["id"] == item_id)
