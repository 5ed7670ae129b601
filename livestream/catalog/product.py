"""A product from JSON-like data: every rule about what a product may be, with messages that name the key."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.money import CURRENCIES, Currency, MoneyError, parse_money
from livestream.catalog.pictures import picture_problem
from livestream.catalog.problems import Problem, ProductError
from livestream.catalog.text import has_markup, language_of, plain, plain_lines
from voices.types import Language

__all__ = ["KEYS", "Problem", "ProductError", "Reading", "parse_product", "product_json", "read_product"]

KEYS = (
    "name", "brand", "category", "price", "currency", "list_price", "list_price_basis", "points", "offer", "stock", "audience", "story",
    "specs", "images", "language",
)  # fmt: skip
_OWN = {"id", "created_at", "deleted_at"}  # stand in what product_json writes; the store sets them

MAX_PRICE = Decimal("99999999.99")
MAX_STOCK = 1_000_000_000
LENGTHS = {"name": 120, "brand": 60, "category": 80, "list_price_basis": 120, "offer": 300, "audience": 200}
MAX_POINTS, MAX_POINT = 8, 200
MAX_STORY, MAX_STORY_PART = 10, 400
MAX_SPECS, MAX_SPEC_KEY, MAX_SPEC = 40, 60, 200
MAX_IMAGES, MAX_IMAGE = 10, 2000


@dataclass
class Reading:
    """What became of the data: the product (None where a problem stands in its way), the problems, and warnings that stop nothing."""

    product: Product | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def parse_product(data: Mapping[str, Any], say: Language = "en") -> tuple[Product, list[str]]:
    """A Product from `data` (JSON keys as in KEYS; name, price and points are required) and warnings in the language `say`.

    Raises ProductError with every problem found.
    """
    reading = read_product(data)
    if reading.product is None:
        raise ProductError(reading.problems)
    return reading.product, [warning.text(say) for warning in reading.warnings]


def read_product(data: Mapping[str, Any]) -> Reading:
    """Like parse_product, but gives the problems back instead of raising."""
    if not isinstance(data, Mapping):
        problem = Problem("product", "is not an object with name, price and points", "不是包含 name、price、points 的对象")
        return Reading(problems=[problem])
    return _Reader(data).read()


def product_json(product: Product) -> dict[str, Any]:
    """A product as JSON-ready data that parse_product takes back; prices are numbers."""
    written: dict[str, Any] = {"id": product.id} if product.id is not None else {}
    for key in KEYS:
        value = getattr(product, key)
        if isinstance(value, Decimal):
            value = int(value) if value == value.to_integral_value() else float(value)
        written[key] = value
    return written


class _Reader:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.out = Reading()

    def read(self) -> Reading:
        for key in self.data:
            if key not in KEYS and key not in _OWN:
                self.warn(str(key)[:60], "is not a key of a product and was left out", "不是商品的字段，已忽略")
        texts: dict[str, Any] = {key: self.text(key, required=key == "name") for key in LENGTHS}
        points = self.points()
        specs = self.specs()
        language = self.language(texts["name"], *points)
        price, written_in = self.money("price", required=True)
        list_price, _ = self.money("list_price")
        currency = self.currency(written_in, language)
        if price is not None and list_price is not None and list_price < price:
            self.fail("list_price", f"{list_price} is below the price {price}", f"{list_price} 低于售价 {price}")
        if list_price is not None and not texts["list_price_basis"]:
            self.warn(
                "list_price",
                "has no basis, so it is kept but neither shown nor spoken",
                "没有填写依据，会保留但不展示、不口播",
            )
        product = Product(
            **texts,
            price=price or Decimal(0),
            list_price=list_price,
            currency=currency,
            points=points,
            stock=self.stock(),
            story=self.lines("story", MAX_STORY, MAX_STORY_PART),
            specs=specs,
            images=self.images(),
            language=language,
        )
        if not self.out.problems:
            self.out.product = product
        return self.out

    def fail(self, key: str, message: str, message_zh: str) -> None:
        self.out.problems.append(Problem(key, message, message_zh))

    def warn(self, key: str, message: str, message_zh: str) -> None:
        self.out.warnings.append(Problem(key, message, message_zh))

    def given(self, key: str) -> Any:
        """The value of a key, None where it is missing, null or blank."""
        value = self.data.get(key)
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, key: str, required: bool = False) -> str:
        value = self.given(key)
        if value is None:
            if required:
                self.fail(key, "is empty; give the product a name", "不能为空，请填写商品名称")
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.fail(key, "must be text", "必须是文字")
            return ""
        text = self.clean(key, str(value))
        if required and not text:
            self.fail(key, "holds no text beside markup or control characters", "除了代码或控制字符之外没有文字")
        return self.fits(key, text, LENGTHS[key])

    def clean(self, key: str, text: str) -> str:
        if has_markup(text):
            self.warn(key, "held HTML, which was taken out", "含有 HTML 代码，已去除")
        return plain(text)

    def fits(self, key: str, text: str, limit: int, which: str = "", which_zh: str = "") -> str:
        if len(text) > limit:
            self.fail(
                key,
                f"{which}is {len(text)} characters long; at most {limit} are allowed",
                f"{which_zh}有 {len(text)} 个字符，最多 {limit} 个",
            )
        return text

    def money(self, key: str, required: bool = False) -> tuple[Decimal | None, Currency | None]:
        value = self.given(key)
        if value is None:
            if required:
                self.fail(key, "is missing; give a number above 0", "缺少价格，请填写大于 0 的数字")
            return None, None
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            self.fail(key, "must be a number such as 129 or 129.90", "必须是数字，例如 129 或 129.90")
            return None, None
        if not isinstance(value, str) and not math.isfinite(value):
            self.fail(key, f"is {value}, not a finite number", f"是 {value}，不是有限的数字")
            return None, None
        try:
            read = parse_money(value if isinstance(value, str) else format(Decimal(str(value)), "f"))
        except MoneyError as error:
            self.fail(key, str(error), error.zh)
            return None, None
        amount = read.amount
        if amount <= 0:
            self.fail(key, f"is {amount}; it must be above 0", f"是 {amount}，必须大于 0")
        elif amount > MAX_PRICE:
            self.fail(key, f"is above the highest price that can be kept ({MAX_PRICE})", f"超过可保存的最高价格（{MAX_PRICE}）")
        elif amount != round(amount, 2):
            self.fail(key, f"is {amount}; prices have at most 2 decimals", f"是 {amount}，价格最多两位小数")
        else:
            return amount.quantize(Decimal("0.01")), read.currency
        return None, None

    def currency(self, written_in: Currency | None, language: Language) -> str:
        value = self.given("currency")
        if value is None:
            taken = written_in or ("CNY" if language == "zh" else "USD")
            if written_in is None:
                self.warn("currency", f"is missing; {taken} was taken from the language", f"未填写，按语言取 {taken}")
            return taken
        code = str(value).strip().upper()
        if code not in CURRENCIES:
            self.fail("currency", f"“{code[:20]}” is none of {', '.join(CURRENCIES)}", f"“{code[:20]}”不支持，可用 {'、'.join(CURRENCIES)}")
        elif written_in and written_in != code:
            self.fail("currency", f"is {code}, but the price is written in {written_in}", f"是 {code}，但价格写的是 {written_in}")
        return code

    def language(self, *texts: str) -> Language:
        value = self.given("language")
        if value is None:
            return language_of(*texts)
        code = str(value).strip().lower().replace("_", "-").split("-")[0]
        if code == "zh" or code == "en":
            return "zh" if code == "zh" else "en"
        self.fail("language", f"“{str(value)[:20]}” is neither zh nor en", f"“{str(value)[:20]}”不支持，可用 zh 或 en")
        return "en"

    def items(self, key: str) -> list[Any]:
        """A list key; one text counts as one item a line."""
        value = self.given(key)
        if value is None:
            return []
        if isinstance(value, str):
            return plain_lines(value)
        if isinstance(value, Mapping) or not isinstance(value, Iterable):
            self.fail(key, "must be a list of texts", "必须是文字列表")
            return []
        return list(value)

    def lines(self, key: str, most: int, longest: int) -> list[str]:
        kept: list[str] = []
        items = self.items(key)
        for number, item in enumerate(items, 1):
            if not isinstance(item, str):
                self.fail(key, f"item {number} must be text", f"第 {number} 条必须是文字")
                continue
            text = self.fits(key, self.clean(key, item), longest, f"item {number} ", f"第 {number} 条")
            if text:
                kept.append(text)
            else:
                self.warn(key, f"item {number} is empty and was left out", f"第 {number} 条为空，已忽略")
        if len(kept) > most:
            self.fail(key, f"has {len(kept)} items; at most {most} are allowed", f"有 {len(kept)} 条，最多 {most} 条")
        return kept

    def points(self) -> list[str]:
        failed = len(self.out.problems)
        points = self.lines("points", MAX_POINTS, MAX_POINT)
        if not points and len(self.out.problems) == failed:
            self.fail("points", "is empty; give 1 to 8 selling points", "不能为空，请填写 1 到 8 个卖点")
        return points

    def specs(self) -> dict[str, str]:
        value = self.given("specs")
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fail("specs", 'must be an object such as {"Weight": "680 g"}', "必须是对象，例如 {“重量”: “680 克”}")
            return {}
        kept: dict[str, str] = {}
        for name, content in value.items():
            if content is None or isinstance(content, Mapping | list | tuple):
                self.fail("specs", f"“{str(name)[:40]}” must be text or a number", f"“{str(name)[:40]}”必须是文字或数字")
                continue
            label = self.fits("specs", self.clean("specs", str(name)), MAX_SPEC_KEY, "a name ", "某一项的名称")
            text = self.fits("specs", self.clean("specs", str(content)), MAX_SPEC, f"“{label[:40]}” ", f"“{label[:40]}”")
            if label and text:
                kept[label] = text
        if len(kept) > MAX_SPECS:
            self.fail("specs", f"has {len(kept)} entries; at most {MAX_SPECS} are allowed", f"有 {len(kept)} 项，最多 {MAX_SPECS} 项")
        return kept

    def stock(self) -> int | None:
        value = self.given("stock")
        if value is None:
            return None
        try:
            number = Decimal(str(value).strip().replace(",", ""))
            whole = not isinstance(value, bool) and number.is_finite() and number == number.to_integral_value()
        except ArithmeticError:
            whole, number = False, Decimal(0)
        if not whole or not 0 <= number <= MAX_STOCK:
            self.fail("stock", f"“{str(value)[:40]}” is not a whole number of 0 or more", f"“{str(value)[:40]}”不是大于等于 0 的整数")
            return None
        return int(number)

    def images(self) -> list[str]:
        kept: list[str] = []
        for number, item in enumerate(self.items("images"), 1):
            image = item.strip() if isinstance(item, str) else ""
            if not image or len(image) > MAX_IMAGE:
                self.fail("images", f"item {number} must be a path or an address", f"第 {number} 项必须是路径或网址")
            elif wrong := picture_problem(image):
                self.fail("images", f"item {number} {wrong[0]}", f"第 {number} 项{wrong[1]}")
            else:
                kept.append(image)
        if len(kept) > MAX_IMAGES:
            self.warn(
                "images", f"has {len(kept)} pictures; the first {MAX_IMAGES} were kept", f"有 {len(kept)} 张图，保留前 {MAX_IMAGES} 张"
            )
        return kept[:MAX_IMAGES]
