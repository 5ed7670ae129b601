"""What a small model adds to a fact is often untrue: of a sentence about the goods, only the clauses that a fact backs are kept."""

import re
from collections.abc import Sequence

from livestream.catalog.models import Product
from livestream.writing.sheet import spec_facts
from livestream.writing.wording import CJK, LATIN, english_words, stem
from voices.types import Language
from yi_core.prompt import figure

BODY = ("point", "demo", "offer")
"""Parts that tell facts; hook, pain, close and bridge speak of the viewer."""
SHARE = {"zh": 0.75, "en": 0.6}  # of a clause's own words that one fact must hold
_CLAUSE = {
    "zh": re.compile(r"[^，。！？；：!?,;]+[，。！？；：!?,;”’」』]*"),
    "en": re.compile(r".+?(?:[,.;:!?—]+[\"')]*(?=\s|$)|\s(?=so\s|because\s|which\s)|$)"),
}
_LITTLE = set("的了是在有就也都和与这那它他她个一你您我们啊呢吧呀哦哟来去给把让能会可以很还又再先后上下里外家人姐妹宝子朋友各位看图大款用")
_MONEY = {
    "zh": "原价 现价 现在 今天 价格 售价 只要 只 卖 到手 直播间 库存 一共 总共 件 元 块 优惠 送 减",
    "en": "price today now list was from down to only just costs get order take stock left deal offer dollars pounds euros included",
}
_DENIAL = {
    "zh": re.compile(r"[也更还]?(?:不[加含添掉褪起变漏伤沾粘]|[无零0]添加|没有添加)"),
    "en": re.compile(r"(?i)(?:and |with |it has )?(?:no|without|free of|zero)\s"),
}
_ASK = {
    "zh": re.compile(r"[点拍选买戳]|下单|链接|购物车|小黄车|喜欢|需要|感兴趣|带走|带回家|看看|看一眼|问|想|^.{2,12}的[，,、]?$"),
    "en": re.compile(
        r"(?i)\b(?:order|tap|click|add|cart|link|choose|pick|grab|take|get|look|have a look|if|want|ask|button|below|come|thank|thanks)\b"
    ),
}
_FREE = {
    "zh": re.compile(r"(?:算一下|划算|放心看|看这里|点(?:开|击)?链接|想要的.{0,6}|喜欢的.{0,6}|拍|下单)"),
    "en": re.compile(
        r"(?i)(?:take a )?look(?: at (?:the|this) picture)?|(?:see|in) the picture.{0,14}|folks|everyone|friends?|okay|alright|quick math"
    ),
}


def grounded(sentence: str, product: Product, language: Language, part: str = "point") -> str:
    """The sentence without the clauses that no single fact of the product backs; "" where none is left.

    In parts that speak of the viewer only denials (不加糖, without sugar) need a fact, and what a close adds to its call.
    """
    facts = _facts(product, language)
    clauses = [match.group() for match in _CLAUSE[language].finditer(sentence)]
    bound = [_bound(clause, part, language) for clause in clauses]
    kept = [c for c, strict in zip(clauses, bound, strict=True) if not strict or _backed(c, product, facts, language)]
    if len(kept) == len(clauses):
        return sentence
    text = "".join(kept).strip()
    bare = text.rstrip("，,；;：:—- ")
    if not bare or bare[-1] in "。！？!?.":
        return bare
    return bare + ("。" if language == "zh" else ".")


def _bound(clause: str, part: str, language: Language) -> bool:
    """Whether a clause must keep to a fact: of the goods always, in a close where it asks for nothing, elsewhere where it denies."""
    if part in BODY:
        return True
    if part == "close" and not _ASK[language].search(clause):
        return True
    return bool(_DENIAL[language].match(clause.strip()) and clause.rstrip()[-1:] not in "？?")


def _facts(product: Product, language: Language) -> list[set[str]]:
    prices = [figure(float(p)) for p in (product.price, product.shown_list_price, product.stock) if p is not None]
    prices += [f"{product.price:.2f}"]
    money = " ".join([product.offer, *prices, _MONEY[language]])
    return [
        _words(fact, language)
        for fact in (*product.points, *product.story, *spec_facts(product), f"{product.audience} {product.brand}", money)
    ]


def _backed(clause: str, product: Product, facts: Sequence[set[str]], language: Language) -> bool:
    plain = re.sub(re.escape(product.name), " ", clause, flags=re.IGNORECASE)
    said, named = _words(plain, language), _words(product.name, language)
    own = said - named
    if not own or (language == "en" and len(own) == 1 and said & named) or _FREE[language].fullmatch(plain.strip(" ，。！？,.!?")):
        return True  # "it holds 0.9 L" of a "Kettle 0.9 L"
    return max(len(own & fact) for fact in facts) >= SHARE[language] * len(own)


def _words(text: str, language: Language) -> set[str]:
    """Stems (en) or single characters (zh) that carry sense, and runs of digits."""
    digits = set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))
    latin = {stem(word) for word in LATIN.findall(text) if word.lower() not in english_words("stop")}
    return digits | latin | ({c for c in CJK.findall(text) if c not in _LITTLE} if language == "zh" else set())
