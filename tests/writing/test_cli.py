import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from fakes import ScriptedModel

from livestream.writing import cli

PRODUCT = {"name": "Cloud Colander", "price": 29.9, "currency": "USD", "points": ["28 cm across", "304 stainless steel"], "language": "en"}


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers(required=True))
    given = parser.parse_args(arguments)
    return int(given.run(given))


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def say(stands: str) -> str:
        part = stands.split("\n")[-1].split()[0]
        lines = {
            "[hook]": "Tired of losing rice in the sink?",
            "[point]": "The Cloud Colander is 28 cm across, in 304 stainless steel.",
            "[offer]": "It's $29.9 today.",
            "[close]": "Tap the link below and take one home.",
        }
        return lines.get(part, "It's 28 cm across.")

    monkeypatch.setattr(cli, "default_model", lambda settings: ScriptedModel(say))
    path = tmp_path / "product.json"
    path.write_text(json.dumps(PRODUCT))
    return path


def test_write_prints_one_document(product: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "--product", str(product), "--persona", "hype", "--tone", "urgent", "--seconds", "15", "--json") == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [line["part"] for line in document["lines"]] == ["hook", "point", "offer", "close"]
    assert set(document["lines"][1]) == {"part", "about", "text"} and document["lines"][1]["about"] == [0, 1]
    assert document["language"] == "en" and document["usage"]["completion_tokens"] > 0


def test_reply_prints_one_document(product: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("reply", "--product", str(product), "--comment", "how big is it?", "--json") == 0
    assert json.loads(capsys.readouterr().out)["text"] == "It's 28 cm across."


@pytest.mark.parametrize(
    ("change", "key"), [({"name": ""}, "name"), ({"price": "abc"}, "price"), ({"price": -1}, "price"), ({"points": []}, "points")]
)
def test_a_bad_product_is_named_by_its_key(product: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], key: str) -> None:
    product.write_text(json.dumps(PRODUCT | change))
    assert run("write", "--product", str(product)) == 2
    out, err = capsys.readouterr()
    assert out == "" and f"{key}: " in err


def test_a_file_that_is_missing_or_no_json_is_said(product: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "--product", str(product.with_name("none.json"))) == 2
    product.write_text("{")
    assert run("reply", "--product", str(product), "--comment", "x") == 2
    assert "not JSON" in capsys.readouterr().err


def test_a_script_file_without_lines_is_said(product: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"lines": [{"part": "song", "text": "la"}]}))
    assert run("translate", "--product", str(product), "--to", "zh", "--script", str(script)) == 2
    assert "lines[0]" in capsys.readouterr().err
