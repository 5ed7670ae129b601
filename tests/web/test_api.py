"""The HTTP API over a real catalogue: what it gives, and how it tells what is wrong."""

import asyncio
import io
import re
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from fastapi.testclient import TestClient
from PIL import Image

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.jobs.types import TakeState
from livestream.web.api.takes import CHUNK, _tail
from tests.catalog.pictures import OTHER, PICTURE, picture, web

GOOD = {"name": "Linen throw", "price": 49.9, "currency": "EUR", "points": ["Woven in Portugal"]}


def finished(client: TestClient, take_id: str) -> dict[str, Any]:
    for _ in range(200):
        take: dict[str, Any] = client.get(f"/api/takes/{take_id}").json()
        if take["status"] not in ("queued", "running"):
            return take
        time.sleep(0.05)
    raise AssertionError("the take does not end")


def test_a_product_is_kept_changed_found_and_deleted(client: TestClient) -> None:
    made = client.post("/api/products", json={**GOOD, "colour": "blue"})
    assert made.status_code == 201 and "colour" in made.json()["warnings"][0]
    key = made.json()["id"]
    assert client.put(f"/api/products/{key}", json={**GOOD, "price": 39}).json()["price"] == 39
    assert [row["id"] for row in client.get("/api/products", params={"query": "linen"}).json()] == [key]
    assert client.get("/api/products", params={"query": "wool"}).json() == []
    assert client.delete(f"/api/products/{key}").status_code == 204
    assert client.get(f"/api/products/{key}").status_code == 404


@pytest.mark.parametrize(
    "change, field",
    [
        ({"name": ""}, "name"),
        ({"price": "abc"}, "price"),
        ({"price": -1}, "price"),
        ({"price": "NaN"}, "price"),
        ({"list_price": 10}, "list_price"),
        ({"points": []}, "points"),
        ({"points": ["x" * 10_000]}, "points"),
        ({"images": ["http://169.254.169.254/latest"]}, "images"),
        ({"images": ["../../etc/passwd"]}, "images"),
    ],
)
def test_a_bad_product_is_refused_by_the_name_of_its_field(client: TestClient, store: Store, change: dict[str, Any], field: str) -> None:
    answer = client.post("/api/products", json={**GOOD, **change})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field
    assert answer.json()["error"]["message"] and answer.json()["error"]["message_zh"]
    assert store.count_products() == 0


def test_broken_json_is_told_with_its_place(client: TestClient) -> None:
    told = client.post("/api/products", content='{"name":', headers={"content-type": "application/json"})
    assert (told.status_code, told.json()["error"]["field"]) == (422, "body")
    assert "character 8" in told.json()["error"]["message"] and "JSON" in told.json()["error"]["message_zh"]


def test_all_problems_are_told_at_once(client: TestClient) -> None:
    told = client.post("/api/products", json={"name": "", "price": "abc"}).json()
    assert {problem["field"] for problem in told["problems"]} == {"name", "price", "points"}


@pytest.mark.parametrize(
    "method, path, body, status",
    [
        ("GET", "/api/products/999", None, 404),
        ("GET", "/api/takes/nothing", None, 404),
        ("GET", "/api/scripts/999", None, 404),
        ("POST", "/api/takes", {"product_id": 999}, 404),
        ("POST", "/api/takes", {"product_id": "x"}, 422),
        ("POST", "/api/takes", {}, 422),
        ("POST", "/api/takes/nothing/resume", None, 404),
        ("GET", "/api/nowhere", None, 404),
    ],
)
def test_errors_have_one_form_and_no_traceback(client: TestClient, method: str, path: str, body: Any, status: int) -> None:
    answer = client.request(method, path, json=body)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"field", "message", "message_zh"}
    assert "Traceback" not in answer.text


