"""Kokoro style tables as we ship them: float32 tables of the npm package kokoro-js -> voices/styles/tables.npz.

    npm pack kokoro-js@1.2.1 && tar xf kokoro-js-1.2.1.tgz
    python tools/voices/styles.py package/voices

Each table (510, 256) changes so little from row to row that mean + weights @ basis of rank 16 differs from it by less than 1 % of its
spread, as its float16 form does. Our own voices are blends of these (voices/engines/styles.py).
"""

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

SPEAKERS = (
    "zf_xiaoxiao", "zf_xiaobei", "zf_xiaoyi", "zm_yunxi", "zm_yunjian", "zm_yunyang",
    "af_heart", "af_bella", "bf_emma", "am_michael", "am_fenrir", "am_puck",
)  # fmt: skip
TARGET = Path(__file__).resolve().parents[2] / "voices" / "styles" / "tables.npz"
RANK = 16


def compact(table: npt.NDArray[np.float64]) -> dict[str, npt.NDArray[np.floating]]:
    """mean (256) and weights (510, RANK), basis (RANK, 256) of the differences from it."""
    mean = table.mean(axis=0).astype(np.float32)
    left, size, right = np.linalg.svd(table - mean, full_matrices=False)
    root = np.sqrt(size[:RANK])
    return {"mean": mean, "weights": (left[:, :RANK] * root).astype(np.float16), "basis": (root[:, None] * right[:RANK]).astype(np.float16)}


def main(source: Path) -> None:
    """Convert every shipped speaker found in `source` (.bin of the package, or float16 .npy)."""
    made: dict[str, npt.NDArray[np.floating]] = {}
    for name in SPEAKERS:
        raw, array = source / f"{name}.bin", source / f"{name}.npy"
        table = (np.fromfile(raw, "<f4").reshape(-1, 256) if raw.exists() else np.load(array)).astype(np.float64)
        parts = compact(table)
        back = parts["mean"] + parts["weights"].astype(np.float64) @ parts["basis"].astype(np.float64)
        print(f"{name}: {len(table)} rows, largest difference {np.abs(back - table).max() / table.std():.2%} of the spread")
        made |= {f"{name}.{part}": values for part, values in parts.items()}
    np.savez_compressed(TARGET, **made)  # type: ignore[arg-type]
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
