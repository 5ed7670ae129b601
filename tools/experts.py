"""A picture of how many experts each token of a script keeps, the mean of all layers: python tools/experts.py FILE.png [--record ID ...]

The script is a held-out one of the corpus, read by the quantised `base` as it would write it. Few experts are pale, many are dark.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from yi_core.base import find
from yi_core.commands.common import cache
from yi_core.examples import held_out, records
from yi_core.moe_engine import MoeEngine
from yi_core.training.conversations import conversations, encode

FONT = Path(__file__).parents[1] / "assets" / "fonts" / "NotoSansSC-Regular.otf"
WIDTH, SIZE, LINE, EDGE = 1280, 26, 46, 40
PALE, DARK = np.array((247, 243, 234)), np.array((196, 74, 42))


def tokens(engine: MoeEngine, record: dict[str, object]) -> Iterator[tuple[str, float]]:
    """(text, mean experts a layer) of each token that the script consists of."""
    ids, labels = encode(engine.tokenizer, conversations(record, random.Random(0))[0][:3])
    first = next(i for i, label in enumerate(labels) if label >= 0)
    engine.decoder.rewind(0)
    engine.decoder.read(ids[:first])
    pending: list[int] = []
    counts: list[float] = []
    for token, label in zip(ids[first:], labels[first:], strict=True):
        engine.decoder.step(token)
        if label < 0 or token in engine.ends:
            break
        pending.append(token)
        counts.append(engine.decoder.experts)
        text = engine.tokenizer.decode(pending)
        if "\ufffd" not in text:  # a character may take several tokens
            yield text, float(np.mean(counts))
            pending, counts = [], []


def draw(rows: list[list[tuple[str, float]]], out: Path) -> None:
    """The scripts below each other, with a scale."""
    font = ImageFont.truetype(str(FONT), SIZE)
    values = [experts for row in rows for _, experts in row]
    low, high = np.percentile(values, 2), np.percentile(values, 98)
    picture = Image.new("RGB", (WIDTH, 4000), "white")
    pen = ImageDraw.Draw(picture)

    def colour(experts: float) -> tuple[int, int, int]:
        share = float(np.clip((experts - low) / (high - low), 0, 1))
        return tuple(int(v) for v in PALE + (DARK - PALE) * share)  # type: ignore[return-value]

    x, y = float(EDGE), EDGE
    for row in rows:
        x = float(EDGE)
        for text, experts in row:
            for part in text.replace("\n", "\n\0").split("\0"):
                word = part.rstrip("\n")
                wide = pen.textlength(word, font)
                if x + wide > WIDTH - EDGE:
                    x, y = float(EDGE), y + LINE
                if word:
                    pen.rectangle((x, y, x + wide, y + LINE - 8), fill=colour(experts))
                    pen.text((x, y), word, "#2a211c", font)
                    x += wide
                if part.endswith("\n"):
                    x, y = float(EDGE), y + LINE
        y += 2 * LINE
    for i in range(5):
        value = low + (high - low) * i / 4
        pen.rectangle((EDGE + i * 150, y, EDGE + i * 150 + 150, y + LINE - 8), fill=colour(value))
        pen.text((EDGE + i * 150 + 12, y), f"{value:.1f}", "#2a211c", font)
    picture.crop((0, 0, WIDTH, y + LINE + EDGE)).quantize(128).save(out, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--record", nargs="*", help="ids of corpus records (default: one held-out script of each language)")
    given = parser.parse_args()
    folder = find(cache())
    if folder is None:
        raise SystemExit("the language model is not built: run `make setup`")
    engine = MoeEngine(folder)
    held = [r for r in records() if held_out(r)]
    chosen = (
        [r for r in records() if r["id"] in given.record]
        if given.record
        else [next(r for r in held if r["lang"] == x) for x in ("zh", "en")]
    )
    draw([list(tokens(engine, record)) for record in chosen], given.out)


if __name__ == "__main__":
    main()