def test_an_unforeseen_error_keeps_its_insides_to_itself(
    client: TestClient, studio: Any, mug: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(studio, "submit", breaks)
    answer = client.post("/api/takes", json={"product_id": mug.id})
    assert answer.status_code == 500 and "secret" not in answer.text and answer.json()["error"]["message"]


def test_a_take_from_product_to_zip(client: TestClient, mug: Product) -> None:
    made = client.post("/api/takes", json={"product_id": mug.id, "tone": "calm", "seconds": 12})
    assert made.status_code == 202 and made.json()["brief"]["voice"]["language"] == "en"
    take = finished(client, made.json()["id"])
    assert take["status"] == "done" and len(take["lines"]) == 4 and take["script_id"]
    assert client.get(take["files"]["script.txt"]).text == "AI-generated"
    with zipfile.ZipFile(io.BytesIO(client.get(f"/api/takes/{take['id']}/export.zip").content)) as archive:
        assert {"take.mp4", "captions.srt", "manifest.json"} <= set(archive.namelist())
    assert client.get(f"/api/takes/{take['id']}/files/..%2F..%2Fproducts.db").status_code == 404
    assert client.get(f"/api/takes/{take['id']}/files/nothing.txt").json()["error"]["field"] == "name"


def test_the_chosen_model_writes_the_script_of_a_take(client: TestClient, store: Store, mug: Product) -> None:
    take = finished(client, client.post("/api/takes", json={"product_id": mug.id, "model": "far"}).json()["id"])
    assert take["model"] == "far" and client.get(f"/api/scripts/{take['script_id']}").json()["model"] == "far"


def test_the_stream_follows_the_growing_file_to_its_end(client: TestClient, studio: Any, mug: Product) -> None:
    studio.pace = 0.1
    take_id = client.post("/api/takes", json={"product_id": mug.id}).json()["id"]
    stream = client.get(f"/api/takes/{take_id}/stream.mp4")
    assert stream.headers["content-type"] == "video/mp4" and stream.content[4:8] == b"ftyp"
    take = finished(client, take_id)
    assert stream.content == client.get(take["files"]["take.mp4"]).content
    part = client.get(f"/api/takes/{take_id}/video.mp4", headers={"Range": "bytes=0-99"})
    assert part.status_code == 206 and len(part.content) == 100


def test_safari_follows_a_playlist_of_whole_fragments(client: TestClient, studio: Any, mug: Product) -> None:
    studio.pace, studio.frames = 0.3, 75
    take_id = client.post("/api/takes", json={"product_id": mug.id}).json()["id"]
    listed = client.get(f"/api/takes/{take_id}/stream.m3u8")  # waits for the first fragment
    assert listed.headers["content-type"].startswith("application/vnd.apple.mpegurl") and "#EXT-X-ENDLIST" not in listed.text
    for size, start in re.findall(r"#EXT-X-BYTERANGE:(\d+)@(\d+)", listed.text):
        wanted = f"bytes={start}-{int(start) + int(size) - 1}"
        piece = client.get(f"/api/takes/{take_id}/fragments.mp4", headers={"Range": wanted})
        assert (piece.status_code, len(piece.content), piece.content[4:8]) == (206, int(size), b"moof")
    assert finished(client, take_id)["status"] == "done"
    assert client.get(f"/api/takes/{take_id}/stream.m3u8").status_code == 404  # the finished video is there instead


class Ending:
    """A studio whose take is at work when it is first asked, and done with its growing file gone afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, 0

    def events(self, take_id: str) -> TakeState:
        self.asked += 1
        return TakeState(take_id, "running" if self.asked == 1 else "done")

    def growing_file(self, take_id: str) -> Path:
        return self.folder / "growing.mp4"

    def take_files(self, take_id: str) -> dict[str, Path]:
        return {"take.mp4": self.folder / "take.mp4"}


async def _sent(studio: Any, then: Callable[[], object] = lambda: None) -> bytes:
    sent = b""
    async for chunk in _tail(studio, "a"):
        sent += chunk
        then()
    return sent


def test_a_viewer_who_comes_as_the_growing_file_goes_gets_the_finished_one(tmp_path: Path) -> None:
    (tmp_path / "take.mp4").write_bytes(b"finished")
    assert asyncio.run(_sent(Ending(tmp_path))) == b"finished"


def test_a_viewer_who_plays_the_growing_file_reads_it_to_its_end_after_it_is_gone(tmp_path: Path) -> None:
    growing = tmp_path / "growing.mp4"
    growing.write_bytes(b"x" * (2 * CHUNK + 5))
    assert asyncio.run(_sent(Ending(tmp_path), lambda: growing.unlink(missing_ok=True))) == b"x" * (2 * CHUNK + 5)


def test_a_take_is_cancelled_and_resumed(client: TestClient, studio: Any, mug: Product) -> None:
    studio.pace = 0.2
    take_id = client.post("/api/takes", json={"product_id": mug.id}).json()["id"]
    client.post(f"/api/takes/{take_id}/cancel")
    assert finished(client, take_id)["status"] == "cancelled"
    assert client.get(f"/api/takes/{take_id}/export.zip").status_code == 409
    studio.pace = 0.0
    assert client.post(f"/api/takes/{take_id}/resume").status_code == 202
    assert finished(client, take_id)["status"] == "done"
    assert client.post(f"/api/takes/{take_id}/resume").status_code == 409


def test_a_script_is_written_edited_rewritten_and_translated(client: TestClient, mug: Product) -> None:
    script = client.post("/api/scripts", json={"product_id": mug.id}).json()
    key, lines = script["id"], script["lines"]
    lines[0]["text"], lines[1]["muted"] = "My own words.", True
    edited = client.put(f"/api/scripts/{key}/lines", json={"lines": lines}).json()
    assert edited["lines"][0]["text"] == "My own words." and edited["lines"][1]["muted"]
    assert client.post(f"/api/scripts/{key}/lines/2/rewrite").json()["text"].endswith("(new)")
    assert client.post(f"/api/scripts/{key}/lines/2/rewrite", json={"way": "playful"}).json()["text"].endswith("(playful)")
    assert client.post(f"/api/scripts/{key}/lines/2/rewrite", json={"way": "louder"}).json()["error"]["field"] == "way"
    assert client.post(f"/api/scripts/{key}/lines/9/rewrite").json()["error"]["field"] == "index"
    translated = client.post(f"/api/scripts/{key}/translate", json={"language": "zh"}).json()
    assert translated["id"] != key and translated["language"] == "zh"
    assert client.put(f"/api/scripts/{key}/lines", json={"lines": []}).status_code == 422


def test_a_line_is_about_facts_of_the_product(client: TestClient) -> None:
    body = {"name": "Fern mug", "price": 24.5, "points": ["holds 350 ml"], "story": ["Thrown by hand."], "specs": {"Weight": "310 g"}}
    product = client.post("/api/products", json={**body, "language": "en"}).json()
    assert product["facts"] == ["holds 350 ml", "Thrown by hand.", "Weight: 310 g"]
    key = client.post("/api/scripts", json={"product_id": product["id"]}).json()["id"]
    put = partial(client.put, f"/api/scripts/{key}/lines")
    line = {"part": "point", "text": "It is thrown by hand and weighs 310 g.", "about": [1, 2]}
    assert put(json={"lines": [line]}).json()["lines"] == [{**line, "muted": False}]
    for index, field in ((3, "lines.0.about"), (-1, "lines.0.about")):
        refused = put(json={"lines": [{**line, "about": [index]}]})
        assert refused.status_code == 422 and refused.json()["error"]["field"].startswith(field)
    assert client.get(f"/api/scripts/{key}").json()["lines"][0]["about"] == [1, 2]


def test_a_picture_is_kept_and_given_back(client: TestClient, mug: Product) -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "PNG")
    answer = client.post(f"/api/products/{mug.id}/pictures", files={"file": ("mug.png", out.getvalue(), "image/png")})
    assert answer.status_code == 201
    assert client.get(f"/api/products/{mug.id}/pictures/0").headers["content-type"] == "image/webp"
    assert client.get(f"/api/products/{mug.id}/pictures/7").status_code == 404


@pytest.mark.parametrize("data", [b"", b"not a picture"])
def test_a_file_that_is_no_picture_is_refused(client: TestClient, mug: Product, data: bytes) -> None:
    answer = client.post(f"/api/products/{mug.id}/pictures", files={"file": ("x.png", data, "image/png")})
    assert answer.status_code == 422 and answer.json()["error"]["field"] == "images"


def test_pictures_at_web_addresses_are_fetched_where_asked(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = web(monkeypatch, {PICTURE: picture("teal")})
    key = client.post("/api/products", json={**GOOD, "images": [PICTURE, OTHER]}).json()["id"]
    assert asked == []
    fetched = client.post(f"/api/products/{key}/pictures/fetch").json()
    assert fetched["images"][1] == OTHER and len(fetched["warnings"]) == 1 and OTHER in fetched["warnings"][0]
    assert client.get(f"/api/pictures/{fetched['images'][0]}").headers["content-type"] == "image/webp"
    assert client.get(f"/api/products/{key}").json()["images"] == fetched["images"]
    assert client.post("/api/products/999/pictures/fetch").status_code == 404


def test_the_catalogue_is_given_as_a_sheet_that_the_import_takes_back(client: TestClient, mug: Product) -> None:
    sheet = client.get("/api/products.csv")
    assert sheet.headers["content-type"].startswith("text/csv") and "products.csv" in sheet.headers["content-disposition"]
    again = client.post("/api/products/import", files={"file": ("products.csv", sheet.content, "text/csv")}).json()
    assert (again["good"], again["unchanged"], again["problems"]) == (1, 1, [])


def test_a_feed_is_shown_before_it_is_kept(client: TestClient, store: Store) -> None:
    feed = {"file": ("shop.csv", "名称,价格,卖点\n测试杯,39.9,好看\n坏行,abc,y\n".encode(), "text/csv")}
    looked = client.post("/api/products/import", params={"dry_run": True}, files=feed).json()
    assert looked["good"] == 1 and looked["problems"][0]["line"] == 3 and store.count_products() == 0
    assert len(client.post("/api/products/import", files=feed).json()["added"]) == 1
    wrong = client.post("/api/products/import", files=feed, data={"mapping": "[1]"})
    assert wrong.status_code == 422 and wrong.json()["error"]["field"] == "mapping"


def test_choices_samples_and_answers(client: TestClient, mug: Product) -> None:
    assert client.get("/api/voices").json()[0]["language"] in ("zh", "en")
    assert client.get("/api/voices/sample.wav", params={"language": "en", "tone": "calm"}).content[:4] == b"RIFF"
    assert client.get("/api/voices/sample.wav", params={"tone": "furious"}).json()["error"]["field"] == "tone"
    assert [model["key"] for model in client.get("/api/models").json()] == ["box", "far", "none"]
    assert "studio" in [one["key"] for one in client.get("/api/sets").json()]
    assert client.post("/api/reply", json={"product_id": mug.id, "comment": "Is it big?"}).json()["text"].endswith("Is it big?")


def test_the_api_describes_itself_without_help_from_outside(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/products", "/api/takes", "/api/takes/{take_id}/stream.mp4", "/api/scripts/{script_id}/lines"} <= set(paths)
    docs = client.get("/docs").text
    assert "http://" not in docs and "https://" not in docs


def test_a_recording_and_its_script_become_a_take(client: TestClient, mug: Product, store: Store) -> None:
    sound = io.BytesIO()
    soundfile.write(sound, 0.2 * np.sin(np.arange(48000) / 50), 24000, format="WAV")
    refused = client.post("/api/recordings", files={"file": ("me.wav", sound.getvalue())})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "consent")
    kept = client.post("/api/recordings", files={"file": ("me.wav", sound.getvalue())}, data={"consent": "true"})
    assert kept.status_code == 201
    assert client.get("/api/recordings").json()[0]["seconds"] == 2
    script = client.post("/api/scripts/own", json={"product_id": mug.id, "language": "en", "text": "Hello.\n\nIt holds 350 ml."})
    assert script.status_code == 201 and [line["text"] for line in script.json()["lines"]] == ["Hello.", "It holds 350 ml."]
    asked = {"product_id": mug.id, "script_id": script.json()["id"], "recording": kept.json()["id"], "music": "night"}
    take = client.post("/api/takes", json=asked)
    assert take.status_code == 202
    stored = store.take(take.json()["id"])
    assert stored is not None
    brief = store.brief(stored)
    assert (brief.recording, brief.music) == (kept.json()["id"], "night")
    heard = client.get(f"/api/recordings/{brief.recording}/sound.flac")
    assert heard.headers["content-type"] == "audio/flac" and soundfile.info(io.BytesIO(heard.content)).duration == 2
    assert client.get("/api/recordings/0123456789abcdef/sound.flac").status_code == 404
    assert client.delete(f"/api/recordings/{kept.json()['id']}").status_code == 204
    assert client.get("/api/recordings").json() == []
    assert client.delete(f"/api/recordings/{kept.json()['id']}").status_code == 404


def test_a_take_is_deleted_with_its_files_but_not_while_it_is_made(client: TestClient, studio: Any, mug: Product) -> None:
    studio.pace = 0.2
    take_id = client.post("/api/takes", json={"product_id": mug.id}).json()["id"]
    assert client.delete(f"/api/takes/{take_id}").status_code == 409
    studio.pace = 0.0
    finished(client, take_id)
    assert client.delete(f"/api/takes/{take_id}").status_code == 204
    assert client.get(f"/api/takes/{take_id}").status_code == 404 and not (studio.folder / take_id).exists()


@pytest.mark.parametrize(("content", "words"), [(b"no sound", "cannot be read"), (b"", "cannot be read")])
def test_a_file_that_is_no_recording_is_told(client: TestClient, content: bytes, words: str) -> None:
    told = client.post("/api/recordings", files={"file": ("me.wav", content)}, data={"consent": "true"})
    assert 400 <= told.status_code < 500 and words in told.text


def test_an_empty_script_and_unknown_music_are_refused(client: TestClient, mug: Product) -> None:
    assert client.post("/api/scripts/own", json={"product_id": mug.id, "language": "en", "text": " \n "}).status_code == 422
    assert client.post("/api/takes", json={"product_id": mug.id, "music": "techno"}).status_code == 422


def test_voices_tell_their_licence_and_what_they_lack(client: TestClient) -> None:
    listed = client.get("/api/voices").json()
    assert all(voice["licence"] and voice["missing"] == [] for voice in listed)
