"""The grade of the sets: warmth, saturation, softness, and the bloom of bright lights."""

import cv2
import numpy as np

GRADES = {  # gain of blue, green, red; saturation; extra blur [px]; bloom
    "boutique": ((0.98, 1.01, 1.04), 1.15, 1.8, 0.22),
    "kitchen": ((1.01, 1.03, 1.06), 1.30, 1.8, 0.20),
    "tech": ((1.0, 1.0, 1.0), 1.05, 1.5, 0.35),
    "studio": ((0.98, 1.04, 1.09), 1.30, 2.2, 0.15),
    "festive": ((1.0, 1.0, 1.0), 0.96, 3.5, 0.45),
    "study": ((0.98, 1.0, 1.03), 1.10, 1.8, 0.30),
    "market": ((0.99, 1.02, 1.04), 1.15, 1.8, 0.25),
    "outdoors": ((0.97, 1.01, 1.04), 1.25, 1.2, 0.35),
}


def graded(picture: np.ndarray, gain: tuple[float, float, float], saturation: float, blur: float, bloom: float) -> np.ndarray:
    """The graded picture as float32 (height, width, 3) BGR, 0..255."""
    image = picture.astype(np.float32) / 255
    if blur:
        image = cv2.GaussianBlur(image, (0, 0), blur)
    grey = image @ np.array((0.0722, 0.7152, 0.2126), np.float32)
    image = (grey[..., None] + (image - grey[..., None]) * saturation) * np.array(gain, np.float32)
    image = np.clip(image, 0, None)
    lights = cv2.GaussianBlur(np.clip(image - 0.72, 0, 1), (0, 0), 22) * 2 + cv2.GaussianBlur(np.clip(image - 0.8, 0, 1), (0, 0), 7)
    image = 1 - (1 - np.clip(image, 0, 1)) * (1 - np.clip(lights * bloom, 0, 1))
    return image * 255
