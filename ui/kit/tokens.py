"""Design tokens: the only place where a colour, a size or a radius is a literal."""

from __future__ import annotations

UNIT = 4
"""Logical pixels of one grid unit; every gap, padding and height is a number of units."""

COLOUR = {
    # ground
    "window": "#F5F4F2",
    "panel": "#FFFFFF",
    "sunken": "#ECEAE6",
    "header": "#F2F0ED",
    "zebra": "#FAF9F8",
    "hover": "#F0EEEA",
    "tooltip": "#2B2926",
    # lines
    "line": "#DEDBD6",
    "line_strong": "#C4BFB8",
    "control": "#87817A",
    # ink
    "text": "#1F1D1A",
    "text2": "#57534D",
    "text_off": "#8E8881",
    "on_dark": "#FFFFFF",
    # accent: what is official, and the one next act of a page
    "accent": "#7D3527",
    "accent_hover": "#6A2B1F",
    "accent_down": "#562218",
    "accent_soft": "#F5EAE7",
    # selection and focus: where I am
    "select": "#1D5C9E",
    "select_soft": "#DCE9F7",
    "select_text": "#12304F",
    "focus": "#1D5C9E",
    "link": "#1A5596",
    # states: ink on its soft ground
    "late": "#B3151B",
    "late_soft": "#FCE8E7",
    "deep": "#7A0C12",
    "deep_soft": "#F3D3D1",
    "near": "#665700",
    "near_soft": "#FAF3C6",
    "due": "#855000",
    "due_soft": "#FDF0D6",
    "wait": "#5A4690",
    "wait_soft": "#EEEAF8",
    "run": "#1D5C9E",
    "run_soft": "#E4EEF9",
    "done": "#1C6839",
    "done_soft": "#E3F2E8",
    "todo": "#57534D",
    "todo_soft": "#F0EEEA",
    "back": "#8C2560",
    "back_soft": "#F9E7F0",
    "long": "#0F6167",
    "long_soft": "#DFF1F1",
    "off": "#57534D",
    "off_soft": "#E6E3DE",
    # chart: one hue for data; misses take `late` with hatching
    "data": "#4A7FB5",
    "data_soft": "#A9C4DF",
    "grid": "#E4E1DC",
    # heat of a year: how many things fall on a day; the last one carries white figures
    "heat1": "#E4EEF9",
    "heat2": "#BFD5EC",
    "heat3": "#93B6DB",
    "heat4": "#2A639F",
}

TYPE = {"caption": 9.0, "body": 10.5, "strong": 10.5, "section": 12.0, "title": 15.0, "figure": 21.0}
"""Point sizes by role; multiples of 0.75 are whole pixels at 100, 150 and 200 %."""

RADIUS = {"small": 2, "control": 4, "panel": 6, "chip": 10}

TEXT_SIZES = {"标准": 1.0, "大": 1.15, "特大": 1.3}
"""The clerk's choice of text size; it scales type and grid and takes effect at the next start."""

STATE = {
    "late": ("late", "late_soft", "st-late"),
    "deep": ("deep", "deep_soft", "st-deep"),
    "near": ("near", "near_soft", "st-near"),
    "normal": ("done", "done_soft", "st-normal"),
    "due": ("due", "due_soft", "st-due"),
    "wait": ("wait", "wait_soft", "st-wait"),
    "run": ("run", "run_soft", "st-run"),
    "done": ("done", "done_soft", "st-done"),
    "todo": ("todo", "todo_soft", "st-todo"),
    "back": ("back", "back_soft", "st-back"),
    "hold": ("due", "due_soft", "st-hold"),
    "void": ("off", "off_soft", "st-void"),
    "long": ("long", "long_soft", "st-long"),
    "na": ("off", "off_soft", "st-na"),
    "new": ("done", "done_soft", "st-new"),
    "change": ("run", "run_soft", "st-change"),
    "same": ("todo", "todo_soft", "st-same"),
    "error": ("late", "late_soft", "st-error"),
    "ask": ("due", "due_soft", "st-warn"),
    "info": ("run", "run_soft", "info"),
}
"""State kind → ink, ground, icon. The ledger gives the word; shape and word differ even in black and white."""

SHIPPED_FACE = "GW UI"
FONT_UI = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "微软雅黑",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    SHIPPED_FACE,
    "GW Hei",
)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two #RRGGBB colours (WCAG 2.1): text needs 4.5, edges 3.0."""
    hi, lo = sorted((luminance(a), luminance(b)), reverse=True)
    return (hi + 0.05) / (lo + 0.05)
