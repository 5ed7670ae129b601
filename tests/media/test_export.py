"""What a merchant takes home: every file labelled, listed and readable."""

import hashlib
import json
import re
import zipfile
from decimal import Decimal

import av
import numpy as np
import pytest
import soundfile
from docx import Document
from PIL import Image

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.media.audio import labelled, rhythm_label
from livestream.media.export import Content, finish, finish_zip
from livestream.media.ffmpeg import MediaError
from livestream.media.probe import loudness, probe, true_peak
from livestream.media.scripts import TimedLine
from livestream.media.subtitles import srt, vtt
from livestream.scene.captions import Caption
from livestream.trust import aigc
from voices.types import VoiceChoice

CAPTIONS = [Caption(0.2, 1.1, ("一杯热茶",), ()), Caption(1.2, 1.9, ("喝到晚上", "还是 <烫> 的"), ())]


@pytest.fixture
def content() -> Content:
    t = np.arange(96_000) / 48_000
    sound = (0.2 * np.sin(2 * np.pi * 300 * t)).astype(np.float32)
    product = Product(name="暖屿 *保温杯*", price=Decimal("129.00"), points=["保温"])
    lines = [
        TimedLine(Line("hook", "一杯热茶，喝到晚上还是烫的。"), 0.2, 1.1),
        TimedLine(Line("offer", "129 元\x00", (0,)), 1.2, 1.9),
    ]
    return Content(product, Brief(VoiceChoice("zh", "female")), lines, CAPTIONS, sound, about={"take": "abc"})


@pytest.fixture
def files(growing, content, tmp_path):
    return {path.name: path for path in finish(tmp_path / "out", growing(2.0, 2.0), content)}


def test_all_files_are_there_with_one_label(files):
    names = "take.mp4 cover.jpg audio.wav audio.mp3 script.txt script.md script.json script.docx captions.srt captions.vtt manifest.json"
    assert set(files) == set(names.split())
    labels = [aigc.read(path) for name, path in files.items() if path.suffix != ".srt" and name != "manifest.json"]
    assert len(labels) == 9 and all(label == labels[0] for label in labels)
    assert json.loads(files["manifest.json"].read_text())["AIGC"] == labels[0]
    for name in ("script.txt", "script.md", "script.json", "captions.srt", "captions.vtt"):
        assert "AI生成" in files[name].read_text()


def test_the_cover_is_a_frame_of_the_video_while_the_goods_are_told_of(files):
    with av.open(str(files["take.mp4"])) as video:
        frames = [frame.to_ndarray(format="gray") for frame in video.decode(video=0)]
    cover = np.asarray(Image.open(files["cover.jpg"]).convert("L"), np.float32)
    gaps = [np.abs(cover - frame).mean() for frame in frames]
    assert cover.shape == frames[0].shape and 30 <= int(np.argmin(gaps)) < 48  # 1.2 to 1.9 s


def test_the_video_starts_at_once_and_keeps_its_streams(files):
    data = files["take.mp4"].read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat") and b"moof" not in data
    found = probe(files["take.mp4"])
    assert found.frames == 50 and abs(found.video_seconds - found.audio_seconds) <= 0.041
    assert found.aigc is not None and found.aigc["Label"] == "1"


def test_the_manifest_and_the_zip_tell_the_truth(files, tmp_path):
    archive = zipfile.ZipFile(finish_zip(tmp_path / "out", list(files.values())))
    listed = json.loads(archive.read("manifest.json"))
    assert listed["take"] == "abc" and {f["name"] for f in listed["files"]} == set(files) - {"manifest.json"}
    for entry in listed["files"]:
        data = archive.read(entry["name"])
        assert hashlib.sha256(data).hexdigest() == entry["sha256"] and len(data) == entry["bytes"]
    assert set(archive.namelist()) == set(files)


def test_sound_files_carry_the_audible_label(files, content):
    wav, rate = soundfile.read(files["audio.wav"], dtype="float32")
    assert rate == 48_000 and np.abs(wav[: len(content.samples)] - content.samples).max() < 1e-3
    assert np.abs(wav[len(content.samples) + 24_000 :]).max() > 0.05
    mp3, _ = soundfile.read(files["audio.mp3"], dtype="float32")
    assert len(mp3) == pytest.approx(len(wav), abs=2500) and 0.02 < np.abs(mp3[:24_000]).max() < 0.15


def _whole(samples: np.ndarray) -> np.ndarray:
    return samples[: len(samples) // 480 * 480]


def test_rhythm_is_short_long_short_short():
    loud = np.abs(_whole(rhythm_label(48_000)).reshape(-1, 480)).max(axis=1) > 0.02
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud, [0]]).astype(int)))
    lengths = edges[1::2] - edges[::2]
    assert len(lengths) == 4 and lengths[1] > 2.2 * max(lengths[0], lengths[2], lengths[3])
    assert (labelled(np.ones(10, np.float32), 100, np.full(5, 0.5, np.float32))[:5] == 0.5).all()


def test_script_documents(files):
    data = json.loads(files["script.json"].read_text())
    assert data["lines"][0] == {"part": "hook", "about": [], "text": "一杯热茶，喝到晚上还是烫的。", "start": 0.2, "end": 1.1}
    assert r"\*保温杯\*" in files["script.md"].read_text() and "## 优惠" in files["script.md"].read_text()
    words = "\n".join(p.text for p in Document(str(files["script.docx"])).paragraphs)
    assert "129 元" in words and "一杯热茶" in words and "¥129" in words


def test_srt_is_valid():
    blocks = srt(CAPTIONS, "zh", 4.0).strip().split("\n\n")
    assert len(blocks) == 3
    for k, block in enumerate(blocks, 1):
        number, times, *rows = block.split("\n")
        assert number == str(k) and rows and all(rows)
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", times)
    assert "00:00:01,200 --> 00:00:01,900\n喝到晚上\n还是 <烫> 的" in blocks[1]


@pytest.mark.parametrize(
    ("seconds", "times"), [(4.0, "01,980 --> 00:00:03,480"), (2.9, "01,980 --> 00:00:02,900"), (2.0, "01,300 --> 00:00:02,000")]
)
def test_the_label_of_srt_ends_with_the_video(seconds, times):
    *_, label = srt(CAPTIONS, "zh", seconds).strip().split("\n\n")
    assert f"00:00:{times}" in label


def test_vtt_is_valid():
    text = vtt(CAPTIONS, "en")
    assert text.startswith("WEBVTT\n") and "00:00:00.200 --> 00:00:01.100\n一杯热茶" in text
    assert "&lt;烫&gt;" in text and "AI-generated" in text
    assert "01:00:01.500 --> " in vtt([Caption(3601.5, 3602.0, ("x",), ())], "en")


def test_probe_measures_loudness_and_peak():
    t = np.arange(48_000 * 3) / 48_000
    sine = np.sin(2 * np.pi * 997 * t).astype(np.float32)
    assert loudness(sine, 48_000) == pytest.approx(-3.0, abs=0.2) and true_peak(sine, 48_000) == pytest.approx(0, abs=0.1)
    assert loudness(sine[:100], 48_000) is None


def test_what_is_no_media_file_is_told(tmp_path):
    (tmp_path / "no.mp4").write_bytes(b"hello")
    with pytest.raises(MediaError, match=r"no\.mp4 is not a playable file"):
        probe(tmp_path / "no.mp4")
