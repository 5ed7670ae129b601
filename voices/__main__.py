"""`python -m voices say|list|doctor`: documents go to stdout, logs and errors to stderr.

Exit code 0, 1 (cannot speak, or something needed is missing), 2 (usage).
"""

import argparse
import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path

import soundfile

from voices.catalogue import ENGINES, catalogue
from voices.service import say
from voices.types import TONES, Speech, VoiceChoice, VoiceError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m voices", description="Speak a line of script.")
    commands = parser.add_subparsers(dest="command", required=True)
    spoken = commands.add_parser("say", help="speak a text into a file")
    spoken.add_argument("text", help="the line; - reads it from standard input")
    spoken.add_argument("--language", choices=("zh", "en"), required=True)
    spoken.add_argument("--gender", choices=("female", "male"), default="female")
    spoken.add_argument("--tone", choices=TONES, default="warm")
    spoken.add_argument("--engine", choices=("auto", *ENGINES), default="auto")
    spoken.add_argument("--speaker", help="a speaker of the engine (see list), a blend a:0.6+b:0.4, or a model folder for coqui")
    spoken.add_argument("--speed", type=float, default=1.0)
    spoken.add_argument("--out", type=Path, required=True, help="the sound file (.wav, .flac)")
    spoken.add_argument("--marks", type=Path, help="a JSON file for the times of phonemes, words and sentences")
    spoken.add_argument("--json", action="store_true", help="write a JSON document about the result to standard output")
    for name, text in (("list", "the voices in the box"), ("doctor", "what works here and what is missing")):
        commands.add_parser(name, help=text).add_argument("--json", action="store_true")
    return parser


def marks_document(speech: Speech) -> dict[str, object]:
    """The marks as JSON values."""
    return {
        "text": speech.text,
        "duration": round(speech.duration, 4),
        "sample_rate": speech.sample_rate,
        "marks": [asdict(mark) for mark in speech.marks],
    }


def _say(given: argparse.Namespace) -> None:
    text = sys.stdin.read() if given.text == "-" else given.text
    speech = say(text, VoiceChoice(given.language, given.gender, given.tone, given.engine, given.speaker, given.speed))
    try:
        soundfile.write(given.out, speech.samples, speech.sample_rate)
        if given.marks:
            given.marks.write_text(json.dumps(marks_document(speech), ensure_ascii=False, indent=1), encoding="utf-8")
    except (OSError, soundfile.SoundFileError, TypeError) as error:
        raise VoiceError(f"cannot write {given.out}: {error}") from error
    if given.json:
        _write(
            {
                "out": str(given.out),
                "duration": round(speech.duration, 4),
                "sample_rate": speech.sample_rate,
                "marks": str(given.marks) if given.marks else None,
            }
        )


def _list(given: argparse.Namespace) -> None:
    voices = catalogue()
    if given.json:
        _write([asdict(voice) for voice in voices])
        return
    for voice in voices:
        star = "*" if voice.default else " "
        sys.stdout.write(
            f"{star} {voice.language} {voice.gender:6} {voice.engine:7} {voice.speaker:34} {voice.name['en']} / {voice.name['zh']}\n"
        )


def _doctor(given: argparse.Namespace) -> bool:
    from voices.doctor import checks, report

    if given.json:
        document = report()
        _write(document)
        return bool(document["ok"])
    found = checks()
    for check in found:
        state = "ok     " if check.ok else ("MISSING" if check.needed else "not set")
        sys.stdout.write(f"{state} {check.name:7} {check.found}{'  ->  ' + check.advice if check.advice else ''}\n")
    return all(check.ok for check in found if check.needed)


def _write(document: object) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    given = _parser().parse_args(arguments)
    try:
        if given.command == "doctor":
            return 0 if _doctor(given) else 1
        (_say if given.command == "say" else _list)(given)
    except VoiceError as error:
        sys.stderr.write(f"voices: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
