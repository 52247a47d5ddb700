"""The rule sets of provinces that a bureau can choose from; what they hold comes with the register's own part."""

from __future__ import annotations

PROVINCE_RULES = ("通用", "重庆", "山东", "宁夏", "广东", "山西")
