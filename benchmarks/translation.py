"""Translation of product copy on held-out pairs of the corpus: chrF (sacrebleu, 0 to 100) of Yi Core, of the dense original, and of the
source left as it is. A text that could not be translated with its figures unchanged counts as left.

    python benchmarks/translation.py [--count 12] [--out OUT.jsonl]      pip install sacrebleu

--count: records a language.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from authored import unseen
from sacrebleu.metrics import CHRF

from livestream.config import settings
from livestream.jobs.models import open_model
from livestream.writing.errors import TranslationError
from livestream.writing.models import LanguageModel, dense_model
from livestream.writing.translate import translate_text
from voices.types import Language


def pairs(record: dict[str, Any]) -> list[tuple[str, str]]:
    """A record's copy and its authored translation: name, points, offer, hook."""
    product, told = record["product"], record["tr"]
    hook = next(line["text"] for line in record["script"] if line["part"] == "hook")
    found = [(product["name"], told["name"]), *zip(product["points"], told["points"], strict=False), (hook, told["hook"])]
    return [*found, (product["offer"], told["offer"])] if product.get("offer") and told.get("offer") else found


def translated(texts: list[str], to: Language, model: LanguageModel) -> tuple[list[str], int]:
    """(translations, how many were left as they are); the first text is the name."""
    out, left = list[str](), 0
    for text in texts:
        try:
            out.append(translate_text(text, to, model, [(texts[0], out[0])] if out else ()))
        except TranslationError:
            out.append(text)
            left += 1
    return out, left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    models = {"yi core": open_model(None, settings()), "dense": dense_model(settings())}
    for source, to in (("zh", "en"), ("en", "zh")):
        chosen = [pairs(record) for record, _ in unseen(source, given.count) if record.get("tr")]
        wanted = [target for record in chosen for _, target in record]
        metric = CHRF(word_order=0)
        print(f"{source} -> {to}, {len(wanted)} texts of {len(chosen)} products")
        copied = [text for record in chosen for text, _ in record]
        print(f"  source as it is   chrF {metric.corpus_score(copied, [wanted]).score:5.1f}")
        for name, model in models.items():
            start, said, left = time.perf_counter(), list[str](), 0
            for record in chosen:
                texts, failed = translated([text for text, _ in record], to, model)  # type: ignore[arg-type]
                said, left = said + texts, left + failed
            score = metric.corpus_score(said, [wanted]).score
            print(f"  {name:<17} chrF {score:5.1f}, {left} left as they are, {time.perf_counter() - start:.0f} s", flush=True)
            if given.out:
                with given.out.open("a", encoding="utf-8") as out:
                    for row in zip(copied, said, wanted, strict=True):
                        out.write(
                            json.dumps({"by": name, "to": to, "source": row[0], "said": row[1], "authored": row[2]}, ensure_ascii=False)
                            + "\n"
                        )


if __name__ == "__main__":
    main()
