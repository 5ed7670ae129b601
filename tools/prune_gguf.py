"""The dense model with only the tokens that Yi Core keeps, still quantised as it is, to train on another machine (0.87 instead of 1.1 GB).

    python tools/prune_gguf.py OUT.gguf

`train STAGE --preset base --dense OUT.gguf` reads it; the tokenizer of the kept tokens is laid beside it.
"""

import argparse
import json
import shutil
from pathlib import Path

from gguf import GGUFReader, GGUFValueType, GGUFWriter

from yi_core.base import ADAPTER, KEPT, TOKENIZER
from yi_core.weights import build

BY_TOKEN = ("token_embd.weight", "output.weight")


def prune(dense: Path, kept: list[int], out: Path) -> None:
    """Write `out` with the model's numbers, without its vocabulary, and of the matrices by token the rows `kept`."""
    reader, writer = GGUFReader(dense), GGUFWriter(out, "qwen2")
    for field in reader.fields.values():
        if field.name.startswith("qwen2.") and field.types[0] != GGUFValueType.ARRAY:
            writer.add_key_value(field.name, field.contents(), field.types[0])
    for tensor in reader.tensors:
        rows = tensor.data[kept] if tensor.name in BY_TOKEN else tensor.data
        writer.add_tensor(tensor.name, rows, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    ours = ADAPTER.parent
    prune(build(), json.loads((ours / KEPT).read_text(encoding="utf-8")), given.out)
    shutil.copy(ours / TOKENIZER, given.out.parent / TOKENIZER)


if __name__ == "__main__":
    main()
