"""Subset the fonts into assets/fonts (build time only; needs fonttools).

    apt-get download fonts-noto-cjk fonts-inter && for f in *.deb; do dpkg -x $f DIR; done
    python tools/fonts/build.py DIR

Noto Sans SC (regular, bold) keeps GB 2312 and the signs that product texts use; a third file keeps the remaining
ideographs of Unicode's first block, and kana, as the last resort. Inter gives Latin, Greek and Cyrillic in four weights.
"""

import argparse
import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

OUT = Path(__file__).resolve().parents[2] / "assets" / "fonts"
SIGNS = "·•●○◆◇■□▲△▼▽★☆✓✔✕✖→←↑↓↗↘⇒№℃℉‰‱™®©°±×÷≈≠≤≥∞√½¼¾²³¹µ‘’“”„‹›«»–—―…‥、。〈〉《》「」『』【】〔〕〖〗〜～"
SIGNS += "！＂＃＄％＆＇（）＊＋，－．／：；＜＝＞？＠［＼］＾＿｀｛｜｝￠￡￥¥€£₩฿₽¢§¶†‡"
SC = 2  # index of the simplified Chinese face in the collection


def gb2312() -> set[int]:
    """All characters of GB 2312."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            text = bytes((high, low)).decode("gb2312", "ignore")
            if text:
                found.add(ord(text))
    return found


def make(
    source: Path, target: str, characters: set[int], face: int | None = None, layout: tuple[str, ...] = ("kern", "mark", "mkmk", "ccmp")
) -> list[list[int]]:
    """Write one subset and return the ranges of code points in it; hints and unused names are dropped, copyright and licence stay."""
    options = subset.Options(
        hinting=False,
        desubroutinize=False,
        layout_features=list(layout),
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        glyph_names=False,
        drop_tables=["DSIG", "VORG", "vhea", "vmtx", "BASE"],
    )
    font = TTCollection(source).fonts[face] if face is not None else subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    subset.save_font(font, str(OUT / target), options)
    codes = sorted(font.getBestCmap())
    print(f"{target}: {len(codes)} characters, {(OUT / target).stat().st_size / 1e6:.2f} MB")
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder with the unpacked Debian packages fonts-noto-cjk and fonts-inter")
    args = parser.parse_args()
    noto, inter = args.source / "usr/share/fonts/opentype/noto", args.source / "usr/share/fonts/opentype/inter"
    common = gb2312() | {ord(c) for c in SIGNS} | set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0x2460, 0x2474))
    coverage: dict[str, list[list[int]]] = {}
    for weight in ("Regular", "Bold"):
        coverage[f"NotoSansSC-{weight}.otf"] = make(noto / f"NotoSansCJK-{weight}.ttc", f"NotoSansSC-{weight}.otf", common, SC)
    rest = (set(range(0x4E00, 0xA000)) | set(range(0x3040, 0x3100)) | set(range(0x3200, 0x3400)) | set(range(0xFF00, 0xFFF0))) - common
    coverage["NotoSansSC-Rest.otf"] = make(noto / "NotoSansCJK-Regular.ttc", "NotoSansSC-Rest.otf", rest, SC)
    latin = set(range(0x20, 0x250)) | set(range(0x370, 0x530)) | set(range(0x1E00, 0x1F00)) | set(range(0x2000, 0x2200))
    for weight in ("Medium", "SemiBold", "Bold", "ExtraBold"):
        coverage[f"Inter-{weight}.otf"] = make(
            inter / f"Inter-{weight}.otf", f"Inter-{weight}.otf", latin, layout=("kern", "mark", "mkmk", "ccmp", "tnum", "calt")
        )
    (OUT / "coverage.json").write_text(json.dumps(coverage, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
