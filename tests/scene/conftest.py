"""Products, speeches and a plain host for the scene's tests."""

import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from livestream.avatar.types import Pose
from livestream.catalog.models import Product
from voices.types import Mark, Speech

ZH_POINTS = ["316 不锈钢内胆，无异味", "保温 12 小时，早上的茶晚上还烫", "480 毫升容量，单手可开"]
EN_POINTS = ["Holds your exact temperature for 60 minutes", "0.8 L gooseneck spout for a slow, even pour"]


def spoken(text: str, sample_rate: int = 8000) -> Speech:
    """Silence with a word mark for every English word or Chinese character: 0.2 s each."""
    words = [m.span() for m in re.finditer(r"[A-Za-z0-9$][\w$.,'’-]*\w|[A-Za-z0-9]|[\u4e00-\u9fff]", text)]
    marks = tuple(Mark("word", text[a:b], 0.1 + 0.2 * k, 0.3 + 0.2 * k, (a, b)) for k, (a, b) in enumerate(words))
    return Speech(np.zeros(round((0.3 + 0.2 * len(words)) * sample_rate), np.float32), sample_rate, marks, text)


class PlainHost:
    """A grey figure where a host would stand."""

    def __init__(self, height: int) -> None:
        self.size = round(height * 720 / 1280), height

    def draw(self, canvas: np.ndarray, pose: Pose, x: int, y: int) -> None:
        width, height = self.size
        top, left, right = max(0, y + height // 10), max(0, x + width // 4), min(canvas.shape[1], x + width * 3 // 4)
        canvas[top : y + height, left:right] = 128


@pytest.fixture
def speak() -> Callable[[str], Speech]:
    return spoken


@pytest.fixture
def host() -> type[PlainHost]:
    return PlainHost


@pytest.fixture
def cup() -> Product:
    return Product(
        name="暖屿 316 不锈钢保温杯", brand="暖屿", category="家居", price=Decimal(129), list_price=Decimal(199),
        list_price_basis="日常售价", points=ZH_POINTS, offer="今晚下单加赠杯刷一支", language="zh",
    )  # fmt: skip


@pytest.fixture
def kettle() -> Product:
    return Product(
        name="GentleBrew Temperature-Control Electric Kettle", brand="GentleBrew", category="Kitchen", price=Decimal("59.90"),
        currency="USD", points=EN_POINTS, offer="Free shipping this week", language="en",
    )  # fmt: skip
