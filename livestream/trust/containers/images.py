"""PNG (iTXt) and JPEG (APP1): an XMP packet with the element TC260:AIGC, merged into the one that is there."""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from livestream.trust.containers.files import LabelError, replacing

_NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_PNG = b"\x89PNG\r\n\x1a\n"
_XMP_TEXT = b"XML:com.adobe.xmp"
_XMP_APP1 = b"http://ns.adobe.com/xap/1.0/\0"
_ELEMENT = re.compile(r"<TC260:AIGC>(.*?)</TC260:AIGC>", re.DOTALL)
_DESCRIPTION = re.compile(
    rf'<rdf:Description[^>]*xmlns:TC260="{re.escape(_NAMESPACE)}"[^>]*>\s*<TC260:AIGC>.*?</TC260:AIGC>\s*</rdf:Description>', re.DOTALL
)


def write(path: Path, label: str) -> None:
    """Put the label into the picture's XMP; pixels and other metadata stay as they are."""
    data = path.read_bytes()
    if data.startswith(_PNG):
        fresh = _write_png(data, label, path)
    elif data.startswith(b"\xff\xd8"):
        fresh = _write_jpeg(data, label, path)
    else:
        raise LabelError(f"{path.name} is no PNG or JPEG picture: save it as one of them first.")
    with replacing(path) as target:
        target.write_bytes(fresh)


def read(path: Path) -> str | None:
    """The label in the picture's XMP; LabelError when there are several."""
    data = path.read_bytes()
    if data.startswith(_PNG):
        packets = [_png_text(body) for kind, body in _png_chunks(data, path) if kind == b"iTXt" and body.startswith(_XMP_TEXT + b"\0")]
    elif data.startswith(b"\xff\xd8"):
        packets = [
            body[len(_XMP_APP1) :].decode() for marker, body in _segments(data, path)[0] if marker == 0xE1 and body.startswith(_XMP_APP1)
        ]
    else:
        raise LabelError(f"{path.name} is no PNG or JPEG picture.")
    found = [unescape(text) for packet in packets for text in _ELEMENT.findall(packet)]
    if len(found) > 1:
        raise LabelError(f"{path.name} carries {len(found)} AI labels; label it again to leave one.")
    return found[0] if found else None


def _packet(old: str, label: str) -> str:
    entry = f'<rdf:Description rdf:about="" xmlns:TC260="{_NAMESPACE}"><TC260:AIGC>{escape(label)}</TC260:AIGC></rdf:Description>'
    old = _DESCRIPTION.sub("", old)
    if "</rdf:RDF>" in old:
        return old.replace("</rdf:RDF>", entry + "</rdf:RDF>", 1)
    rdf = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{entry}</rdf:RDF>'
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">{rdf}</x:xmpmeta><?xpacket end="w"?>'
    )


def _write_png(data: bytes, label: str, path: Path) -> bytes:
    out, old = [], ""
    for kind, body in _png_chunks(data, path):
        if kind == b"iTXt" and body.startswith(_XMP_TEXT + b"\0"):
            old = old or _png_text(body)
        else:
            out.append((kind, body))
    out.insert(1, (b"iTXt", _XMP_TEXT + b"\0\0\0\0\0" + _packet(old, label).encode()))
    return _PNG + b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in out)


def _png_chunks(data: bytes, path: Path) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while place + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        yield kind, data[place + 8 : place + 8 + size]
        place += 12 + size
        if kind == b"IEND":
            return
    raise LabelError(f"{path.name} ends too early: the picture is cut off.")


def _png_text(body: bytes) -> str:
    """The text of an iTXt chunk: keyword 0 compressed method language 0 translated 0 text."""
    _, rest = body.split(b"\0", 1)
    compressed, rest = rest[0], rest[2:]
    text = rest.split(b"\0", 2)[2]
    return (zlib.decompress(text) if compressed else text).decode()


def _write_jpeg(data: bytes, label: str, path: Path) -> bytes:
    segments, pixels = _segments(data, path)
    old = next((body[len(_XMP_APP1) :].decode() for marker, body in segments if marker == 0xE1 and body.startswith(_XMP_APP1)), "")
    kept = [(m, b) for m, b in segments if not (m == 0xE1 and b.startswith(_XMP_APP1))]
    body = _XMP_APP1 + _packet(old, label).encode()
    if len(body) > 65_533:
        raise LabelError(f"{path.name} already holds so much XMP that the label does not fit: save it without its metadata first.")
    place = 0
    while place < len(kept) and (kept[place][0] == 0xE0 or (kept[place][0] == 0xE1 and kept[place][1].startswith(b"Exif"))):
        place += 1
    kept.insert(place, (0xE1, body))
    return b"\xff\xd8" + b"".join(bytes((0xFF, m)) + struct.pack(">H", len(b) + 2) + b for m, b in kept) + pixels


def _segments(data: bytes, path: Path) -> tuple[list[tuple[int, bytes]], bytes]:
    """The segments before the scan, as (marker, payload), and the rest of the file."""
    segments: list[tuple[int, bytes]] = []
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            break
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == 0xDA:
            return segments, data[place:]
        (size,) = struct.unpack(">H", data[place + 2 : place + 4])
        segments.append((marker, data[place + 4 : place + 2 + size]))
        place += 2 + size
    raise LabelError(f"{path.name} ends too early: the picture is cut off.")
