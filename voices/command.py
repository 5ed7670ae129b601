"""`python -m voices say|list|samples|own|cache|doctor`: documents go to stdout, logs and errors to stderr.

Exit code 0, 1 (cannot speak, or something needed is missing), 2 (usage).
"""

import argparse
import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path

import soundfile

from voices import lexicon, samples
from voices.catalogue import ENGINES, catalogue
from voices.checks import tell, write
from voices.music import MOODS, Bed
from voices.own import OwnVoices
from voices.service import say
from voices.speech_cache import speech_cache
from voices.types import TONES, Delivery, Speech, VoiceChoice, VoiceError

_MORE = (
    "Also: --engine coqui --speaker FOLDER for any coqui-tts model; --engine remote for an OpenAI-compatible service (YIBO_VOICE_BASE_URL)."
)


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
    spoken.add_argument("--lexicon", type=Path, help="a TOML file of words and how they are said")
    spoken.add_argument("--stress", action="append", default=[], metavar="WORDS", help="words to lift besides prices and offers")
    spoken.add_argument("--music", choices=MOODS, help="a music bed under the speech, 12 dB lower while somebody speaks")
    spoken.add_argument("--out", type=Path, required=True, help="the sound file (.wav, .flac)")
    spoken.add_argument("--marks", type=Path, help="a JSON file for the times of phonemes, words and sentences")
    spoken.add_argument("--json", action="store_true", help="write a JSON document about the result to standard output")
    sampled = commands.add_parser("samples", help="write a sample of every voice and tone into a folder, with an index.json")
    sampled.add_argument("--out", type=Path, required=True, help="the folder")
    sampled.add_argument("--language", choices=("zh", "en"))
    sampled.add_argument("--tone", choices=TONES, action="append", help="this tone only (may be given several times)")
    sampled.add_argument("--defaults", action="store_true", help="only the default voice of each role")
    sampled.add_argument("--json", action="store_true", help="write the index to standard output")
    own = commands.add_parser("own", help="a merchant's own voice: keep a recording with consent, list, take back")
    deeds = own.add_subparsers(dest="deed", required=True)
    added = deeds.add_parser("add", help="keep a recording of 6 s to 10 minutes")
    added.add_argument("recording", type=Path)
    added.add_argument("--who", required=True, help="whose voice it is")
    added.add_argument("--for", dest="purpose", required=True, help="what they agree to")
    added.add_argument("--i-agree", action="store_true", help="the speaker agrees to that use of their voice")
    deeds.add_parser("list", help="every consent, those taken back too")
    deeds.add_parser("revoke", help="delete the recording and everything made from it").add_argument("key")
    cached = commands.add_parser("cache", help="how much spoken text is kept")
    cached.add_argument("--clear", action="store_true", help="delete it all")
    cached.add_argument("--json", action="store_true")
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
    voice = VoiceChoice(given.language, given.gender, given.tone, given.engine, given.speaker, given.speed)
    entries = lexicon.load(given.lexicon) if given.lexicon else ()
    speech = say(text, voice, Delivery(entries, tuple(given.stress)))
    sound = Bed(given.music).under(speech.samples, last=True) if given.music else speech.samples
    try:
        soundfile.write(given.out, sound, speech.sample_rate)
        if given.marks:
            given.marks.write_text(json.dumps(marks_document(speech), ensure_ascii=False, indent=1), encoding="utf-8")
    except (OSError, soundfile.SoundFileError, TypeError) as error:
        raise VoiceError(f"cannot write {given.out}: {error}") from error
    if given.json:
        write(
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
        write([asdict(voice) for voice in voices])
        return
    for voice in voices:
        star = "*" if voice.default else " "
        sys.stdout.write(
            f"{star} {voice.language} {voice.gender:6} {voice.engine:7} {voice.speaker:34} {voice.name['en']} / {voice.name['zh']}"
            f" ({voice.licence})\n"
        )
    sys.stdout.write(f"\n* the default of its role. Tones of every voice: {', '.join(TONES)}.\n{_MORE}\n")


def _samples(given: argparse.Namespace) -> None:
    wanted = [v for v in catalogue() if given.language in (None, v.language) and (v.default or not given.defaults)]
    made = []
    for sample in samples.write(given.out, wanted, tuple(given.tone or TONES)):
        made.append(sample)
        if not given.json:
            sys.stdout.write(f"{sample['file']} {sample['duration']} s\n")
    if given.json:
        write({"samples": made})


def _own(given: argparse.Namespace) -> None:
    kept = OwnVoices()
    if given.deed == "add":
        write(asdict(kept.add(given.recording, given.who, given.purpose, given.i_agree)))
    elif given.deed == "revoke":
        write({"deleted": [str(path) for path in kept.revoke(given.key)]})
    else:
        write([asdict(consent) for consent in kept.all()])


def _cache(given: argparse.Namespace) -> None:
    cache = speech_cache()
    count, size = cache.size() if cache else (0, 0)
    document = {"folder": str(cache.folder) if cache else None, "sentences": count, "bytes": size, "most_bytes": cache.cap if cache else 0}
    if given.clear and cache:
        document["deleted"] = cache.clear()
    if given.json:
        write(document)
    elif not cache:
        sys.stdout.write("nothing is kept (YIBO_VOICE_CACHE_MB=0, or no folder to write to)\n")
    else:
        done = "; all deleted" if given.clear else ""
        sys.stdout.write(f"{cache.folder}: {count} sentences, {size / 1e6:.1f} of {cache.cap / 1e6:.0f} MB{done}\n")


def _doctor(given: argparse.Namespace) -> bool:
    from voices.doctor import checks

    return tell(checks(), given.json)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    given = _parser().parse_args(arguments)
    try:
        if given.command == "doctor":
            return 0 if _doctor(given) else 1
        {"say": _say, "list": _list, "samples": _samples, "cache": _cache, "own": _own}[given.command](given)
    except VoiceError as error:
        sys.stderr.write(f"voices: {error}\n")
        return 1
    return 0
