"""A merchant's own set, colours and logo; the end of an offer; the drop of a price."""

import io
from datetime import datetime
from decimal import Decimal

import av
import numpy as np
import pytest
from PIL import Image

from livestream.avatar.types import Pose
from livestream.catalog.images import PictureError, keep_picture
from livestream.catalog.loops import keep_backdrop, keep_loop
from livestream.catalog.values import Brief
from livestream.config import settings
from livestream.scene.backdrop import Loop, Still
from livestream.scene.beats import Beat, idle
from livestream.scene.deadline import deadline
from livestream.scene.stage import Stage
from livestream.scene.themes import branded, contrast, themes
from voices.types import VoiceChoice

SMALL = (180, 320)


def video(seconds: float, size: tuple[int, int] = (320, 240), rate: int = 20, kind: str = "mp4") -> bytes:
    """A picture that turns from blue to red."""
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as out:
        stream = out.add_stream("libx264" if kind == "mp4" else "libvpx", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        count = round(seconds * rate)
        for k in range(count):
            shade = round(255 * k / max(1, count - 1))
            frame = np.full((size[1], size[0], 3), (255 - shade, 0, shade), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        out.mux(stream.encode())
    return file.getvalue()


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.setattr(settings(), "data_dir", tmp_path)


def stage(product, **look):
    return Stage(product, Brief(VoiceChoice("zh", "female"), **look), (720, 1280))


def test_a_loop_ends_as_it_begins(tmp_path):
    path = tmp_path / "loop.mp4"
    path.write_bytes(video(3))
    loop, canvas = Loop(path, SMALL, 4), np.empty((320, 180, 3), np.uint8)
    period = 50  # 3 s at 25 pictures, less the second that is faded over
    reds = []
    for k in range(2 * period):
        loop.draw(canvas, 0, k / 25)
        reds.append(float(canvas[..., 2].mean()))
    steps = np.abs(np.diff(reds[period - 10 :]))
    assert max(reds) - min(reds) > 80
    assert steps.max() < 14  # a hard cut would jump by more than 150
    assert reds[period + 30] == pytest.approx(reds[30], abs=1)


def test_a_set_moves_in_parts_of_a_pixel():
    ramp = np.repeat(np.arange(0, 200, 4, dtype=np.uint8)[None, :, None], 3, 2).repeat(8, 0)
    still, canvas = Still(ramp, 5), np.empty((8, 40, 3), np.uint8)
    seen = []
    for shift in (-4, -1, 0, 2, 4):
        still.draw(canvas, shift, 0.0)
        seen.append(int(canvas[0, 10, 0]))
    assert seen == [56, 59, 60, 62, 64]


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_pictures_and_videos_are_kept_as_sets(kind, shop, cup):
    name = keep_backdrop(video(1.2, kind=kind))
    assert name.endswith(kind)
    assert isinstance(stage(cup, backdrop=name)._set, Loop)
    name = keep_backdrop(png(Image.new("RGB", (90, 160), (0, 200, 0))))
    made = stage(cup, backdrop=name)
    frame = made.frame(Pose(), 0.0, idle(0, 1))
    assert tuple(frame[640, 600] // 32) == (0, 200 // 32 - 1, 0) or frame[640, 600, 1] > 150
    assert Stage.light(cup, Brief(VoiceChoice("zh", "female"), backdrop=name)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\0\0\0\x20ftypisom" + b"x" * 400, "damaged|not a picture"),
        (video(0.4), "shorter than a second"),
        (video(1.2, (120, 64)), "120×64"),
    ],
)
def test_what_is_no_good_as_a_set_is_refused(data, message, tmp_path):
    with pytest.raises(PictureError, match=message) as found:
        (keep_loop if data.startswith(b"\0\0\0") and b"moov" in data else keep_backdrop)(data, tmp_path)
    assert found.value.zh
    assert not list(tmp_path.iterdir())


def test_a_set_or_logo_that_is_gone_leaves_the_theme_alone(cup, shop):
    plain, gone = stage(cup), stage(cup, backdrop="data/uploads/gone.mp4", logo="data/uploads/gone.webp")
    assert np.array_equal(plain.frame(Pose(), 0.0, idle(0, 1)), gone.frame(Pose(), 0.0, idle(0, 1)))


def test_a_logo_stands_beside_the_badge(cup, shop):
    mark = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    mark.paste((10, 200, 60, 255), (20, 20, 280, 80))
    plain = stage(cup).frame(Pose(), 0.0, idle(0, 1)).copy()
    made = stage(cup, logo=keep_picture(png(mark)))
    changed = np.abs(made.frame(Pose(), 0.0, idle(0, 1)).astype(int) - plain).max(axis=2) > 40
    box = made.layout.logo
    assert changed[box.y : box.bottom, box.x : box.right].mean() > 0.2
    changed[box.y : box.bottom, box.x : box.right] = False
    assert not changed.any()


def test_a_brand_colour_can_be_read_on_white(cup):
    for brand in ("#FFE000", "#19A08C", "#101010", "#ffffff"):
        theme = branded(themes()["studio"], brand)
        assert contrast(theme.accent) >= 4.5
        assert contrast(theme.accent_dark) > contrast(theme.accent) or brand == "#101010"
    assert branded(themes()["studio"], "") is themes()["studio"]
    for wrong in ("red", "#12", "#12345g"):
        with pytest.raises(ValueError, match="#RRGGBB"):
            stage(cup, colour=wrong)


NOW = datetime(2026, 11, 26, 12)


@pytest.mark.parametrize(
    ("offer", "shown"),
    [
        ("满 200 减 20，12月5日20:00截止", "12月5日 20:00 截止"),
        ("截止到2026年12月5日晚8点", "12月5日 20:00 截止"),
        ("有效期至1月3日", "1月3日 截止"),
        ("11月26日前下单", "11月26日 截止"),
        ("Free shipping until 30 November", "Ends 30 Nov"),
        ("20% off, ends Dec 1st at 8 pm", "Ends 1 Dec, 20:00"),
        ("Ends on Friday, 4 December 2026, 18:30", "Ends 4 Dec, 18:30"),
        ("今晚下单加赠杯刷一支", ""),
        ("今晚12点截止", ""),
        ("11月20日截止", ""),
        ("2026年11月1日前", ""),
        ("2026年3月1日至5月31日日常成交价", ""),
        ("买 3 件送 1 件", ""),
        ("2月30日截止", ""),
        ("Free shipping this week", ""),
        ("Ready by 5 pm", ""),
        ("", ""),
    ],
)
def test_only_a_stated_day_that_is_to_come_is_an_end(offer, shown):
    found = deadline(offer, NOW)
    assert (found.shown("zh" if "月" in shown else "en") if found else "") == shown


def test_a_price_drop_shows_the_list_price_first(cup):
    cup.list_price = Decimal(888)
    made, beat = stage(cup), Beat(0.0, 9.0, price=True)
    box, shots = made.layout.sticker, {}
    for k in range(60):
        frame = made.frame(Pose(), k / 25, beat)
        if k in (11, 19, 45, 59):
            shots[k] = frame[box.y + 20 : box.bottom - 20, box.x + 20 : box.right - 20].astype(int)
    assert (np.abs(shots[11] - shots[45]).max(axis=2) > 60).mean() > 0.05  # another figure, and later its strike
    assert (np.abs(shots[11] - shots[19]).max(axis=2) > 30).mean() > 0.01
    assert np.abs(shots[45] - shots[59]).max() < 8


def test_a_recap_fills_the_panel_and_leaves_again(cup):
    made = stage(cup)
    quiet = made.frame(Pose(), 0.0, idle(0, 9)).copy()
    box = made.layout.panel
    part = slice(box.y, box.y + 160), slice(box.x + 10, box.right - 10)
    for k in range(1, 30):
        frame = made.frame(Pose(), k / 25, Beat(0.0, 9.0, recap=True))
    assert (np.abs(frame[part].astype(int) - quiet[part]).max(axis=2) > 20).mean() > 0.7
    for k in range(30, 60):
        frame = made.frame(Pose(), k / 25, idle(0, 9))
    assert np.abs(frame[part].astype(int) - quiet[part]).max() < 40
