"""Cells that hold several things: selling points, "name: value" pairs, picture addresses, descriptions."""

import re

from livestream.catalog.product import MAX_POINT, MAX_POINTS
from livestream.catalog.text import plain, plain_lines

_BULLET = re.compile(r"^\s*(?:[•·●○▪◆★☆✓✔✅*]+|[\-–—]+(?!\d)|[(（]?\d{1,2}[.、)）](?!\d)|[①-⑳])\s*")
_LIST_ITEM = re.compile(r"<li\b[^>]*>(.*?)(?=</li>|<li\b|</ul>|</ol>|$)", re.IGNORECASE | re.DOTALL)
_SENTENCE = re.compile(r"(?<=[。！？!?])\s*|(?<=[a-z0-9)]\.)\s+(?=[A-Z0-9])")
_PAIR = re.compile(r"^\s*([^:：]{1,60})[:：]\s*(.+)$")


def points(cell: str) -> list[str]:
    """Selling points of a cell: one a line, else divided by ; ；| 、or list marks."""
    lines = plain_lines(cell)
    if len(lines) == 1:
        for sign in (r"[;；|｜]", r"(?=[①-⑳])", r"(?:^|\s)(?=\d{1,2}[.、)）]\s*\D)", "、", r"\s[•·●]\s"):
            parts = [part for part in re.split(sign, lines[0]) if part.strip()]
            if len(parts) > 1:
                lines = parts
                break
    return [text for line in lines if (text := _BULLET.sub("", line).strip(" ;；,，、"))]


def specs(cell: str) -> dict[str, str]:
    """Pairs of a cell such as "材质:棉;重量:620克", one a line or divided by ; ；| or commas."""
    found: dict[str, str] = {}
    for line in plain_lines(cell):
        parts = re.split(r"[;；|｜]", line)
        if len(parts) == 1 and len(re.findall(r"[:：]", line)) > 1:
            parts = re.split(r"[,，]\s*(?=[^,，:：]{1,30}[:：])", line)
        for part in parts:
            if pair := _PAIR.match(part):
                found[pair[1].strip()] = pair[2].strip()
    return found


def pictures(cell: str) -> list[str]:
    """Addresses or paths of a cell, divided by spaces, ; | or commas before an address."""
    parts = re.split(r"[\s;；|]+|,(?=\s*(?:https?:|assets/|data/))", cell.strip())
    return [part.strip() for part in parts if part.strip()]


def described(text: str) -> list[str]:
    """Selling points out of a description: its list, else its sentences that are short enough; never more than fit."""
    items = [item for raw in _LIST_ITEM.findall(text) if (item := plain(raw))]
    if not items:
        lines = plain_lines(text)
        items = [part for line in lines for piece in _SENTENCE.split(line) if (part := _BULLET.sub("", piece).strip())]
    return [item for item in dict.fromkeys(items) if 2 <= len(item) <= MAX_POINT][:MAX_POINTS]
