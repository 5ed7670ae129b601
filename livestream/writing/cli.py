"""The commands write, reply and translate. A document on stdout, notes on stderr; exit codes: 0 done, 1 failed, 2 bad input."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, get_args

from livestream.catalog.files import InputError, read_json, read_product
from livestream.catalog.models import Product
from livestream.catalog.product import ProductError, product_json
from livestream.catalog.values import PARTS, PERSONAS, Brief, Line
from livestream.config import settings
from livestream.writing.errors import ModelError
from livestream.writing.models import default_model
from livestream.writing.reply import answer
from livestream.writing.script import Note, write_script
from livestream.writing.translate import translate_copy, translate_lines
from voices.types import TONES, Language, VoiceChoice


def add_commands(commands: Any) -> None:
    """Adds write, reply and translate to argparse's subparsers; `run` in each namespace takes the namespace and gives the exit code."""
    write = _command(commands, "write", "write a script for a product", _write)
    _how(write)
    write.add_argument("--seconds", type=length, default=40, help="length wanted, 10 to 300 (default: 40)")
    reply = _command(commands, "reply", "answer a viewer's comment", _reply)
    _how(reply)
    reply.add_argument("--comment", required=True, help="what the viewer wrote")
    translate = _command(commands, "translate", "translate a product's copy, or a script, between Chinese and English", _translate)
    translate.add_argument("--language", "--to", choices=get_args(Language), required=True, help="the language wanted")
    translate.add_argument("--script", type=Path, help='JSON with "lines", as write prints it; without it the product is translated')


def _command(commands: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--product", type=Path, required=True, help="a product as a JSON file (name, price, points, ...)")
    parser.add_argument("--seed", type=int, default=1, help="fixes the sampling (default: 1)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of text")
    parser.set_defaults(run=lambda given: _guarded(run, given))
    return parser


def _how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--persona", choices=PERSONAS, default="bestie")
    parser.add_argument("--tone", choices=TONES, default="warm")
    parser.add_argument("--language", choices=get_args(Language), help="default: that of the product's copy")


def _guarded(run: Any, given: argparse.Namespace) -> int:
    try:
        document, text = run(given)
    except (InputError, ProductError) as problem:
        sys.stderr.write(f"{given.product}: {problem}\n" if isinstance(problem, ProductError) else f"{problem}\n")
        return 2
    except ModelError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write((json.dumps(document, ensure_ascii=False, indent=1) if given.json else text) + "\n")
    return 0


def _write(given: argparse.Namespace) -> tuple[dict[str, Any], str]:
    product = product_from(given.product)
    brief = _brief(given, product)
    model = default_model(settings())
    lines: list[Line] = []
    notes: list[str] = []
    for item in write_script(product, brief, model):
        if isinstance(item, Note):
            notes.append(item.message)
            sys.stderr.write(f"note: {item.message}\n")
        else:
            lines.append(item)
    if not lines:
        raise ModelError("no line of the script could be written so that it holds to the product's facts")
    document = {
        "product": product.name,
        "persona": brief.persona,
        "tone": brief.voice.tone,
        "language": brief.voice.language,
        "lines": [{"part": line.part, "about": list(line.about), "text": line.text} for line in lines],
        "notes": notes,
        "model": model.name,
        "usage": model.usage.record(),
    }
    return document, "\n".join(f"[{line.part}] {line.text}" for line in lines)


def _reply(given: argparse.Namespace) -> tuple[dict[str, Any], str]:
    product = product_from(given.product)
    brief = _brief(given, product)
    if not given.comment.strip():
        raise InputError("--comment is empty")
    model = default_model(settings())
    reply = answer(product, given.comment, brief, model)
    return {"text": reply.text, "kind": reply.kind, "source": reply.source, "model": model.name, "usage": model.usage.record()}, reply.text


def _translate(given: argparse.Namespace) -> tuple[dict[str, Any], str]:
    product = product_from(given.product)
    lines = _lines(given.script) if given.script else []
    model = default_model(settings())
    if given.script:
        done = translate_lines(lines, given.language, model, product, given.seed)
        listed = [{"part": line.part, "about": list(line.about), "text": line.text} for line in done]
        return {"language": given.language, "lines": listed, "usage": model.usage.record()}, "\n".join(line.text for line in done)
    translated = translate_copy(product, given.language, model, given.seed)
    copy, doubts = translated.product, [vars(doubt) for doubt in translated.doubts]
    for doubt in translated.doubts:
        sys.stderr.write(f"please check ({doubt.field}): {doubt.source} -> {doubt.translation}\n")
    text = "\n".join([copy.name, *copy.points, *filter(None, [copy.offer, copy.audience]), *copy.story])
    return {"language": given.language, "product": product_json(copy), "doubts": doubts, "usage": model.usage.record()}, text


def _brief(given: argparse.Namespace, product: Product) -> Brief:
    language: Language = given.language or ("en" if product.language == "en" else "zh")
    return Brief(VoiceChoice(language, "female", given.tone), given.persona, getattr(given, "seconds", 40), seed=given.seed)


def product_from(path: Path) -> Product:
    """The product of a JSON file; warnings about it go to stderr. Raises InputError, ProductError."""
    product, warnings = read_product(path)
    for warning in warnings:
        sys.stderr.write(f"{warning}\n")
    return product


def _lines(path: Path) -> list[Line]:
    data = read_json(path)
    given = data.get("lines") if isinstance(data, dict) else None
    if not isinstance(given, list) or not given:
        raise InputError(f'{path}: "lines" is missing or empty')
    lines = []
    for i, line in enumerate(given):
        if not isinstance(line, dict) or line.get("part") not in PARTS or not isinstance(line.get("text"), str):
            raise InputError(f'{path}: lines[{i}] needs "part" (one of {", ".join(PARTS)}) and "text"')
        lines.append(Line(line["part"], line["text"], tuple(line.get("about", ()))))
    return lines


def length(text: str) -> int:
    """An argument for argparse: seconds, 10 to 300."""
    value = int(text)
    if not 10 <= value <= 300:
        raise argparse.ArgumentTypeError("must be from 10 to 300")
    return value
