"""Scripts of held-out products: are they true, complete, in their language, our own words, and is the persona heard?

    python benchmarks/scripts.py FILE [--count 40] [--seconds 45]

FILE (JSON lines) keeps the scripts; products it holds already are not written again. Persona and tone are named by a classifier
(tf-idf, logistic regression) that was trained on the authored scripts, those of yi_core/corpus and the witty ones beside this file, which
were written for this project too and train nothing else; what it scores on the held-out authored ones is the ceiling. It hears the host,
not the goods: figures and what stands on the sheet are left out, marks and parts of words count.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from authored import brief_of, unseen
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from livestream.catalog.authored import product_of
from livestream.catalog.values import Line
from livestream.config import settings
from livestream.jobs.models import open_model
from livestream.trust.check import check_line, speakable_points
from livestream.writing.script import write_script
from livestream.writing.wording import CJK, english_words, told
from yi_core.examples import held_out, records

RUN = {"zh": 12, "en": 7}  # characters, words: a run of the corpus this long is copied
TOLD = 0.6  # of a point's keywords
WITTY = Path(__file__).parent / "witty"
_WORD = r"[\w']+"
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
            mine = [(row, authored[row["id"]]) for row in rows if authored[row["id"]]["lang"] == language]
            if not mine:
                continue
            witty = [r for r in records(WITTY) if r["lang"] == language and not held_out(r)]
            model = _classifier([*seen[language], *witty], kind)
            ours += sum(model.predict([heard(row["lines"], record) for row, record in mine]) == [r[kind] for _, r in mine])
            ceiling += sum(model.predict([heard(record["script"], record) for _, record in mine]) == [r[kind] for _, r in mine])
            count += len(mine)
        yield f"{kind} named by the classifier (the authored scripts: {ceiling / count:.2f})", ours / count, f"{count} scripts"


def heard(lines: Sequence[Row], record: Row) -> str:
    """What a script says in the host's own words: without figures and what stands on the sheet: pairs of characters (zh), words (en)."""
    product, text = record["product"], re.sub(r"\d+(?:\.\d+)?", "", _text(lines))
    stated = [product["name"], product["brand"], product["offer"], product["audience"], *product["points"], *(product["story"] or ())]
    sheet = " ".join(filter(None, stated)).lower()
    if record["lang"] == "en":
        own = {word for word in re.findall(_WORD, sheet) if len(word) > 2} - english_words("stop")
        return re.sub(_WORD, lambda word: "" if word.group().lower() in own else word.group(), text)
    own = {sheet[i : i + 2] for i in range(len(sheet) - 1) if CJK.match(sheet, i) and CJK.match(sheet, i + 1)}
    hidden = {i + step for i in range(len(text) - 1) if text[i : i + 2] in own for step in (0, 1)}
    return "".join(" " if i in hidden else letter for i, letter in enumerate(text))


def _classifier(train: Sequence[Row], kind: str) -> Any:
    counted = partial(TfidfVectorizer, sublinear_tf=True, min_df=2)
    words = counted(ngram_range=(1, 2), token_pattern=rf"{_WORD}|[!?.…,—:;]")
    parts = counted(ngram_range=(2, 4), analyzer="char_wb")
    vectors = counted(ngram_range=(1, 3), analyzer="char") if train[0]["lang"] == "zh" else make_union(words, parts)
    model = make_pipeline(vectors, LogisticRegression(C=30, max_iter=500, class_weight="balanced"))
    return model.fit([heard(r["script"], r) for r in train], [r[kind] for r in train])


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
