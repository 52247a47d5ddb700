"""Photos as agencies send them, made here; and what is no photo."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

WHITE = (255, 255, 255)


def jpeg(shirt=3, width=358, height=441, kb=18, ground=WHITE, dpi=350):
    """A head and shoulders of exactly `kb`; `shirt` makes one content differ from another."""
    image = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.21, 14, width * 0.79, height * 0.62), fill=(196, 150, 120))
    draw.rectangle((0, height * 0.72, width, height), fill=(40, 44, shirt * 25))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90, dpi=(dpi, dpi))
    body = buffer.getvalue()
    missing = kb * 1024 - len(body) - 4
    return body[:2] + b"\xff\xfe" + (missing + 2).to_bytes(2, "big") + b" " * missing + body[2:]


def png(width=358, height=441):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), WHITE).save(buffer, "PNG")
    return buffer.getvalue()


def png_bomb(side=60_000):
    """A few bytes that claim to be a picture of 3.6 thousand million dots."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def jpeg_bomb(side=60_000):
    """A JPEG whose frame header claims the same."""
    body = jpeg()
    at = body.index(b"\xff\xc0") + 5
    return body[:at] + struct.pack(">HH", side, side) + body[at + 4 :]


def put(folder, name, body):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    return file
