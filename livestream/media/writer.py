"""Writes a take while it is made: frames and sound go into one ffmpeg process, an mp4 that can be played while it grows comes out."""

import fcntl
import os
import queue
import subprocess
import threading
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import ffmpeg
import numpy as np
import numpy.typing as npt

from livestream.media.ffmpeg import MediaError, binary, in_words

_BUFFERS = 6  # frames on their way to the encoder
_STALL = 5.0  # seconds without a free buffer after which a lag of the sound is looked for
_PATIENCE = 30.0  # seconds that an encoder gets to finish after its last frame
_WHAT = "Writing the video"


class TakeWriter:
    """H.264 (High, yuv420p, bt709, a key frame a second) and AAC (128 kbit/s) in a fragmented mp4 at `path`.

    `write` frames and `audio` samples in any order, sound not later than its picture: the encoder waits for the one that lags.
    At the end the shorter of the two is filled up (silence, or the last frame). Leaving the context with an exception cancels.
    Every method raises MediaError once ffmpeg failed.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: int = 25, sample_rate: int = 48_000) -> None:
        self.path, self.size, self.fps, self.sample_rate = path, size, fps, sample_rate
        self.frames, self.samples = 0, 0
        self._cancelled = False
        self._log: deque[str] = deque(maxlen=20)
        self._free: queue.Queue[npt.NDArray[np.uint8]] = queue.Queue()
        self._full: queue.Queue[npt.NDArray[np.uint8] | None] = queue.Queue()
        self._sound: queue.Queue[npt.NDArray[np.float32] | None] = queue.Queue()
        self._last: npt.NDArray[np.uint8] | None = None
        for _ in range(_BUFFERS):
            self._free.put(np.empty((size[1], size[0], 3), np.uint8))
        path.parent.mkdir(parents=True, exist_ok=True)
        reading, writing = _pipe()
        command = _command(path, size, fps, sample_rate, reading)
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, pass_fds=(reading,), bufsize=0
            )
        except OSError as error:
            os.close(writing)
            raise MediaError(f"{_WHAT} failed: ffmpeg could not be started ({error}).") from error
        finally:
            os.close(reading)
        self._threads = [
            threading.Thread(target=self._feed_frames, name="take-frames", daemon=True),
            threading.Thread(target=self._feed_sound, args=(os.fdopen(writing, "wb", buffering=0),), name="take-sound", daemon=True),
            threading.Thread(target=self._listen, name="take-log", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.cancel()

    @property
    def duration(self) -> float:
        """Seconds of picture taken in so far."""
        return self.frames / self.fps

    def write(self, frame: npt.NDArray[np.uint8]) -> None:
        """Takes one frame (height, width, 3) BGR; it is copied, so that its buffer may be used again. Waits while the encoder is behind."""
        buffer = self._buffer()
        np.copyto(buffer, frame)
        self._full.put(buffer)
        self._last = buffer
        self.frames += 1

    def audio(self, samples: npt.NDArray[np.float32]) -> None:
        """Takes mono samples in [-1, 1]."""
        self._check()
        self._sound.put(np.ascontiguousarray(samples, np.float32))
        self.samples += len(samples)

    def close(self) -> None:
        """Fills up the shorter of picture and sound and finishes the file."""
        if self._cancelled:
            return
        missing = round(self.frames / self.fps * self.sample_rate) - self.samples
        if missing > 0:
            self.audio(np.zeros(missing, np.float32))
        while self._last is not None and self.frames * self.sample_rate < self.samples * self.fps:
            self.write(self._last)
        self._full.put(None)
        self._sound.put(None)
        try:
            code = self._process.wait(_PATIENCE + self.frames / self.fps)
        except subprocess.TimeoutExpired as error:
            self.cancel()
            raise MediaError(f"{_WHAT} failed: ffmpeg did not finish. Try again with fewer programs running.") from error
        self._join()
        if code:
            raise MediaError(in_words(_WHAT, code, "\n".join(self._log)))

    def cancel(self) -> None:
        """Stops the encoder at once. What is in the file stays playable up to its last fragment."""
        if self._cancelled:
            return
        self._cancelled = True
        self._process.kill()
        self._full.put(None)
        self._sound.put(None)
        self._process.wait()
        self._join()

    def _buffer(self) -> npt.NDArray[np.uint8]:
        since = time.monotonic()
        while True:
            self._check()
            try:
                return self._free.get(timeout=0.2)
            except queue.Empty as error:
                lags = self._sound.empty() and self.samples * self.fps < self.frames * self.sample_rate
                if lags and time.monotonic() - since > _STALL:
                    self.cancel()
                    raise MediaError(f"{_WHAT} failed: the sound lags behind the picture; give `audio` before its frames.") from error

    def _check(self) -> None:
        if self._cancelled:
            raise MediaError(f"{_WHAT} was cancelled.")
        code = self._process.poll()
        if code is not None:
            self._threads[2].join(2)
            raise MediaError(in_words(_WHAT, code, "\n".join(self._log)))

    def _feed_frames(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        with _quiet(pipe):
            while (frame := self._full.get()) is not None:
                _send(pipe, frame)
                self._free.put(frame)

    def _feed_sound(self, pipe: IO[bytes]) -> None:
        with _quiet(pipe):
            while (samples := self._sound.get()) is not None:
                _send(pipe, samples)

    def _listen(self) -> None:
        pipe = self._process.stderr
        assert pipe is not None
        for line in pipe:
            self._log.append(line.decode("utf-8", "replace").rstrip())

    def _join(self) -> None:
        for thread in self._threads:
            thread.join(5)
        if self._process.stderr:
            self._process.stderr.close()


class _quiet:
    """Closes a pipe at the end; a reader that went away ends the block, for the process' exit code says why."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        try:
            self._pipe.close()
        except BrokenPipeError:
            return True
        return kind is not None and issubclass(kind, BrokenPipeError)


def _pipe() -> tuple[int, int]:
    """os.pipe above the standard streams' numbers, which are free where a service was started without them."""
    low = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3) for end in low]
    for end in low:
        os.close(end)
    return high[0], high[1]


def _send(pipe: IO[bytes], array: npt.NDArray[np.uint8] | npt.NDArray[np.float32]) -> None:
    """Writes all bytes of an array into an unbuffered pipe."""
    view = array.data.cast("B")
    while view:
        view = view[pipe.write(view) :]


def _command(path: Path, size: tuple[int, int], fps: int, sample_rate: int, sound: int) -> list[str]:
    raw = {"probesize": 32, "analyzeduration": 0, "thread_queue_size": 64}  # else old ffmpegs wait for 5 s of sound first
    picture = ffmpeg.input("pipe:0", format="rawvideo", pix_fmt="bgr24", s=f"{size[0]}x{size[1]}", framerate=fps, **raw)
    voice = ffmpeg.input(f"pipe:{sound}", format="f32le", ac=1, ar=sample_rate, **raw)
    video = picture.video.filter("scale", out_color_matrix="bt709", out_range="tv").filter("format", "yuv420p")
    output = ffmpeg.output(
        video,
        voice.audio,
        str(path),
        f="mp4",
        vcodec="libx264",
        preset="veryfast",
        crf=20,
        **{"profile:v": "high", "x264-params": f"keyint={fps}:min-keyint={fps}:scenecut=0:bframes=2"},
        **{"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"},
        acodec="aac",
        **{"b:a": "128k", "ar": 48_000, "ac": 2},
        movflags="frag_keyframe+delay_moov+default_base_moof",
        flush_packets=1,
        loglevel="error",
    )
    return [str(part) for part in ffmpeg.compile(output.overwrite_output(), cmd=binary())]
