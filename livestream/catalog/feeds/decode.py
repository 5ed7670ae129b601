"""Bytes of a text file to text: byte order marks, UTF-8, UTF-16, GB18030, Windows-1252."""

import re

from livestream.catalog.feeds.values import FeedError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PROBE = 200_000


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises FeedError where it is no text."""
    encoding = _guess(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FeedError(
            f"The file is not readable text (line {line}). Save it as CSV in UTF-8 or as XLSX.",
            f"文件无法识别为文本（第 {line} 行）。请另存为 UTF-8 的 CSV 或 XLSX。",
        ) from error
    probe = text[:_PROBE]
    odd = sum(c < " " and c not in "\t\r\n\v\f" for c in probe)
    if "\0" in text or odd * 50 > len(probe):
        raise FeedError(
            "The file is not a text file. Give CSV, TSV, XLSX, JSON or XML.", "这不是文本文件，请提供 CSV、TSV、XLSX、JSON 或 XML。"
        )
    return text, encoding


def _guess(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    probe = data[:_PROBE]
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    if max(even, odd) * 8 > len(probe) and max(even, odd) > 8 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    runs = re.findall(rb"[\x80-\xff]+", probe)
    lone = sum(len(run) == 1 for run in runs)  # GB18030 writes Chinese in pairs of high bytes, Windows-1252 lone accents
    if lone * 2 <= len(runs):
        try:
            data.decode("gb18030")
            return "gb18030"
        except UnicodeDecodeError:
            pass
    return "cp1252"
