"""The visible labels name AI and generation; the log is only added to."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from livestream.trust import labels
from livestream.trust.audit import AuditLog, digest


def _names_ai_and_generation(text: str) -> bool:
    return bool(re.search("人工智能|AI|artificial intelligence", text)) and bool(re.search("生成|合成|generated", text))


def _broken_at(path: Path) -> int | None:
    """The number (from 1) of the first entry that does not follow the one before it."""
    before = ""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if json.loads(line)["before"] != before:
            return number
        before = digest(line)
    return None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_label_names_ai_and_generation(language: str) -> None:
    texts = [labels.badge(language), labels.spoken_label(language), labels.text_label(language)]
    texts += [labels.file_label(kind, language) for kind in ("video", "audio", "image", "text")]
    assert all(_names_ai_and_generation(text) for text in texts)


def test_entries_follow_each_other_and_changes_show(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "logs" / "audit.jsonl")
    for text in ("第一行", "第二行", "第三行"):
        log.record("line", text, product="7", persona="bestie")
    entries = [json.loads(line) for line in log.path.read_text(encoding="utf-8").splitlines()]
    assert [e["sha256"] for e in entries] == [digest(t) for t in ("第一行", "第二行", "第三行")]
    assert entries[0]["product"] == "7" and entries[0]["persona"] == "bestie" and _broken_at(log.path) is None
    lines = log.path.read_text(encoding="utf-8").splitlines()
    log.path.write_text("\n".join([lines[0], lines[1].replace("bestie", "expert"), lines[2]]) + "\n", encoding="utf-8")
    assert _broken_at(log.path) == 3
    log.path.write_text(lines[0] + "\n" + lines[2] + "\n", encoding="utf-8")
    assert _broken_at(log.path) == 2


def test_files_are_hashed_and_writers_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"abc")
    assert digest(file) == digest(b"abc")
    path = tmp_path / "audit.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: AuditLog(path).record("file", "x" * 3000, number=n), range(60)))
    assert sorted(json.loads(line)["number"] for line in path.read_text().splitlines()) == list(range(60))
    assert _broken_at(path) is None
