"""What is in a media file: streams, duration, loudness, AI label."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pyloudnorm
import soxr

from livestream.media.ffmpeg import MediaError
from livestream.trust import aigc
from livestream.trust.containers.files import LabelError

_OVERSAMPLING = 4  # for the true peak, as BS.1770-4 asks at 48 kHz


@dataclass(frozen=True)
class Probe:
    """Durations in seconds, loudness in LUFS and true peak in dBTP (None without sound), `aigc` the implicit label if there is one."""

    duration: float
    video_seconds: float
    audio_seconds: float
    video_codec: str
    audio_codec: str
    width: int
    height: int
    fps: float
    frames: int
    sample_rate: int
    loudness: float | None
    true_peak: float | None
    aigc: dict[str, str] | None


def probe(path: Path) -> Probe:
    """Decodes a file's sound and counts its frames. Raises MediaError for what is no media file."""
    try:
        with av.open(str(path)) as container:
            video, audio = next(iter(container.streams.video), None), next(iter(container.streams.audio), None)
            frames = sum(1 for packet in container.demux(video) if packet.size) if video else 0
            rate = int(audio.rate) if audio else 0
            fps = float(video.average_rate or 0) if video else 0.0
            width, height = (video.width, video.height) if video else (0, 0)
            names = [stream.codec_context.name if stream else "" for stream in (video, audio)]
        sound = _sound(path, rate) if rate else None
    except (av.FFmpegError, OSError) as error:
        raise MediaError(f"{path.name} is not a playable file: {error}.") from error
    video_seconds = frames / fps if fps else 0.0
    audio_seconds = len(sound) / rate if sound is not None else 0.0
    return Probe(
        duration=max(video_seconds, audio_seconds),
        video_seconds=video_seconds,
        audio_seconds=audio_seconds,
        video_codec=names[0],
        audio_codec=names[1],
        width=width,
        height=height,
        fps=fps,
        frames=frames,
        sample_rate=rate,
        loudness=loudness(sound, rate) if sound is not None else None,
        true_peak=true_peak(sound, rate) if sound is not None else None,
        aigc=_label(path),
    )


def loudness(samples: npt.NDArray[np.float32], sample_rate: int) -> float | None:
    """Integrated loudness in LUFS (BS.1770-4); None for less than 0.4 s."""
    if len(samples) < 0.4 * sample_rate + 1:
        return None
    return float(pyloudnorm.Meter(sample_rate).integrated_loudness(samples))


def true_peak(samples: npt.NDArray[np.float32], sample_rate: int) -> float:
    """Peak between the samples in dBTP, by four times oversampling."""
    dense = soxr.resample(samples, sample_rate, sample_rate * _OVERSAMPLING)
    return float(20 * np.log10(max(float(np.abs(dense).max(initial=0)), 1e-9)))


def _sound(path: Path, rate: int) -> npt.NDArray[np.float32]:
    """The whole sound, the mean of its channels."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
    with av.open(str(path)) as container:
        parts = [out.to_ndarray()[0] for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, np.float32)


def _label(path: Path) -> dict[str, str] | None:
    try:
        return aigc.read(path)
    except LabelError:
        return None
