"""The growing file: playable early, right in length, honest about failures."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from livestream.media import writer as module
from livestream.media.ffmpeg import MediaError
from livestream.media.probe import probe
from livestream.media.writer import TakeWriter

SIZE = (160, 288)
OPEN = Path("/proc/self/fd")


def gradient(k: int) -> np.ndarray:
    picture = np.tile(np.linspace(0, 200, SIZE[0], dtype=np.uint8)[None, :, None], (SIZE[1], 1, 3))
    return np.roll(picture, 3 * k, axis=1)


@pytest.mark.parametrize(("picture", "sound"), [(2.0, 2.0), (2.0, 1.3), (1.4, 2.1)])
def test_picture_and_sound_end_together(growing, picture, sound):
    found = probe(growing(picture, sound))
    longest = max(picture, sound)
    assert found.video_codec == "h264" and found.audio_codec == "aac" and found.sample_rate == 48_000
    assert (found.width, found.height, found.fps) == (*SIZE, 25.0)
    assert found.video_seconds == pytest.approx(longest, abs=0.041)
    assert abs(found.video_seconds - found.audio_seconds) <= 0.041


def test_sound_and_picture_stay_in_step(growing):
    with av.open(str(growing(2.0, 2.0))) as container:
        bright = next(f.time for f in container.decode(video=0) if f.to_ndarray(format="gray").mean() > 230)
    with av.open(str(growing(2.0, 2.0))) as container:
        loud = next(
            f.time + float(np.argmax(np.abs(f.to_ndarray()[0]) > 0.2)) / 48_000
            for f in container.decode(audio=0)
            if np.abs(f.to_ndarray()).max() > 0.2
        )
    assert bright == pytest.approx(1.0, abs=0.001) and abs(loud - bright) <= 0.03


def test_the_file_plays_while_it_grows(tmp_path):
    path, copy = tmp_path / "growing.mp4", tmp_path / "seen.mp4"
    with TakeWriter(path, SIZE) as writer:
        writer.audio(np.zeros(48_000 * 8, np.float32))
        for k in range(150):
            writer.write(gradient(k))
        until = time.monotonic() + 20
        frames = 0
        while frames < 25 and time.monotonic() < until:
            time.sleep(0.1)
            if path.exists() and path.stat().st_size > 1000:
                shutil.copy(path, copy)
                try:
                    with av.open(str(copy)) as container:
                        frames = sum(1 for _ in container.decode(video=0))
                except av.FFmpegError:
                    continue
        assert frames >= 25
        writer.write(gradient(1))


def test_a_failing_encoder_is_reported_in_words(tmp_path):
    (tmp_path / "taken.mp4").mkdir()
    with (
        pytest.raises(MediaError, match=r"Writing the video failed: ffmpeg ended with code"),
        TakeWriter(tmp_path / "taken.mp4", SIZE) as writer,
    ):
        for k in range(500):
            writer.audio(np.zeros(1920, np.float32))
            writer.write(gradient(k))


def test_cancel_ends_the_process_and_frees_the_pipes(tmp_path):
    before = len(list(OPEN.iterdir())) if OPEN.is_dir() else 0
    writer = TakeWriter(tmp_path / "cut.mp4", SIZE)
    writer.audio(np.zeros(48_000, np.float32))
    for k in range(20):
        writer.write(gradient(k))
    writer.cancel()
    assert writer._process.poll() is not None
    assert not any(thread.is_alive() for thread in writer._threads)
    with pytest.raises(MediaError, match="cancelled"):
        writer.write(gradient(0))
    if before:
        assert len(list(OPEN.iterdir())) <= before


def test_an_exception_in_the_block_cancels(tmp_path):
    with pytest.raises(KeyError), TakeWriter(tmp_path / "x.mp4", SIZE) as writer:
        raise KeyError
    assert writer._process.poll() is not None


def test_sound_that_lags_is_an_error_and_no_deadlock(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_STALL", 0.2)
    with pytest.raises(MediaError, match="lags behind"), TakeWriter(tmp_path / "x.mp4", SIZE) as writer:
        for k in range(2000):
            writer.write(gradient(k))


def test_a_service_started_without_standard_input_can_write(tmp_path):
    """Where descriptor 0 is closed the next pipe gets that number, the very one that ffmpeg reads its frames from."""
    code = (
        "import os, sys; os.close(0); import numpy as np; from livestream.media.writer import TakeWriter\n"
        "with TakeWriter(__import__('pathlib').Path(sys.argv[1]), (160, 288)) as writer:\n"
        "    writer.audio(np.zeros(48_000, np.float32))\n"
        "    for _ in range(25): writer.write(np.zeros((288, 160, 3), np.uint8))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.mp4")], check=True, timeout=60)
    assert probe(tmp_path / "a.mp4").video_seconds == pytest.approx(1.0, abs=0.001)
