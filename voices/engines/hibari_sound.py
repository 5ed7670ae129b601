"""The sound of hibari's spectra: what its package computes at once (`dsp.synth`) in stretches of time that stay in the processor's cache,
on all cores, with frames first as the model gives them.

Each frame is the spectrum of a pulse train times a harmonic part, plus noise, plus a part with phases of its own.
"""

import functools
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import scipy.fft
from numpy.lib.stride_tricks import sliding_window_view

Floats = npt.NDArray[np.float32]
Spectra = npt.NDArray[np.complex64]

PARTS, BINS = 5, 601
_STRETCH = 64
"""Frames at once."""

_THREADS = min(4, os.cpu_count() or 1)
_SEED = 7
_NOISE = 800
"""Frames of noise, ten seconds, before it comes again: the same line sounds the same every time."""


@functools.cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, "hibari")


@functools.cache
def _noise() -> Spectra:
    return np.random.default_rng(_SEED).standard_normal((_NOISE, 2 * BINS), np.float32).view(np.complex64)


def noise(frames: npt.NDArray[np.int64]) -> Spectra:
    """The spectra of noise in these frames."""
    return _noise().take(frames, axis=0, mode="wrap")


def _polar(log_size: Floats, angle: Floats) -> Spectra:
    from hibari import dsp

    made = np.empty(angle.shape, np.complex64)
    size = dsp.ex(log_size)
    np.multiply(np.cos(angle), size, out=made.real)
    np.multiply(np.sin(angle), size, out=made.imag)
    return made


def samples(parts: Floats, louder: Floats, f0: Floats) -> Floats:
    """Mono samples from the model's `parts` (frames, PARTS * BINS), `louder` and F0 [Hz] by frame."""
    from hibari import dsp

    count = len(f0)

    def windows() -> Floats:
        return sliding_window_view(np.pad(dsp.pulses(f0), dsp.N_FFT // 2, mode="reflect"), dsp.N_FFT)[:: dsp.HOP]

    pulses = _pool().submit(windows)
    made = np.empty((count, BINS), np.complex64)

    def stretch(first: int) -> None:
        here = slice(first, min(count, first + _STRETCH))
        harmonics, phase, breath, free, free_phase = parts[here].reshape(-1, PARTS, BINS).swapaxes(0, 1)
        more = louder[here, None]
        filtered = _polar(harmonics + more, np.float32(np.pi) * np.tanh(phase))
        beside = noise(np.arange(here.start, here.stop)) * dsp.ex(breath + more)
        beside += _polar(free + more, free_phase)
        filtered *= scipy.fft.rfft(pulses.result()[here] * dsp.WIN_SRC, overwrite_x=True)
        np.add(filtered, beside, out=made[here])

    list(_pool().map(stretch, range(0, count, _STRETCH)))
    with scipy.fft.set_workers(_THREADS):
        return np.asarray(dsp.ola(made.T), np.float32)
