"""Takes that fail before the first frame: what is stored of the reason, and which model was asked."""

import time

import pytest

from livestream.avatar.pack import PackError
from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief
from livestream.config import Settings
from livestream.jobs.failures import failure_of
from livestream.jobs.models import for_people, models
from livestream.jobs.runner import Runner
from livestream.jobs.service import Studio
from livestream.jobs.types import StudioError
from livestream.media.ffmpeg import MediaError
from livestream.writing.errors import ModelError, TranslationError, WritingError
from voices.types import VoiceChoice, VoiceError
from yi_core import weights

BRIEF = Brief(VoiceChoice("en", "female", "warm"), seconds=10)


@pytest.fixture
def shop(tmp_path):
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path / "cache", llm_base_url="", llm_model="")
    store = Store(settings.url, demo=False)
    product, _ = parse_product({"name": "Oak Tray", "price": 19.9, "currency": "USD", "points": ["40 cm wide"], "language": "en"})
    return settings, store, store.save_product(product)


class Failing:
    """A writer whose first step raises."""

    def __init__(self, error):
        self.error, self.asked = error, []

    def localized(self, product, language, model=None):
        self.asked.append(model)
        raise self.error

    def write(self, product, brief, product_id, model=None):
        return ()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TranslationError("x"), "translation"),
        (WritingError("x"), "writing"),
        (ModelError("x"), "model"),
        (VoiceError("x"), "voice"),
        (PackError("x"), "host"),
        (MediaError("x"), "video"),
        (FileNotFoundError("x"), "files"),
        (ValueError("x"), "brief"),
        (KeyError("x"), "unexpected"),
        (StudioError("The product is gone.", "商品没了。"), "product"),
        (StudioError("There is no recording x.", "没有录音 x。", "recording"), "recording"),
    ],
)
def test_each_error_has_its_code(error, code):
    assert failure_of(error) == code


def test_what_is_wrapped_for_people_keeps_the_code_of_its_cause():
    with pytest.raises(StudioError) as told, for_people("product"):
        raise TranslationError("“1包” could not be translated")
    assert failure_of(told.value) == "translation"


def test_a_failed_take_keeps_code_and_detail_and_loses_them_when_it_is_tried_again(shop):
    settings, store, product = shop
    writer = Failing(VoiceError("no voice here"))
    runner = Runner(store, settings, writer)
    take = store.create_take(product.id, BRIEF, model="remote")
    runner.submit(take)
    deadline = time.monotonic() + 10
    while runner.state(take.id).status != "failed" and time.monotonic() < deadline:
        time.sleep(0.01)
    runner.close()
    stored = store.take(take.id)
    assert (stored.failure, stored.message) == ("voice", "no voice here")
    assert (runner.state(take.id).failure, writer.asked) == ("voice", ["remote"])
    assert Runner(store, settings, writer).state(take.id).failure == "voice"


def test_growing_files_left_beside_finished_videos_are_removed(shop):
    settings, store, product = shop
    runner = Runner(store, settings, Failing(ValueError()))
    done, lost, stopped = (store.create_take(product.id, BRIEF) for _ in range(3))
    for take, status in ((done, "done"), (lost, "done"), (stopped, "interrupted")):
        store.update_take(take.id, status=status)
        runner.folder(take.id).mkdir(parents=True)
        runner.growing(take.id).write_bytes(b"x")
    (runner.folder(done.id) / "take.mp4").write_bytes(b"x")
    runner.tidy()
    assert [runner.growing(take.id).exists() for take in (done, lost, stopped)] == [False, True, True]
    runner.close()


def test_a_model_that_is_not_there_is_refused_before_anything_is_queued(shop):
    settings, store, product = shop
    studio = Studio(store, settings)
    for key in ("nothing", "embedded", "remote"):
        with pytest.raises(StudioError) as told:
            studio.submit(product.id, BRIEF, model=key)
        assert told.value.field == "model" and told.value.message_zh
    assert store.takes() == []
    studio.close()


def test_the_writers_are_ours_the_original_and_an_endpoint_each_with_what_it_lacks(tmp_path, monkeypatch):
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path)
    assert [(m.key, m.available, m.lacks) for m in models(settings)] == [
        ("embedded", False, "weights"),
        ("dense", False, "weights"),
        ("remote", False, "endpoint"),
    ]
    monkeypatch.setattr(weights, "find", lambda cache: tmp_path)  # the original is there, ours is not made yet
    assert [m.key for m in models(settings) if m.available] == ["dense"]
    remote = Settings(data_dir=tmp_path, cache_dir=tmp_path, llm_base_url="http://x/v1", llm_model="m")
    assert [m.key for m in models(remote)] == ["remote", "embedded", "dense"]
