"""The finished video: the grown file rewritten so that it starts at once anywhere, with its AI label inside, and a picture of it."""

from pathlib import Path

import ffmpeg

from livestream.media.ffmpeg import binary, run
from livestream.trust import aigc


def finished(growing: Path, target: Path, label: str) -> dict[str, str]:
    """Copies the streams of `growing` into a faststart mp4 that carries `label` (see trust.aigc.aigc_json); returns the label as read back.

    Nothing is encoded again. Raises MediaError, or LabelError when the label was not kept.
    """
    part = target.with_name(f".{target.name}")
    output = ffmpeg.input(str(growing)).output(
        str(part), c="copy", map="0", f="mp4", movflags="use_metadata_tags+faststart", metadata=f"AIGC={label}", loglevel="error"
    )
    try:
        run([str(word) for word in ffmpeg.compile(output.overwrite_output(), cmd=binary())], "Finishing the video")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return aigc.read(target)


def still(video: Path, second: float, target: Path) -> None:
    """The frame at `second` of a video, which is longer, as a JPEG. Raises MediaError."""
    output = ffmpeg.input(str(video), ss=second).output(str(target), vframes=1, loglevel="error", **{"q:v": 2})
    run([str(word) for word in ffmpeg.compile(output.overwrite_output(), cmd=binary())], "Taking the cover from the video")
