"""What a small model adds to the facts is often untrue: of what it says, the clauses are kept that claim nothing beyond the facts."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from livestream.catalog.models import Product
from livestream.writing.sheet import spec_facts
from livestream.writing.wording import CJK, LATIN, claims, common, english_words, stated, stem
from voices.types import Language
from yi_core.prompt import figure

GOODS = ("point", "demo", "offer")
"""Parts that tell facts."""
FREE = ("hook", "pain", "bridge")
"""Parts that speak of the viewer: only what they deny, or say of the goods by name, needs a fact."""
_CLAUSE = {
    "zh": re.compile(r"[^，。！？；：!?,;]+[，。！？；：!?,;”’」』]*"),
    "en": re.compile(r".+?(?:[,.;:!?—]+[\"')]*(?=\s|$)|\s(?=so\s|because\s|which\s)|$)"),
}
_MONEY = {
    "zh": "原价 标价 现价 现在 今天 价格 售价 到手 直播间 库存 一共 总共 优惠 只要 卖",
    "en": "price list was now stock deal included dollars pounds euros",
}
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nor|neither|nothing|without|hardly|free (?:of|from)|kept|(?:keep|stay|stop|block|resist|protect|prevent)\w*)\b"
    r"|n't\b"
)
_LINK = {
    "zh": re.compile(r"^(?:所以|因为|因此|而且|并且|不过|但是?|还有)"),
    "en": re.compile(r"^(?:and|but|so|because|which|or|then|plus)\s+"),
}
_DENIES = {
    "zh": re.compile(r"[也更还]?(?:不[加含添掉褪起变漏伤沾粘]|[无零0]添加|没有添加)"),
    "en": re.compile(r"(?:and |with |it has )?(?:no|without|free of|zero)\s"),
}
_AND = {"zh": re.compile(r"[、和与及]"), "en": re.compile(r"\s(?:and|or|plus|with)\s")}
_RESULT = {  # what follows from a fact is where a small model invents: "so it never leaks"; it goes, even where it happens to be true
    "en": re.compile(r"\W*(?:and )?(?:so|that way|which means|meaning|then)\b"),
    "zh": re.compile(r"\W*(?:所以|因此|这样|不用|正好|刚好|再也不|就不)"),
}
_SIGNS = re.compile(rf"{CJK.pattern}+")
_ASKED = re.compile(r"(.)[不没]\1")  # 酸不酸: a question, also where it stands for "whether"
_GIVES = re.compile(r"[送赠附带配]|\b(?:free|gift|includ\w*|with|comes?)\b")
_MOSTLY = 0.5  # a lid that is not said to be of steel is no steel lid, though both words stand in the facts


def clauses(sentence: str, language: Language) -> list[str]:
    """The clauses of a sentence, with their punctuation."""
    return [match.group() for match in _CLAUSE[language].finditer(sentence) if match.group().strip()]


@dataclass(frozen=True)
class Ground:
    """The facts of a product, gathered once, and what of a sentence they bear."""

    product: Product
    language: Language
    details: tuple[str, ...] = field(init=False)  # lower case, as is all that is known
    known: str = field(init=False)

    def __post_init__(self) -> None:
        product = self.product
        prices = [figure(float(p)) for p in (product.price, product.shown_list_price, product.stock) if p is not None]
        money = " ".join([product.offer, *prices, f"{product.price:.2f}", _MONEY[self.language]])
        goods = (product.name, product.brand, product.category, product.audience, *product.points, *product.story, *spec_facts(product))
        details = (*product.points, *product.story, *spec_facts(product), product.offer)
        object.__setattr__(self, "details", tuple(fact.lower() for fact in details))
        object.__setattr__(self, "known", "\n".join(fact.lower() for fact in (*goods, money) if fact))

    def keep(self, sentence: str, part: str = "point") -> str:
        """The sentence without the clauses that claim what no fact bears; "" where none is left."""
        parts = clauses(sentence, self.language)
        kept = [clause for clause in parts if self.bears(clause, part)]
        if len(kept) == len(parts):
            return sentence
        text = "".join(kept).strip()
        if kept and kept[0] is not parts[0]:
            text = _LINK[self.language].sub("", text)
            text = text[:1].upper() + text[1:]
        bare = text.rstrip("，,；;：:—- ")
        if not bare or bare[-1] in "。！？!?.":
            return bare
        return bare + ("。" if self.language == "zh" else ".")

    def bears(self, clause: str, part: str = "point") -> bool:
        """Whether a clause may stand: a question, or nothing in it claims more than the facts say."""
        text = clause.strip().lower().replace("’", "'")
        if text.rstrip("\"'”’」』")[-1:] in ("?", "？"):
            return True
        plain = text.replace(self.product.name.lower(), " ")
        if part in GOODS and _RESULT[self.language].match(text):
            return False
        bound = part not in FREE or plain != text or bool(_DENIES[self.language].match(text))
        if bound and not all(self._borne(piece) for piece in _AND[self.language].split(plain)):
            return False
        return not any(claim.stray(text, self.known, self.language) for claim in claims(self.language, part in GOODS))

    def _borne(self, piece: str) -> bool:
        """Whether every word of a piece is free or stated, and what it takes from the facts goes together there."""
        stated_words, free, open_ = self._chinese(piece) if self.language == "zh" else self._english(piece)
        if any(len(word) == 1 or not stated(word, self.known, self.language) for word in open_):
            return False
        if not _GIVES.search(piece) and self._mixes(stated_words):
            return False
        taken = {word for word in stated_words - free if any(word in fact for fact in self.details)}
        return len(taken) < 2 or max(sum(word in fact for word in taken) for fact in self.details) > _MOSTLY * len(taken)

    def _mixes(self, words: Set[str]) -> bool:
        """Whether a piece says of the gift what is said of the goods."""
        offer, goods = self.product.offer.lower(), "\n".join((*self.product.points, *spec_facts(self.product))).lower()
        return any(w in offer and w not in goods for w in words) and any(w in goods and w not in offer for w in words)

    def _english(self, text: str) -> tuple[Set[str], Set[str], Set[str]]:
        """Stems that the facts hold, stems that are free here, and those that are neither."""
        free = common("en", "words") | (frozenset() if _DENIAL.search(text) else common("en", "states"))
        said = {stem(word) for word in LATIN.findall(text) if word not in english_words("stop") and len(word) > 1}
        held = {word for word in said if re.search(rf"\b{re.escape(word)}", self.known)}
        return held, free, said - free - held

    def _chinese(self, text: str) -> tuple[Set[str], Set[str], Set[str]]:
        """Words that the facts hold, words that are free, and signs that are neither."""
        pieces = list(self._pieces(text))
        held = {word for word, _ in pieces if len(word) > 1 and word in self.known}
        free = {word for word, free in pieces if free}
        return held, free, {word for word, _ in pieces} - held - free

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """(piece, whether it claims nothing), the longest word of the facts or of everyone's at each place; other signs one run a piece."""
        words, signs = common("zh", "words") | common("zh", "denials"), common("zh", "signs")
        for match in _SIGNS.finditer(_ASKED.sub(" ", text)):
            signs_left, run = match.group(), ""
            while signs_left:
                sizes = range(min(6, len(signs_left)), 1, -1)
                word = next((w for size in sizes if (w := signs_left[:size]) in words or w in self.known), signs_left[0])
                signs_left = signs_left[len(word) :]
                free = word in words or (len(word) == 1 and (word in signs or (word in self.known and word not in "不没无")))
                if len(word) == 1 and not free:
                    run += word
                    continue
                if run:
                    yield run, False
                    run = ""
                yield word, free
            if run:
                yield run, False
