import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from livestream.avatar.pack import HostPack, PackError, hosts

WritePack = Callable[..., Path]


def test_lists_hosts_and_leaves_out_unreadable_ones(tmp_path: Path, write_pack: WritePack) -> None:
    write_pack(tmp_path, "one")
    write_pack(tmp_path, "two")
    (tmp_path / "two" / "host.json").write_text("{", "utf-8")
    found = hosts(tmp_path)
    assert [host.key for host in found] == ["one"]
    assert found[0].name == {"en": "Drawn", "zh": "画"}
    assert found[0].gestures == ("present",)
    assert hosts(tmp_path / "nowhere") == []


def test_is_shared_while_held_and_its_tiles_meet_the_base(packs: Path) -> None:
    pack = HostPack.load("drawn", packs)
    assert HostPack.load("drawn", packs) is pack
    assert pack.size == (180, 320)
    x, y, width, height = pack.mouth.box
    under = pack.base[y : y + height, x : x + width]
    tiles = pack.mouth.tiles
    assert np.array_equal(tiles[pack.mouth.rest], under)
    assert np.abs(tiles[14].astype(int) - under).max() > 20
    assert (tiles[..., 3] == under[..., 3]).all()
    assert all(np.array_equal(tile[edge], under[edge]) for tile in tiles for edge in (0, -1, np.s_[:, 0], np.s_[:, -1]))
    alpha = pack.base[..., 3:].astype(int)
    assert (pack.base[..., :3] <= alpha).all()


def test_unknown_host_names_the_known_ones(packs: Path) -> None:
    with pytest.raises(PackError, match=r"no host 'nobody'.*drawn"):
        HostPack.load("nobody", packs)


@pytest.mark.parametrize("name", ["base.webp", "mouth.webp", "eyes.webp", "position.npz", "gesture_present.webp", "motion_present.npz"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, write_pack: WritePack, name: str) -> None:
    folder = write_pack(tmp_path, "broken")
    (folder / name).unlink()
    with pytest.raises(PackError, match=rf"broken.*{name} is missing"):
        HostPack.load("broken", tmp_path)
    (folder / name).write_bytes(b"")
    with pytest.raises(PackError, match=rf"broken.*{name}"):
        HostPack.load("broken", tmp_path)
    (folder / name).write_bytes(b"not a picture")
    with pytest.raises(PackError, match=rf"broken.*{name}"):
        HostPack.load("broken", tmp_path)


def test_a_gesture_tells_the_frame_and_motion_of_a_phase(pack: HostPack) -> None:
    gesture = pack.gestures["present"]
    assert [gesture.at(phase)[:2] for phase in (0.0, 0.07, 0.1, 1 / 6, 0.2, 0.97, 1.0)] == [
        (0, 0),
        (0, 0),
        (1, 0),
        (1, 0),
        (1, 1),
        (6, 5),
        (6, 5),
    ]
    assert [round(gesture.at(phase)[2], 3) for phase in (0.0, 0.05, 0.1, 1 / 6, 0.2, 1.0)] == [0.0, 0.3, -0.4, 0.0, 0.2, 0.0]


def test_a_motion_that_does_not_fit_is_refused(tmp_path: Path, write_pack: WritePack) -> None:
    folder = write_pack(tmp_path, "odd")
    np.savez_compressed(folder / "motion_present.npz", v=np.zeros((6, 2, 2, 2), np.int8))
    with pytest.raises(PackError, match=r"motion_present\.npz"):
        HostPack.load("odd", tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"size": [100, 100]}, "180x320"),
        ({"camera": {}}, "lens"),
        ({"eyes": {"box": [54, 56, 72, 28], "tiles": {"neutral": 0}}}, "lids100"),
        ({"mouth": {"box": [170, 90, 60, 44], "opening": [0], "width": [0], "tiles": {"0,0": 0}, "neutral": 0}}, "outside"),
        ({"mouth": {"box": [60, 90, 60, 44], "opening": [0], "width": [0], "tiles": {}, "neutral": 0}}, "host.json"),
        ({"joints": None}, "host.json"),
        ({"gestures": {"present": {"box": [8, 170, 100, 130], "frames": 40}}}, "of 40 frames"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(tmp_path: Path, write_pack: WritePack, change: dict[str, object], message: str) -> None:
    folder = write_pack(tmp_path, "odd")
    path = folder / "host.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(PackError, match=message):
        HostPack.load("odd", tmp_path)


def test_a_pack_may_lack_gestures_specials_and_half_closed_lids(tmp_path: Path, write_pack: WritePack) -> None:
    folder = write_pack(tmp_path, "bare")
    path = folder / "host.json"
    manifest = json.loads(path.read_text("utf-8"))
    del manifest["gestures"], manifest["mouth"]["special"], manifest["eyes"]["tiles"]["lids35"]
    manifest["mouth"]["tiles"] = {"0,1": 1, "0,2": 2, "2,1": 7, "3,0": 9}
    path.write_text(json.dumps(manifest), "utf-8")
    pack = HostPack.load("bare", tmp_path)
    assert pack.info.gestures == ()
    assert pack.grid.cells == ((1, 1, 2), (1, 1, 2), (7, 7, 7), (9, 9, 9), (9, 9, 9))
    assert np.isnan(pack.position).any()
