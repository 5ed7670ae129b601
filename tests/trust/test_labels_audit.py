"""The visible labels name AI and generation; the log is only added to."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from livestream.trust import labels
from livestream.trust.audit import AuditLog, digest


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_label_names_ai_and_generation(language: str) -> None:
    texts = [labels.badge(language), labels.spoken_label(language), labels.text_label(language)]
    texts += [labels.file_label(kind, language) for kind in ("video", "audio", "image", "text")]
    assert all(labels.is_label(text, language) for text in texts)


def test_what_is_no_label() -> None:
    assert not labels.is_label("AI主播", "zh") and not labels.is_label("虚拟主播", "zh") and not labels.is_label("AI host", "en")
    assert "数字人" in labels.badge("zh")


def test_entries_follow_each_other_and_changes_show(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "logs" / "audit.jsonl")
    assert list(log.entries()) == [] and log.broken_at() is None
    for text in ("第一行", "第二行", "第三行"):
        log.record("line", text, product="7", persona="bestie")
    entries = list(log.entries())
    assert [e["sha256"] for e in entries] == [digest(t) for t in ("第一行", "第二行", "第三行")]
    assert entries[0]["product"] == "7" and entries[0]["persona"] == "bestie" and log.broken_at() is None
    lines = log.path.read_text(encoding="utf-8").splitlines()
    log.path.write_text("\n".join([lines[0], lines[1].replace("bestie", "expert"), lines[2]]) + "\n", encoding="utf-8")
    assert log.broken_at() == 3
    log.path.write_text(lines[0] + "\n" + lines[2] + "\n", encoding="utf-8")
    assert log.broken_at() == 2


def test_files_are_hashed_and_writers_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"abc")
    assert digest(file) == digest(b"abc")
    path = tmp_path / "audit.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: AuditLog(path).record("file", "x" * 3000, number=n), range(60)))
    assert sorted(json.loads(line)["number"] for line in path.read_text().splitlines()) == list(range(60))
    assert AuditLog(path).broken_at() is None
