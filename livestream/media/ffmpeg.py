"""The ffmpeg program: the one on PATH, else the one that a Python package brings."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache

import imageio_ffmpeg


class MediaError(Exception):
    """A sound or video could not be written or read; the message says what failed and what to do."""


@cache
def binary() -> str:
    """Path of ffmpeg. Raises MediaError where there is none."""
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise MediaError("ffmpeg was not found. Install ffmpeg, or `pip install imageio-ffmpeg`, and try again.") from error


def run(command: Sequence[str], what: str) -> None:
    """Runs an ffmpeg command to its end. Raises MediaError with ffmpeg's own words where it fails."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise MediaError(f"{what} failed: ffmpeg could not be started ({error}).") from error
    if done.returncode:
        raise MediaError(in_words(what, done.returncode, done.stderr.decode("utf-8", "replace")))


def in_words(what: str, code: int, log: str) -> str:
    """A message for people from the end of ffmpeg's log."""
    said = [line.strip() for line in log.splitlines() if line.strip()]
    hint = ""
    if any("No space left" in line for line in said):
        hint = " The disk is full: free some space and try again."
    elif any("Permission denied" in line for line in said):
        hint = " The folder cannot be written to: check its permissions."
    elif any("Unknown encoder" in line for line in said):
        hint = " This ffmpeg lacks the encoder: install a full build of ffmpeg."
    return f"{what} failed: ffmpeg ended with code {code}: {' / '.join(said[-3:]) or 'no message'}.{hint}"
