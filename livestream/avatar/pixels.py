"""What is done to the pictures of a host pack when it is read."""

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


def premultiplied(image: Pixels) -> Pixels:
    """BGRA with the colours multiplied by alpha."""
    result = image.copy()
    result[..., :3] = (image[..., :3].astype(np.uint16) * image[..., 3:].astype(np.uint16) + 127) // 255
    return result


def tiles_of(sheet: Pixels, width: int, height: int) -> list[Pixels]:
    """The tiles of a contact sheet in reading order."""
    columns, rows = sheet.shape[1] // width, sheet.shape[0] // height
    return [sheet[r * height : (r + 1) * height, c * width : (c + 1) * width] for r in range(rows) for c in range(columns)]


def feather(width: int, height: int, radius: int, edges: tuple[bool, ...]) -> Floats:
    """(height, width) weights that fall smoothly to 0 over `radius` pixels at the chosen edges (top, right, bottom, left)."""
    far = np.float32(radius)
    across, down = np.full(width, far), np.full(height, far)
    if edges[3]:
        across = np.minimum(across, np.arange(width, dtype=np.float32))
    if edges[1]:
        across = np.minimum(across, np.arange(width, dtype=np.float32)[::-1])
    if edges[0]:
        down = np.minimum(down, np.arange(height, dtype=np.float32))
    if edges[2]:
        down = np.minimum(down, np.arange(height, dtype=np.float32)[::-1])
    x = np.minimum(across[None], down[:, None]) / far
    return (x * x * (3 - 2 * x)).astype(np.float32)
