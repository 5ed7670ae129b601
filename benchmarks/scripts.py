"""Scripts of held-out products: are they true, complete, in their language, our own words, and is the persona heard?

    python benchmarks/scripts.py FILE [--count 40] [--seconds 45]

FILE (JSON lines) keeps the scripts; products it holds already are not written again. Persona and tone are named by a classifier
(tf-idf, logistic regression) that was trained on the authored scripts; what it scores on the held-out authored ones is the ceiling.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from authored import brief_of, unseen
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from livestream.catalog.authored import product_of
from livestream.catalog.values import Line
from livestream.config import settings
from livestream.jobs.models import open_model
from livestream.trust.check import check_line, speakable_points
from livestream.writing.script import write_script
from livestream.writing.wording import CJK, told
from yi_core.examples import records
from yi_core.training.conversations import held_out

RUN = {"zh": 12, "en": 7}  # characters, words: a run of the corpus this long is copied
TOLD = 0.6  # of a point's keywords
Row = dict[str, Any]


def write(file: Path, count: int, seconds: int) -> None:
    """Adds the scripts that the file lacks."""
    done = {row["id"] for row in _rows(file)} if file.is_file() else set()
    with file.open("a", encoding="utf-8") as out:
        for language in ("zh", "en"):
            for number, (record, product) in enumerate(unseen(language, count // 2)):
                if record["id"] in done:
                    continue
                brief = replace(brief_of(record, seconds), seed=number)
                items = list(write_script(product, brief, open_model(None, settings())))
                lines = [asdict(item) for item in items if isinstance(item, Line)]
                out.write(json.dumps({"id": record["id"], "lines": lines}, ensure_ascii=False) + "\n")
                out.flush()


def judge(rows: Sequence[Row]) -> Iterator[tuple[str, float, str]]:
    """(what, share, of what)."""
    authored = {record["id"]: record for record in records()}
    lines = [(authored[row["id"]], line) for row in rows for line in row["lines"]]
    wrong, foreign, copied = 0, 0, 0
    seen = {language: [r for r in authored.values() if r["lang"] == language and not held_out(r)] for language in RUN}
    known = {language: _runs(trained) for language, trained in seen.items()}
    for record, line in lines:
        language, text = record["lang"], line["text"]
        wrong += any(finding.severity == "block" for finding in check_line(text, product_of(record), language))
        own = re.sub(re.escape(record["product"]["name"]), "", text, flags=re.IGNORECASE)
        foreign += bool(CJK.search(own)) != (language == "zh")
        copied += bool(_grams(own, language) & known[language])
    yield "lines with a figure or claim that is blocked", wrong / len(lines), f"{len(lines)} lines"
    yield "lines in the asked language", 1 - foreign / len(lines), f"{len(lines)} lines"
    yield "lines with a run copied from the corpus", copied / len(lines), f"{len(lines)} lines"
    points = [(row, point) for row in rows for point in _points(authored[row["id"]])]
    covered = sum(told(_text(row["lines"]), point, authored[row["id"]]["lang"]) >= TOLD for row, point in points)
    yield "points told", covered / len(points), f"{len(points)} points"
    for kind in ("persona", "tone"):
        ours, ceiling, count = 0, 0, 0
        for language in RUN:
            mine = [(_text(row["lines"]), authored[row["id"]]) for row in rows if authored[row["id"]]["lang"] == language]
            if not mine:
                continue
            model = _classifier(seen[language], kind)
            ours += sum(model.predict([text for text, _ in mine]) == [r[kind] for _, r in mine])
            ceiling += sum(model.predict([_text(r["script"]) for _, r in mine]) == [r[kind] for _, r in mine])
            count += len(mine)
        yield f"{kind} named by the classifier (the authored scripts: {ceiling / count:.2f})", ours / count, f"{count} scripts"


def _classifier(train: Sequence[Row], kind: str) -> Any:
    chinese = train[0]["lang"] == "zh"
    vectors = TfidfVectorizer(
        analyzer="char" if chinese else "word", ngram_range=(1, 3) if chinese else (1, 2), sublinear_tf=True, min_df=2
    )
    model = make_pipeline(vectors, LogisticRegression(C=30, max_iter=500, class_weight="balanced"))
    return model.fit([_text(r["script"]) for r in train], [r[kind] for r in train])


def _points(record: Row) -> list[str]:
    product = product_of(record)
    return [product.points[i] for i in speakable_points(product, record["lang"])[0]]


def _runs(chosen: Sequence[Row]) -> set[str]:
    return {run for record in chosen for line in record["script"] for run in _grams(line["text"], record["lang"])}


def _grams(text: str, language: str) -> set[str]:
    units = re.findall(r"\w", text) if language == "zh" else re.findall(r"[\w']+", text.lower())
    size = RUN[language]
    return {" ".join(units[i : i + size]) for i in range(len(units) - size + 1)}


def _text(lines: Sequence[Row]) -> str:
    return " ".join(line["text"] for line in lines)


def _rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seconds", type=int, default=45)
    given = parser.parse_args()
    write(given.file, given.count, given.seconds)
    for what, share, of in judge(_rows(given.file)):
        print(f"{what}: {share:.3f} of {of}")


if __name__ == "__main__":
    main()
