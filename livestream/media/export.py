"""Everything a merchant takes home from a take."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.media.audio import Samples, labelled, write_mp3, write_wav
from livestream.media.bundle import MANIFEST, bundle, manifest
from livestream.media.scripts import TimedLine, as_docx, as_json, as_markdown, as_text
from livestream.media.subtitles import srt, vtt
from livestream.media.video import finished, still
from livestream.scene.captions import Caption
from livestream.trust import aigc

VIDEO, COVER, SCRIPT, ZIP = "take.mp4", "cover.jpg", "script.json", "take.zip"
RATE = 48_000


@dataclass(frozen=True)
class Content:
    """A take beside its picture. `samples` is its whole sound, `spoken_label` the AI label as speech (both mono, 48 kHz)."""

    product: Product
    brief: Brief
    lines: Sequence[TimedLine]
    captions: Sequence[Caption]
    samples: Samples
    spoken_label: Samples | None = None
    about: dict[str, Any] = field(default_factory=dict)


def finish(folder: Path, growing: Path, content: Content) -> list[Path]:
    """Makes all files of a finished take in `folder` and returns them, the manifest last; each carries its AI labels where its format can.

    `growing` is what TakeWriter wrote. Raises MediaError, or LabelError when a file lost its label.
    """
    mark = aigc.aigc_json(aigc.new_id())
    language = content.brief.voice.language
    folder.mkdir(parents=True, exist_ok=True)
    video, cover = folder / VIDEO, folder / COVER
    read_back = finished(growing, video, mark)
    still(video, _telling(content.lines), cover)
    aigc.tag(cover, mark)
    files = [video, cover, *write_audio(folder, content, mark), *write_texts(folder, content, mark)]
    listing = folder / MANIFEST
    about = {"product": content.product.name, "language": language, "persona": content.brief.persona, **content.about}
    listing.write_text(manifest(files, language, read_back, about), encoding="utf-8")
    return [*files, listing]


def _telling(lines: Sequence[TimedLine]) -> float:
    """A second late in the first line that tells of the goods, when their picture and facts are on the set; else in the first line."""
    shown = next((line for line in lines if line.line.about), next(iter(lines), None))
    return shown.start + 0.75 * (shown.end - shown.start) if shown else 0.0


def finish_zip(folder: Path, files: Sequence[Path]) -> Path:
    """All files of `finish` in one zip beside them."""
    return bundle(files, folder / ZIP)


def write_audio(folder: Path, content: Content, label: str) -> list[Path]:
    """audio.wav, in step with the captions (its label comes at the end), and audio.mp3, which says first what it is."""
    wav, mp3 = folder / "audio.wav", folder / "audio.mp3"
    write_wav(wav, labelled(content.samples, RATE, content.spoken_label, "end"), RATE)
    write_mp3(mp3, labelled(content.samples, RATE, content.spoken_label, "start"), RATE)
    for path in (wav, mp3):
        aigc.tag(path, label)
    return [wav, mp3]


def write_texts(folder: Path, content: Content, label: str) -> list[Path]:
    """The script as txt, md, docx and json, the captions as srt and vtt."""
    product, lines, language = content.product, content.lines, content.brief.voice.language
    texts = {
        "script.txt": as_text(product, lines, language),
        "script.md": as_markdown(product, lines, language),
        SCRIPT: as_json(product, content.brief, lines),
        "captions.vtt": vtt(content.captions, language),
        "captions.srt": srt(content.captions, language, len(content.samples) / RATE),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "script.docx").write_bytes(as_docx(product, lines, language))
    paths = [folder / name for name in (*texts, "script.docx")]
    for path in paths:
        if path.suffix in aigc.CONTAINERS:
            aigc.tag(path, label)
    return paths
