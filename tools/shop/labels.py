"""Printed labels of the invented brands, drawn with Pillow in Noto Serif CJK and Liberation Serif (both OFL), to PNG with alpha."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

CJK = "/usr/share/fonts/opentype/noto/NotoSerifCJK-{}.ttc"
LATIN = "/usr/share/fonts/truetype/liberation/LiberationSerif-{}.ttf"
SC = 2  # index of Simplified Chinese in the collection

WIDEST = 0.9  # share of a label's width that a row may take

Row = tuple[str, float, float]  # text, centre height 0..1 from the top, size as a share of the label's height


def label(
    path: Path, size: tuple[int, int], rows: list[Row], ink: str, paper: str | None = None, frame: bool = False, spread: float = 0.12
) -> Path:
    """Writes centred rows of text, on paper or on nothing, and gives the path back. `spread` is the letter spacing in ems."""
    width, height = size
    image = Image.new("RGBA", size, paper or (*_rgb(ink), 0))
    draw = ImageDraw.Draw(image)
    if frame:
        inset = height * 0.05
        draw.rectangle((inset, inset, width - inset, height - inset), outline=ink, width=max(2, height // 160))
    for text, middle, share in rows:
        _row(draw, text, width / 2, middle * height, share * height, ink, spread)
    image.save(path)
    return path


def mountain(path: Path, size: int, ink: str) -> Path:
    """Two peaks in a circle."""
    image = Image.new("RGBA", (size, size), (*_rgb(ink), 0))
    draw = ImageDraw.Draw(image)
    unit = size / 100
    draw.ellipse((6 * unit, 6 * unit, 94 * unit, 94 * unit), outline=ink, width=int(4 * unit))
    for peak in (((20, 68), (43, 30), (66, 68)), ((48, 68), (64, 42), (80, 68))):
        draw.line([(x * unit, y * unit) for x, y in peak], fill=ink, width=int(5 * unit), joint="curve")
    image.save(path)
    return path


def dots(path: Path, size: tuple[int, int], writing: bool) -> Path:
    """A dotted page of cream paper; `writing` puts a few handwritten-looking lines and a tick list on it."""
    width, height = size
    image = Image.new("RGBA", size, "#f7f1e3ff")
    draw = ImageDraw.Draw(image)
    step = width // 26
    for y in range(step, height - step // 2, step):
        for x in range(step, width - step // 2, step):
            draw.ellipse((x - 2, y - 2, x + 2, y + 2), fill="#b9b09c")
    if writing:
        font = ImageFont.truetype(LATIN.format("Italic"), int(step * 1.7))
        for row, text in enumerate(("Saturday", "market: figs, bread", "call Nora", "fix the blue chair", "tea at four")):
            y = step * (3 + row * 3)
            if row:
                draw.rectangle((step * 2, y + step * 0.3, step * 3, y + step * 1.3), outline="#27455c", width=4)
                if row < 3:
                    draw.line(
                        [(step * 2.1, y + step * 0.8), (step * 2.5, y + step * 1.2), (step * 3.4, y - step * 0.1)], fill="#27455c", width=6
                    )
            draw.text((step * (2 if not row else 4), y - step * 0.3), text, font=font, fill="#27455c")
    image.save(path)
    return path


def _row(draw: ImageDraw.ImageDraw, text: str, x: float, y: float, size: float, ink: str, spread: float) -> None:
    chinese = any(ord(c) > 0x2E80 for c in text)
    font = (
        ImageFont.truetype(CJK.format("Bold"), int(size), index=SC) if chinese else ImageFont.truetype(LATIN.format("Regular"), int(size))
    )
    gap = size * spread
    widths = [font.getlength(c) for c in text]
    room = draw.im.size[0] * WIDEST / (sum(widths) + gap * (len(text) - 1))
    if room < 1:
        return _row(draw, text, x, y, size * room, ink, spread)
    left = x - (sum(widths) + gap * (len(text) - 1)) / 2
    for char, advance in zip(text, widths, strict=True):
        draw.text((left, y), char, font=font, fill=ink, anchor="lm")
        left += advance + gap


def _rgb(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4))  # type: ignore[return-value]
