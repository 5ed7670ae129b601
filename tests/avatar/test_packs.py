"""Every host pack that ships is complete and fits its host.json."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from livestream.config import ASSETS

PACKS = sorted(path.parent for path in (ASSETS / "hosts").glob("*/host.json"))
EYES = {"neutral", "lids35", "lids70", "lids100", "brow", "smile", "delight", "concern"}
GESTURES = {"lin": {"present", "open", "up", "together"}, "chen": {"present", "open", "up", "together"}}


def manifest(pack: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((pack / "host.json").read_text("utf-8"))
    return data


def picture(pack: Path, name: str, mode: str) -> np.ndarray:
    with Image.open(pack / name) as image:
        return np.asarray(image.convert(mode))


def tiles(sheet: np.ndarray, box: list[int]) -> int:
    """How many tiles of the box's size the sheet holds; the sheet must be a whole number of them."""
    width, height = box[2:]
    assert sheet.shape[1] % width == 0
    assert sheet.shape[0] % height == 0
    return int((sheet.shape[1] // width) * (sheet.shape[0] // height))


def cut(sheet: np.ndarray, box: list[int], index: int) -> np.ndarray:
    width, height = box[2:]
    columns = sheet.shape[1] // width
    y, x = index // columns * height, index % columns * width
    return sheet[y : y + height, x : x + width].astype(int)


def test_there_are_two_women_and_two_men() -> None:
    assert sorted(manifest(pack)["gender"] for pack in PACKS) == ["female", "female", "male", "male"]


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
class TestPack:
    def test_is_named_after_its_folder_in_both_languages_and_small(self, pack: Path) -> None:
        data = manifest(pack)
        assert data["key"] == pack.name
        assert all(data[field][language] for field in ("name", "description") for language in ("en", "zh"))
        assert sum(path.stat().st_size for path in pack.iterdir()) <= 8 * 2**20

    def test_base_is_a_cut_out_figure_of_the_named_size(self, pack: Path) -> None:
        data = manifest(pack)
        base = picture(pack, "base.webp", "RGBA")
        assert [base.shape[1], base.shape[0]] == data["size"] == [720, 1280]
        alpha = base[..., 3]
        assert 0.25 < (alpha > 250).mean() < 0.75
        assert (alpha[:16] == 0).all(), "the head is cut off"

    def test_position_map_covers_the_figure(self, pack: Path) -> None:
        position = np.load(pack / "position.npz")["p"]
        assert position.shape == (320, 180, 3)
        there = ~np.isnan(position[..., 0])
        solid = picture(pack, "base.webp", "RGBA")[2::4, 2::4, 3] > 250
        assert (there & solid).sum() > 0.94 * solid.sum()  # hair strands are not in the map: most in short curls
        assert np.nanmax(np.abs(position)) < 4  # metres

    def test_camera_sees_the_joints_inside_the_picture(self, pack: Path) -> None:
        data = manifest(pack)
        matrix = np.array(data["camera"]["matrix"])
        focal = data["camera"]["lens"] / data["camera"]["sensor"] * data["size"][1]
        for name in ("head", "neck01", "neck02", "spine01"):
            x, y, z = (np.array(data["joints"][name]) - matrix[:3, 3]) @ matrix[:3, :3]
            assert 0 < 360 - x / z * focal < 720, name
            assert 0 < 640 + y / z * focal < 1280, name

    def test_boxes_lie_on_the_figure(self, pack: Path) -> None:
        data = manifest(pack)
        alpha = picture(pack, "base.webp", "RGBA")[..., 3]
        for part in ("mouth", "eyes"):
            x, y, width, height = data[part]["box"]
            assert x >= 0 and y >= 0 and x + width <= 720 and y + height <= 1280
            assert (alpha[y : y + height, x : x + width] > 250).mean() > 0.83  # a slim face leaves corners of the box empty

    def test_mouth_grid_is_full_and_every_tile_exists(self, pack: Path) -> None:
        mouth = manifest(pack)["mouth"]
        opening, width = mouth["opening"], mouth["width"]
        assert opening == sorted(opening) and opening[0] == 0 and opening[-1] == 1
        assert width == sorted(width) and width[0] == -1 and width[-1] == 1
        count = tiles(picture(pack, "mouth.webp", "RGB"), mouth["box"])
        for row in range(len(opening)):
            assert all(f"{row},{column}" in mouth["tiles"] for column in range(len(width))), f"row {row}"
        indices = [*mouth["tiles"].values(), *mouth["special"].values(), mouth["neutral"]]
        assert all(0 <= index < count for index in indices)
        assert set(mouth["special"]) == {"closed", "lip_teeth", "tongue"}

    def test_mouth_tiles_differ_inside_and_meet_the_face_at_the_border(self, pack: Path) -> None:
        mouth = manifest(pack)["mouth"]
        sheet = picture(pack, "mouth.webp", "RGB")
        rest = cut(sheet, mouth["box"], mouth["neutral"])
        for name, index in mouth["tiles"].items():
            change = np.abs(cut(sheet, mouth["box"], index) - rest).max(2)
            border = np.concatenate([change[0], change[-1], change[:, 0], change[:, -1]])
            assert np.percentile(border, 95) <= 8, name
        wide = np.abs(cut(sheet, mouth["box"], mouth["tiles"][f"{len(mouth['opening']) - 1},2"]) - rest)
        assert wide.mean() > 3

    def test_eyes_close_and_every_tile_exists(self, pack: Path) -> None:
        eyes = manifest(pack)["eyes"]
        sheet = picture(pack, "eyes.webp", "RGB")
        assert set(eyes["tiles"]) >= EYES
        assert max(eyes["tiles"].values()) < tiles(sheet, eyes["box"])
        rest = cut(sheet, eyes["box"], eyes["tiles"]["neutral"])
        changes = {name: np.abs(cut(sheet, eyes["box"], tile) - rest).mean() for name, tile in eyes["tiles"].items()}
        assert 0.2 < changes["lids35"] < changes["lids70"] < changes["lids100"]
        delight, concern = (cut(sheet, eyes["box"], eyes["tiles"][name]) for name in ("delight", "concern"))
        assert min(changes["delight"], changes["concern"], np.abs(delight - concern).mean()) > 0.5

    def test_gestures_grow_and_stay_in_the_picture(self, pack: Path) -> None:
        gestures = manifest(pack)["gestures"]
        assert set(gestures) >= GESTURES.get(pack.name, {"present", "open"})
        base = picture(pack, "base.webp", "RGBA")
        for name, gesture in gestures.items():
            x, y, width, height = gesture["box"]
            assert x >= 0 and y >= 0 and x + width <= 720 and y + height <= 1280
            sheet = picture(pack, f"gesture_{name}.webp", "RGBA")
            assert len(gesture["stops"]) == gesture["frames"] <= tiles(sheet, gesture["box"])
            assert gesture["stops"] == sorted(gesture["stops"]) and gesture["stops"][-1] == 1
            assert gesture["rendered"] == sorted(gesture["rendered"]) and gesture["rendered"][-1] == gesture["frames"]
            under = base[y : y + height, x : x + width].astype(int)
            frames = [cut(sheet, gesture["box"], index) for index in range(gesture["frames"])]
            outline = [np.abs(frame[..., 3] - under[..., 3]).mean() for frame in frames]
            assert outline[-1] > outline[0]
            if x == 0:
                assert (frames[-1][:, 0, 3] < 128).all(), "the hand leaves the picture"

    def test_no_step_of_a_gesture_is_a_jump(self, pack: Path) -> None:
        for gesture in manifest(pack)["gestures"].values():
            steps = np.diff([0, *gesture["stops"]])
            assert steps.max() < 2.3 / gesture["frames"]
