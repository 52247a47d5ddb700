"""Fonts of a PC, made from the shipped ones: other names, other rights, other coverage. Invented, never real files."""

import struct
from pathlib import Path

from services.printing.faces import SHIPPED_FOLDER

CHINA, AMERICA = 0x0804, 0x0409


def shipped(name):
    """The tables of a shipped face, by its style word: Kai, Hei, Song, FangSong, BiaoSong."""
    raw = (SHIPPED_FOLDER / f"GW-{name}.ttf").read_bytes()
    (count,) = struct.unpack(">H", raw[4:6])
    entries = [struct.unpack(">4sLLL", raw[12 + 16 * n : 28 + 16 * n]) for n in range(count)]
    return {tag: raw[start : start + length] for tag, _sum, start, length in entries}


def named(tables, chinese="", english="Crafted", postscript="Crafted"):
    """With these family and full names and no others."""
    records = [(AMERICA, 1, english), (AMERICA, 4, english), (AMERICA, 6, postscript)]
    if chinese:
        records += [(CHINA, 1, chinese), (CHINA, 4, chinese)]
    heads, texts = b"", b""
    for language, kind, words in records:
        text = words.encode("utf-16-be")
        heads += struct.pack(">6H", 3, 1, language, kind, len(text), len(texts))
        texts += text
    return {**tables, b"name": struct.pack(">3H", 0, len(records), 6 + len(heads)) + heads + texts}


def with_rights(tables, rights):
    """With other embedding rights (OS/2 fsType)."""
    os2 = tables[b"OS/2"]
    return {**tables, b"OS/2": os2[:8] + struct.pack(">H", rights) + os2[10:]}


def with_postscript_outlines(tables):
    """As a font whose outlines are not TrueType."""
    return {(b"CFF " if tag == b"glyf" else tag): table for tag, table in tables.items()}


def without(tables, chars, *, glyph=None):
    """Without `chars`: not mapped at all, or mapped to `glyph`."""
    mapped = {code: found for code, found in glyphs(tables).items() if chr(code) not in chars}
    if glyph is not None:
        mapped |= {ord(char): glyph for char in chars}
    groups = b"".join(struct.pack(">LLL", code, code, mapped[code]) for code in sorted(mapped))
    head = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    return {**tables, b"cmap": head + struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(mapped)) + groups}


def with_advance(tables, chars, advance):
    """With another advance for `chars`, in units of the face."""
    widths = bytearray(tables[b"hmtx"])
    for char in chars:
        struct.pack_into(">H", widths, 4 * glyphs(tables)[ord(char)], advance)
    return {**tables, b"hmtx": bytes(widths)}


def with_empty_outline(tables, char):
    """With the place of the character kept and its outline dropped, as trimmed fonts have it."""
    assert struct.unpack(">H", tables[b"head"][50:52]) == (1,)  # long offsets
    places, glyph = bytearray(tables[b"loca"]), glyphs(tables)[ord(char)]
    places[4 * glyph : 4 * glyph + 4] = places[4 * glyph + 4 : 4 * glyph + 8]
    return {**tables, b"loca": bytes(places)}


def glyphs(tables):
    """Glyph by code point, from the widest map of the face."""
    table = tables[b"cmap"]
    (count,) = struct.unpack(">H", table[2:4])
    starts = [struct.unpack(">HHL", table[4 + 8 * n : 12 + 8 * n])[2] for n in range(count)]
    start = next(start for start in starts if struct.unpack(">H", table[start : start + 2]) == (12,))
    (groups,) = struct.unpack(">L", table[start + 12 : start + 16])
    found = {}
    for n in range(groups):
        first, last, glyph = struct.unpack(">LLL", table[start + 16 + 12 * n : start + 28 + 12 * n])
        found |= {code: glyph + code - first for code in range(first, last + 1)}
    return found


def write(path: Path, *faces) -> Path:
    """One face as .ttf; several, or one in a file that is called so, as .ttc."""
    collection = path.suffix == ".ttc"
    start = 12 + 4 * len(faces) if collection else 0
    heads, bodies, body_at = [], [], start + sum(12 + 16 * len(tables) for tables in faces)
    starts = []
    for tables in faces:
        starts.append(start + sum(map(len, heads)))
        entries = b""
        for tag in sorted(tables):
            table = tables[tag]
            entries += struct.pack(">4sLLL", tag, 0, body_at, len(table))
            bodies.append(table + b"\0" * (-len(table) % 4))
            body_at += len(bodies[-1])
        kind = 0x4F54544F if b"CFF " in tables else 0x00010000
        heads.append(struct.pack(">LHHHH", kind, len(tables), 0, 0, 0) + entries)
    front = struct.pack(f">4sLL{len(faces)}L", b"ttcf", 0x00010000, len(faces), *starts) if collection else b""
    path.write_bytes(front + b"".join(heads) + b"".join(bodies))
    return path
