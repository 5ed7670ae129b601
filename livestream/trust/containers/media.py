"""MP4, MOV, M4A, MKV, WebM and FLV: a metadata entry `AIGC`, written by a remux without new encoding."""

import shutil
import subprocess
from pathlib import Path

import av
import imageio_ffmpeg

from livestream.trust.containers.files import LabelError, replacing

_MP4 = {".mp4", ".mov", ".m4a"}


def write(path: Path, label: str) -> None:
    """Put the label into the container, in place of one that is there; an MP4 comes out with its index first."""
    flags = ["-movflags", "use_metadata_tags+faststart"] if path.suffix.lower() in _MP4 else []
    program = shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()
    with replacing(path) as fresh:
        command = [program, "-nostdin", "-y", "-v", "error", "-i", str(path), "-map", "0", "-map_metadata", "0", "-c", "copy"]
        done = subprocess.run([*command, "-metadata", f"AIGC={label}", *flags, str(fresh)], capture_output=True, text=True, check=False)
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1:] or ["ffmpeg failed"]
            raise LabelError(f"{path.name} cannot be labelled: {reason[0]}. Check that the file plays, or export it again.")


def read(path: Path) -> str | None:
    """The label in the container's metadata."""
    try:
        with av.open(str(path)) as container:
            found = {key.upper(): value for key, value in container.metadata.items()}
    except (av.error.FFmpegError, OSError) as error:
        raise LabelError(f"{path.name} cannot be read as media: {error}") from error
    return found.get("AIGC")
