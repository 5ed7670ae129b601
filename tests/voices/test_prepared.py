"""Prepared models and style tables: made once, made again when damaged, in memory where nothing can be written."""

from pathlib import Path

import numpy as np
import pytest

from voices import VoiceError
from voices.engines import graphs, styles
from voices.engines.kokoro import SPEAKERS


def _made(made: list[int]) -> dict[str, bytes]:
    made.append(1)
    return {"a.bin": b"whole"}


def _used(files: graphs.Files) -> bytes:
    given = files["a.bin"]
    content = given.read_bytes() if isinstance(given, Path) else given
    if content != b"whole":
        raise RuntimeError("not a model")
    return content


def test_a_model_is_prepared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    made: list[int] = []
    for _ in range(2):
        assert graphs.opened("v1", ["a.bin"], lambda: _made(made), _used) == b"whole"
    assert len(made) == 1


def test_a_damaged_one_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    made: list[int] = []
    graphs.opened("v1", ["a.bin"], lambda: _made(made), _used)
    (tmp_path / "voices" / "v1" / "a.bin").write_bytes(b"who")
    assert graphs.opened("v1", ["a.bin"], lambda: _made(made), _used) == b"whole"
    assert len(made) == 2


def test_one_that_stays_damaged_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    with pytest.raises(VoiceError, match=r"v1 cannot be loaded \(not a model\); reinstall"):
        graphs.opened("v1", ["a.bin"], lambda: {"a.bin": b"who"}, _used)


def test_without_a_place_to_write_it_is_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path / "file"))
    made: list[int] = []
    assert graphs.opened("v1", ["a.bin"], lambda: _made(made), _used) == b"whole"
    assert made == [1]


def test_house_voices_are_blends_of_the_tables() -> None:
    assert set(SPEAKERS.values()) == set(styles.HOUSE) <= set(styles.names())
    for name, blend in styles.HOUSE.items():
        assert np.array_equal(styles.style(name, 40), styles.style(blend, 40))
        assert styles.fingerprint(name) == styles.fingerprint(blend)
    lan = 0.6 * styles.style("zf_xiaoxiao", 40) + 0.4 * styles.style("zf_xiaobei", 40)
    assert np.allclose(styles.style("lan", 40), lan, atol=1e-6)
    assert np.array_equal(styles.style("lan", 9999), styles.style("lan", 509))


def test_tables_that_cannot_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tables.npz").write_bytes(styles.FILE.read_bytes()[:5000])
    monkeypatch.setattr(styles, "FILE", tmp_path / "tables.npz")
    styles._kept.cache_clear()
    try:
        with pytest.raises(VoiceError, match="restore the repository"):
            styles.names()
    finally:
        styles._kept.cache_clear()
