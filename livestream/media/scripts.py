"""The script as text, Markdown, Word and JSON, each headed by the AI label."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.shared import Pt, RGBColor

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.scene.prices import shown, symbol
from livestream.trust.labels import text_label
from voices.types import Language

_PARTS: dict[Language, dict[str, str]] = {
    "zh": {"hook": "开场", "pain": "痛点", "point": "卖点", "demo": "展示", "offer": "优惠", "close": "收尾", "bridge": "过渡"},
    "en": {"hook": "Hook", "pain": "Pain", "point": "Point", "demo": "Demo", "offer": "Offer", "close": "Close", "bridge": "Bridge"},
}


@dataclass(frozen=True)
class TimedLine:
    """A spoken line with its start and end in the take [s]; `index` is its place in the script, muted lines counted."""

    line: Line
    start: float
    end: float
    index: int = 0


def as_text(product: Product, lines: Sequence[TimedLine], language: Language) -> str:
    """Plain text: label, title, one paragraph a line."""
    rows = [f"[{_clock(item.start)}] {_part(item, language)}: {item.line.text}" for item in lines]
    return "\n\n".join((text_label(language), _title(product), *rows)) + "\n"


def as_markdown(product: Product, lines: Sequence[TimedLine], language: Language) -> str:
    """Markdown: label, title, a heading for each change of part."""
    out, part = [f"> {text_label(language)}", f"# {_escaped(_title(product))}"], ""
    for item in lines:
        if item.line.part != part:
            part = item.line.part
            out.append(f"## {_part(item, language)}")
        out.append(f"`{_clock(item.start)}` {_escaped(item.line.text)}")
    return "\n\n".join(out) + "\n"


def as_docx(product: Product, lines: Sequence[TimedLine], language: Language) -> bytes:
    """A Word document."""
    document = Document()
    note = document.add_paragraph().add_run(text_label(language))
    note.font.size, note.font.color.rgb = Pt(9), RGBColor(0x77, 0x77, 0x77)
    document.add_heading(_printable(_title(product)), 1)
    for item in lines:
        paragraph = document.add_paragraph()
        head = paragraph.add_run(f"{_clock(item.start)}  {_part(item, language)}  ")
        head.bold = True
        paragraph.add_run(_printable(item.line.text))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def as_json(product: Product, brief: Brief, lines: Sequence[TimedLine]) -> str:
    """JSON: product, brief, and `lines` of part, about, text, start, end."""
    language = brief.voice.language
    data: dict[str, Any] = {
        "label": text_label(language),
        "product": {"name": product.name, "price": str(product.price), "currency": product.currency},
        "language": language,
        "persona": brief.persona,
        "tone": brief.voice.tone,
        "lines": [
            {
                "part": item.line.part,
                "about": list(item.line.about),
                "text": item.line.text,
                "start": round(item.start, 3),
                "end": round(item.end, 3),
            }
            for item in lines
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _title(product: Product) -> str:
    return f"{product.name} · {symbol(product.currency)}{shown(product.price)}"


def _part(item: TimedLine, language: Language) -> str:
    return _PARTS[language][item.line.part]


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{seconds % 60:04.1f}"


def _escaped(text: str) -> str:
    """Text in which Markdown and HTML signs mean nothing."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in _printable(text))


def _printable(text: str) -> str:
    """Text without control signs, which XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")
