"""Kokoro style tables as we ship them: float32 tables of the npm package kokoro-js -> float16 .npy in voices/styles.

npm pack kokoro-js@1.2.1 && tar xf kokoro-js-1.2.1.tgz
python tools/voices/styles.py package/voices
"""

import sys
from pathlib import Path

import numpy as np

SPEAKERS = (
    "zf_xiaoxiao", "zf_xiaobei", "zf_xiaoyi", "zm_yunxi", "zm_yunjian", "zm_yunyang",
    "af_heart", "af_bella", "bf_emma", "am_michael", "am_fenrir", "am_puck",
)  # fmt: skip
TARGET = Path(__file__).resolve().parents[2] / "voices" / "styles"


def main(source: Path) -> None:
    """Convert every shipped speaker found in `source`."""
    for name in SPEAKERS:
        table = np.fromfile(source / f"{name}.bin", "<f4").reshape(-1, 256)
        np.save(TARGET / f"{name}.npy", table.astype(np.float16))
        print(f"{name}: {table.shape[0]} rows, largest rounding {np.abs(table - table.astype(np.float16)).max():.1e}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
