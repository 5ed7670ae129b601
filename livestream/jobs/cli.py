"""`make`: a product and a voice in, a take's files out."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any, get_args

from livestream.avatar.pack import PackError
from livestream.catalog.adopt import pictures_beside
from livestream.catalog.files import InputError
from livestream.catalog.images import keep_picture
from livestream.catalog.loops import keep_backdrop
from livestream.catalog.models import Product
from livestream.catalog.product import ProductError
from livestream.catalog.store import Store
from livestream.catalog.values import MUSIC, PERSONAS, SHAPES, Brief, Line
from livestream.config import settings
from livestream.jobs.casting import voice_gender
from livestream.jobs.files import export_take
from livestream.jobs.models import open_model
from livestream.jobs.recordings import given_lines
from livestream.jobs.take import GROWING, Progress, render_take
from livestream.jobs.types import StudioError
from livestream.media.ffmpeg import MediaError
from livestream.trust.check import check_line
from livestream.writing.cli import length, product_from
from livestream.writing.errors import ModelError
from livestream.writing.models import LanguageModel
from livestream.writing.script import Note, translation_notes, write_script
from livestream.writing.sheet import copy_language
from livestream.writing.translate import translate_copy
from voices.types import TONES, Gender, Language, VoiceChoice, VoiceError


def add_commands(commands: Any) -> None:
    """Adds the command to argparse's subparsers."""
    make = commands.add_parser("make", help="write, speak and render a livestream video of a product")
    make.add_argument("--product", required=True, help="id in the catalogue, or a JSON file")
    make.add_argument("--out", required=True, type=Path, help="folder for take.mp4, audio.wav, script.json, captions.srt, manifest.json")
    make.add_argument("--gender", choices=get_args(Gender), help="of the voice; default: the host's, else female")
    make.add_argument("--tone", choices=TONES, default="warm")
    make.add_argument("--language", choices=get_args(Language), help="default: the product's")
    make.add_argument("--persona", choices=PERSONAS, default="bestie")
    make.add_argument("--seconds", type=length, default=40, help="length wanted, 10 to 300")
    make.add_argument("--shape", choices=tuple(SHAPES), default="portrait")
    make.add_argument("--host", default="auto")
    make.add_argument("--set", default="auto")
    make.add_argument("--backdrop", type=Path, help="an own set behind the host: a picture, or a video that is looped")
    make.add_argument("--logo", type=Path, help="a picture for the upper corner")
    make.add_argument("--colour", default="", help="the brand's colour, #RRGGBB")
    make.add_argument("--engine", default="auto", help="of the voice: auto, kokoro, hibari, coqui, remote")
    make.add_argument("--speaker", help="of the engine, see `python -m voices list`")
    make.add_argument("--music", choices=MUSIC, default="none", help="a quiet bed under the speech")
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--recording", type=Path, help="a person's recording of the script, performed in place of a synthesised voice")
    make.add_argument("--script", type=Path, help="text file of what is said, one line a row; without it the script is written")
    make.add_argument("--json", action="store_true", help="print the manifest on stdout")
    make.set_defaults(run=_make)


def _make(given: argparse.Namespace) -> int:
    try:
        if given.recording and not given.script:
            raise InputError("--recording needs --script: a text file of what is said in it, one line a row")
        product = _product(given.product)
        language: Language = given.language or ("en" if product.language == "en" else "zh")
        voice = VoiceChoice(language, voice_gender(given.host, given.gender), given.tone, given.engine, given.speaker)
        look = {
            "backdrop": keep_backdrop(given.backdrop.read_bytes()) if given.backdrop else "",
            "logo": keep_picture(given.logo.read_bytes()) if given.logo else "",
            "colour": given.colour,
        }
        brief = Brief(voice, given.persona, given.seconds, given.shape, given.host, given.set, given.seed, given.music, **look)
        notes: list[str] = []
        written = given_lines(given.script) if given.script else []
        model = None if written and product.language == language else open_model(None, settings())
        if model is not None and copy_language(product) != language:
            translated = translate_copy(product, language, model)
            for note in translation_notes(translated, language):
                _tell_note(note, notes)
            product = translated.sure
        for line in written:
            for finding in check_line(line.text, product, language, ui="en"):
                notes.append(finding.told("en"))
                sys.stderr.write(f"note: {line.text}: {notes[-1]}\n")
        started = time.perf_counter()
        lines = _lines(product, brief, model, notes) if model and not written else written
        rendered = render_take(product, brief, lines, given.out / GROWING, _report, recording=given.recording)
        about = {"notes": notes, "stages": rendered.seconds, "recording": given.recording is not None}
        if model is not None:
            about |= {"model": model.name, "usage": model.usage.record()}
        files = export_take(product, brief, rendered, given.out, settings(), about)
        (given.out / GROWING).unlink()
    except (InputError, ProductError, StudioError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (PackError, ModelError, VoiceError, MediaError, ValueError, OSError) as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    sys.stderr.write(f"\n{given.out / 'take.mp4'}: {rendered.duration:.1f} s of video in {time.perf_counter() - started:.1f} s\n")
    if given.json:
        sys.stdout.write(files[-1].read_text(encoding="utf-8"))
    return 0


def _product(given: str) -> Product:
    if given.isdigit():
        found = Store.open().product(int(given))
        if found is None:
            raise InputError(f"there is no product {given} in the catalogue")
        return found
    product = product_from(Path(given))
    product.images, problems = pictures_beside(product.images, Path(given).parent)
    for problem in problems:
        sys.stderr.write(f"{problem.text()}\n")
    return product


def _tell_note(note: Note, notes: list[str]) -> None:
    notes.append(note.message)
    sys.stderr.write(f"\nnote: {note.message}\n")


def _lines(product: Product, brief: Brief, model: LanguageModel, notes: list[str]) -> Any:
    for item in write_script(product, brief, model):
        if isinstance(item, Note):
            _tell_note(item, notes)
        else:
            _tell(item)
            yield item


def _tell(line: Line) -> None:
    sys.stderr.write(f"\n[{line.part}] {line.text}\n")


def _report(step: Progress) -> None:
    sys.stderr.write(f"\r{step.stage}: {step.ready:.0f} s ready ")
    sys.stderr.flush()
