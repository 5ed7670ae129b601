"""The AI label is in every kind of file we export, once, and the file still works."""

import json
import subprocess
import wave
from pathlib import Path

import av
import docx
import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from PIL import Image

from livestream.trust import aigc
from livestream.trust.containers.files import LabelError

RATE = 48_000
ODD, EVEN = "id-1", "id-12"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small real file of each kind."""
    folder = tmp_path_factory.mktemp("originals")
    tone = (0.2 * np.sin(np.arange(RATE // 2) * 0.05)).astype(np.float32)
    soundfile.write(folder / "a.wav", tone[:-1], RATE, subtype="PCM_24")
    soundfile.write(folder / "a.flac", tone, RATE)
    soundfile.write(folder / "a.ogg", tone, RATE, format="OGG", subtype="VORBIS")
    soundfile.write(folder / "a.mp3", tone, RATE)
    made = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-y", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x64:r=25:d=0.4"]
    made += ["-i", str(folder / "a.wav"), "-t", "0.4", "-metadata", "title=A take"]
    h264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([*made, *h264, "-movflags", "frag_keyframe+empty_moov+default_base_moof", str(folder / "a.mp4")], check=True)
    subprocess.run([*made, *h264, str(folder / "a.mkv")], check=True)
    subprocess.run([*made, *h264, "-ar", "44100", str(folder / "a.flv")], check=True)
    subprocess.run([*made, "-vn", "-c:a", "aac", str(folder / "a.m4a")], check=True)
    subprocess.run([*made, "-vn", "-c:a", "libopus", str(folder / "a.opus")], check=True)
    picture = Image.fromarray(np.arange(48 * 64 * 3, dtype=np.uint8).reshape(48, 64, 3))
    picture.save(folder / "a.png")
    picture.save(folder / "a.jpg", exif=_exif())
    (folder / "a.md").write_text("# 脚本\n\n第一行\n", encoding="utf-8")
    (folder / "a.txt").write_text("第一行\n", encoding="utf-8")
    (folder / "a.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\n你好\n", encoding="utf-8")
    (folder / "a.json").write_text(json.dumps({"lines": [{"text": "你好"}]}), encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("你好")
    document.save(str(folder / "a.docx"))
    return folder


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "a picture"
    return exif


@pytest.fixture
def copy(originals: Path, tmp_path: Path):
    def make(kind: str) -> Path:
        path = tmp_path / f"a.{kind}"
        path.write_bytes((originals / path.name).read_bytes())
        return path

    return make


ALL = ["mp4", "mkv", "flv", "m4a", "wav", "mp3", "flac", "ogg", "opus", "png", "jpg", "md", "txt", "vtt", "json", "docx"]


@pytest.mark.parametrize("kind", ALL)
def test_label_is_read_back_once_and_can_be_replaced(copy, kind: str) -> None:
    path = copy(kind)
    with pytest.raises(LabelError, match="no AI label"):
        aigc.read(path)
    first = aigc.tag(path, aigc.aigc_json(ODD))
    assert aigc.read(path) == first and first["ProduceID"] == first["PropagateID"] == ODD
    assert aigc.tag(path) == first
    size = path.stat().st_size
    assert aigc.tag(path)["ProduceID"] == ODD and abs(path.stat().st_size - size) < 64
    assert aigc.tag(path, aigc.aigc_json(EVEN))["ProduceID"] == EVEN
    assert aigc.read(path)["ProduceID"] == EVEN
    raw = path.read_bytes()
    if kind != "docx":  # compressed
        assert raw.count(b"ContentPropagator") == 1 and ODD.encode() + b'"' not in raw
    assert list(path.parent.glob(".*")) == []


@pytest.mark.parametrize("kind", ["mp4", "mkv", "flv", "m4a", "wav", "mp3", "flac", "ogg", "opus"])
def test_labelled_media_play_as_before(copy, originals: Path, kind: str) -> None:
    path = copy(kind)
    aigc.tag(path)
    before = _samples(originals / path.name)
    spare = 1024 if kind == "mkv" else 0  # ffmpeg 5 hands out AAC's lead-in with Matroska's sound
    assert before > 0 and 0 <= _samples(path) - before <= spare


def _samples(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(frame.samples for frame in container.decode(audio=0))


def test_mp4_keeps_its_title_and_has_its_index_first(copy) -> None:
    path = copy("mp4")
    aigc.tag(path)
    with av.open(str(path)) as container:
        assert container.metadata["title"] == "A take"
        assert len(list(container.decode(video=0))) == 10
    raw = path.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat") and b"moof" not in raw


def test_wav_chunk_stands_after_the_format_and_the_sizes_are_right(copy, originals: Path) -> None:
    path = copy("wav")
    for name in (ODD, EVEN):
        aigc.tag(path, aigc.aigc_json(name))
        raw = path.read_bytes()
        assert int.from_bytes(raw[4:8], "little") == len(raw) - 8 and len(raw) % 2 == 0
        assert raw.index(b"fmt ") < raw.index(b"AIGC") < raw.index(b"data")
        np.testing.assert_array_equal(soundfile.read(path)[0], soundfile.read(originals / "a.wav")[0])
        with wave.open(str(path)) as plain:
            assert plain.getnframes() == RATE // 2 - 1


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_pictures_keep_pixels_and_metadata(copy, originals: Path, kind: str) -> None:
    path = copy(kind)
    aigc.tag(path)
    with Image.open(path) as after, Image.open(originals / path.name) as before:
        np.testing.assert_array_equal(np.asarray(after), np.asarray(before))
        if kind == "jpg":
            assert after.getexif()[0x010E] == "a picture"
        assert "http://www.tc260.org.cn/ns/AIGC/1.0/" in str(after.info.get("xmp") or after.info.get("XML:com.adobe.xmp"))


def test_the_label_joins_an_xmp_packet_that_is_there(tmp_path: Path) -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:rights>ours</dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    path = tmp_path / "a.jpg"
    Image.new("RGB", (8, 8)).save(path, xmp=packet.encode())
    aigc.tag(path)
    with Image.open(path) as image:
        assert b"<dc:rights>ours</dc:rights>" in image.info["xmp"] and b"TC260:AIGC" in image.info["xmp"]


def test_texts_keep_their_words(copy) -> None:
    for kind in ("md", "txt", "vtt"):
        path = copy(kind)
        before = path.read_text(encoding="utf-8")
        aigc.tag(path)
        aigc.tag(path)
        after = path.read_text(encoding="utf-8")
        assert before.removeprefix("WEBVTT").strip() in after, kind
    assert copy("vtt").read_text(encoding="utf-8").startswith("WEBVTT")


def test_front_matter_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: 脚本\n---\n正文\n", encoding="utf-8")
    aigc.tag(path)
    assert path.read_text(encoding="utf-8").startswith("---\ntitle: 脚本\nAIGC: '{") and "---\n正文\n" in path.read_text(encoding="utf-8")


def test_json_and_docx_keep_their_content(copy) -> None:
    data, document = copy("json"), copy("docx")
    aigc.tag(data)
    aigc.tag(document)
    assert json.loads(data.read_text(encoding="utf-8"))["lines"] == [{"text": "你好"}]
    assert docx.Document(str(document)).paragraphs[0].text == "你好"


def test_the_label_has_the_seven_keys_in_order() -> None:
    label = aigc.aigc_json("p-1", "00191310000MA1K35X5X10001")
    assert list(json.loads(label)) == list(aigc.KEYS) and " " not in label
    assert json.loads(label)["Label"] == "1"
    assert aigc.new_id() != aigc.new_id()


@pytest.mark.parametrize("bad", ["", "two words", "易播", 'quo"te', "back\\slash", "tab\t"])
def test_values_outside_the_charset_are_refused(bad: str) -> None:
    with pytest.raises(LabelError, match="ASCII"):
        aigc.aigc_json("p-1", bad)
    with pytest.raises(LabelError, match="ASCII"):
        aigc.aigc_json(bad)


@pytest.mark.parametrize("name", ["a.avi", "a.ts", "a.srt", "a.webp", "a"])
def test_files_that_cannot_carry_a_label_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(LabelError, match="cannot carry"):
        aigc.tag(path)


@pytest.mark.parametrize("kind", ALL)
def test_damaged_files_are_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(b"\xff\x00 no such file \x80")
    with pytest.raises(LabelError, match=r"a\."):
        aigc.tag(path)
    assert path.read_bytes() == b"\xff\x00 no such file \x80" and len(list(tmp_path.iterdir())) == 1


def test_a_malformed_label_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x\n", encoding="utf-8")
    with pytest.raises(LabelError, match="keys"):
        aigc.tag(path, '{"Label":"1"}')
    assert path.read_text(encoding="utf-8") == "x\n"
    with pytest.raises(LabelError, match="is not there"):
        aigc.tag(tmp_path / "none.txt")
