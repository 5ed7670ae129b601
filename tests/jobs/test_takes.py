"""A take from its lines to its files, with the real voice, host and encoder; only the language model is replaced."""

import json
import subprocess
import sys
import time

import pytest

from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line
from livestream.config import ROOT, Settings
from livestream.jobs.runner import Runner
from livestream.jobs.types import ScriptEvent, StudioError
from livestream.media.probe import probe
from livestream.trust import aigc
from livestream.writing.script import Note
from voices.types import VoiceChoice

pytestmark = pytest.mark.slow
NOTE = Note("point", "a point was left out", (0,), claims=(("absolute-en", "the best"),))
BRIEF = Brief(VoiceChoice("en", "female", "energetic"), seconds=10)
LINES = (
    Line("hook", "Meet the Oak Tray."),
    Line("point", "It is 40 cm wide.", (0,)),
    Line("pain", "This line is muted.", muted=True),
    Line("offer", "It is $19.90 today."),
)


@pytest.fixture
def shop(tmp_path):
    settings = Settings(data_dir=tmp_path)
    store = Store(settings.url, demo=False)
    product, _ = parse_product({"name": "Oak Tray", "price": 19.9, "currency": "USD", "points": ["40 cm wide"], "language": "en"})
    return settings, store, store.save_product(product)


class Writer:
    """Stands for the language model: gives these lines."""

    def __init__(self, lines):
        self.lines = lines

    def localized(self, product, language, model=None):
        return product

    def write(self, product, brief, product_id, model=None):
        for line in self.lines:
            yield ScriptEvent("line", line=line)
        yield ScriptEvent("note", note=NOTE)
        yield ScriptEvent("done")


def wait(runner, take_id, statuses, seconds=120):
    deadline = time.monotonic() + seconds
    while (state := runner.state(take_id)).status not in statuses and time.monotonic() < deadline:
        time.sleep(0.05)
    return state


def test_a_take_is_written_spoken_rendered_and_labelled(shop):
    settings, store, product = shop
    runner = Runner(store, settings, Writer(LINES), linger=-1000)
    take = store.create_take(product.id, BRIEF)
    runner.submit(take)
    state = wait(runner, take.id, ("done", "failed"))
    runner.close()
    assert state.status == "done", state.message
    assert state.notes == Runner(store, settings, Writer(())).state(take.id).notes == (NOTE,)
    assert [timed.line.text for timed in state.lines] == [line.text for line in LINES]
    assert [timed.end > timed.start for timed in state.lines] == [True, True, False, True]  # the muted line has no time
    folder = runner.folder(take.id)
    time.sleep(0.5)
    assert not runner.growing(take.id).exists()  # the finished video holds the same pictures
    seen = probe(folder / "take.mp4")
    assert seen.duration == pytest.approx(state.duration, abs=0.05)
    assert (seen.width, seen.height) == (720, 1280)
    assert aigc.read(folder / "take.mp4")["Label"] == "1"
    script = json.loads((folder / "script.json").read_text())
    assert [line["text"] for line in script["lines"]] == [line.text for line in LINES if not line.muted]
    ends = [line["end"] for line in script["lines"]]
    assert ends == sorted(ends) and ends[-1] <= state.duration
    assert store.take(take.id).status == "done"


def test_cancelling_stops_a_running_take_and_a_queued_one(shop):
    settings, store, product = shop
    runner = Runner(store, settings, Writer(LINES * 20))
    takes = [store.create_take(product.id, BRIEF) for _ in range(2)]
    for take in takes:
        runner.submit(take)
    wait(runner, takes[0].id, ("running",))
    runner.cancel(takes[1].id)
    assert (runner.state(takes[1].id).status, runner.state(takes[0].id).status) == ("cancelled", "running")
    assert store.take(takes[1].id).status == "cancelled"
    runner.cancel(takes[0].id)
    states = [wait(runner, take.id, ("cancelled", "done", "failed"), 30) for take in takes]
    runner.close()
    assert [state.status for state in states] == ["cancelled", "cancelled"]


def test_what_fails_says_why_and_the_queue_goes_on(shop):
    settings, store, product = shop
    runner = Runner(store, settings, Writer(LINES[:1]))
    bad, good = store.create_take(product.id, Brief(BRIEF.voice, host="nobody")), store.create_take(product.id, BRIEF)
    runner.submit(bad)
    runner.submit(good)
    failed, done = wait(runner, bad.id, ("failed", "done")), wait(runner, good.id, ("failed", "done"))
    runner.close()
    assert (failed.status, failed.failure) == ("failed", "host") and "nobody" in failed.message
    assert done.status == "done"
    with pytest.raises(StudioError, match="no take"):
        runner.state("none")


def test_a_killed_render_is_shown_as_interrupted_and_can_be_resumed(shop):
    settings, store, product = shop
    script = store.save_script(product.id, "bestie", "warm", "en", LINES)
    take = store.create_take(product.id, BRIEF, script.id)
    code = (
        "import sys; from livestream.config import Settings; from livestream.catalog.store import Store\n"
        "from livestream.jobs.runner import Runner\n"
        "class Writer:\n    def localized(self, product, language, model=None):\n        return product\n"
        f"settings = Settings(data_dir={str(settings.data_dir)!r}); store = Store(settings.url, demo=False)\n"
        f"runner = Runner(store, settings, Writer()); runner.submit(store.take({take.id!r}))\n"
        "print('started', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout and child.stdout.readline() == "started\n"
    deadline = time.monotonic() + 60
    while store.take(take.id).status != "running" and time.monotonic() < deadline:
        time.sleep(0.05)
    child.kill()
    child.wait()
    assert store.mark_interrupted() == [take.id]
    assert store.take(take.id).status == "interrupted"
    runner = Runner(store, settings, Writer(()))
    runner.submit(store.update_take(take.id, status="queued"))
    state = wait(runner, take.id, ("done", "failed"))
    runner.close()
    assert state.status == "done", state.message
    assert store.lines(store.script(script.id)) == list(LINES)
