"""The demo shop: twelve invented products in Chinese and English, so that the studio can be tried before anything is typed.

Facts lie in assets/shop/products.json, pictures beside it; both are ours (tools/shop draws the pictures).
"""

import json
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.config import ASSETS

GOODS = ASSETS / "shop" / "products.json"


def demo_products() -> list[Product]:
    """The demo shop's products, new rows in the order of the shop window."""
    goods: list[dict[str, Any]] = json.loads(GOODS.read_text(encoding="utf-8"))
    return [parse_product(good)[0] for good in goods]
