"""What a small model adds to the facts is often untrue: of what it says, the clauses are kept that claim nothing beyond the facts."""

import re
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, field

from livestream.catalog.models import Product
from livestream.catalog.values import Line
from livestream.writing.wording import CJK, DIGITS, LATIN, asks, claims, common, english_words, letters, stated, stem
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
    "zh": "原价 标价 现价 现在 今天 价格 售价 到手 直播间 库存 一共 总共 优惠 只要 卖 美元 欧元 英镑",
    "en": "price list was now stock deal included dollars pounds euros",
}
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nor|neither|nothing|without|hardly|free (?:of|from)|kept|(?:keep|stay|stop|block|resist|protect|prevent)\w*)\b"
    r"|n't\b"
)
_LINK = {
    "zh": re.compile(r"^(?:所以|因为|因此|而且|并且|不过|但是?|还有)"),
    "en": re.compile(r"^\s*(?:and|but|so|because|which|or|then|plus)\s+"),
}
_DENIES = {
    "zh": re.compile(r"[也更还]?(?:不[加含添掉褪起变漏伤沾粘]|[无零0]添加|没有添加)"),
    "en": re.compile(r"(?:and |with |it has )?(?:no|without|free of|zero)\s"),
}
_OF_GOODS = {"zh": re.compile(r".*(?:它|这[款盘壶只件条双盏盒瓶套支])"), "en": re.compile(r"(?:and |so |but )?(?:it|this|they)\b")}
_AND = {"zh": re.compile(r"[、和与及]"), "en": re.compile(r"\s(?:and|or|plus|with)\s")}
_RESULT = {  # what follows from a fact is where a small model invents: "so it never leaks"; it goes, even where it happens to be true
    "en": re.compile(r"\W*(?:and )?(?:so|that way|which means|meaning|then)\b"),
    "zh": re.compile(r"\W*(?:所以|因此|这样|不用|正好|刚好|再也不|就不)"),
}
_SIGNS = re.compile(rf"{CJK.pattern}+")
_ASKED = re.compile(r"(.)[不没]\1")  # 酸不酸: a question, also where it stands for "whether"
_EACH = re.compile(r"每|各|\b(?:each|per|every|apiece)\b")
_ONE = re.compile(rf"{_EACH.pattern}|[一单]|(?<!\d)1(?!\d)")
_STOCK = re.compile(r"库存|现货|还[有剩]|\b(?:stock|left|available|shop)\b")
_SUBJECT = {  # what a clause about the goods is said of
    "zh": re.compile(r"^(?:它的|这[款个]的?)?(?!它|这)([\u4e00-\u9fff]{2,4}?)[就也都还]?[是为]"),
    "en": re.compile(r"^(?:and |but )?(?:the|its) ((?:\w+ ){0,2}?[\w-]+) (?:is|are|has|have|comes?|goes|keeps?|holds?)\b"),
}
_ATTRIBUTES = re.compile("它|这里?|里面|一共|[价规]格|[容重]量|尺寸|材质|颜色|[长高宽]度|功率|净含量|产地|保质期|质保|口味|price")
_HANGS = {  # a condition or an address whose main clause was cut
    "zh": re.compile(r"的$"),
    "en": re.compile(r"(?i)^(?:if|when|should|once|whether|as|while|for)\b[^,]*$"),
}
_GIVES = re.compile(r"[送赠附带配]|\b(?:free|gift|includ\w*|with|comes?)\b")
_MOSTLY = 0.5  # a lid that is not said to be of steel is no steel lid, though both words stand in the facts


def clauses(sentence: str, language: Language) -> list[str]:
    """The clauses of a sentence, with their punctuation."""
    return [match.group() for match in _CLAUSE[language].finditer(sentence) if match.group().strip()]


def _whole(detail: str) -> str:
    """A pattern of a detail: figures and the beginnings of English words stand apart from others."""
    edge = r"(?!\d|\.\d)" if detail[0].isdigit() else ""
    return ("(?<![a-z0-9.])" if detail.isascii() else "") + re.escape(detail) + edge


@dataclass(frozen=True)
class Ground:
    """The facts of a product, gathered once, and what of a sentence they bear."""

    product: Product
    language: Language
    details: tuple[str, ...] = field(init=False)  # lower case, as is all that is known
    figures: frozenset[str] = field(init=False)
    known: str = field(init=False)

    def __post_init__(self) -> None:
        product = self.product
        prices = [figure(float(p)) for p in (product.price, product.shown_list_price, product.stock) if p is not None]
        money = " ".join([*prices, f"{product.price:.2f}"])
        goods = (product.name, product.brand, product.category, product.audience, *product.facts)
        details = (*product.facts, product.offer)
        object.__setattr__(self, "details", tuple(fact.lower() for fact in details))
        known = (*goods, product.offer, money, _MONEY[self.language])
        object.__setattr__(self, "figures", frozenset(DIGITS.findall("\n".join((product.name, *details, money)))))
        object.__setattr__(self, "known", "\n".join(fact.lower() for fact in known if fact))

    def keep(self, sentence: str, part: str = "point", unsure: Collection[str] = (), said: str = "", before: str = "") -> str:
        """The sentence without its `unsure` clauses, those that claim what no fact bears, and in lines about the goods those that tell no
        detail beside what was `said` in the line and in others `before`; "" where none is left. A question, and what is said of the
        viewer, stands whole or falls; in a call what follows a lost clause falls."""
        parts, kept, told = clauses(sentence, self.language), list[str](), said
        doubted, goods = set(map(letters, unsure)), part in GOODS
        entire = asks(sentence) or part in FREE
        for clause in parts:
            if letters(clause) not in doubted and self.bears(clause, part) and (not goods or entire or self._adds(clause, told, before)):
                told += clause
                kept.append(clause)
            elif entire or not goods:
                break
        whole = len(kept) == len(parts)
        if (entire and not whole) or (goods and not entire and not self._tells(kept, said)):
            return ""
        if whole:
            return sentence
        text = "".join(kept).strip()
        if kept and kept[0] is not parts[0]:
            text = _LINK[self.language].sub("", text)
            text = text[:1].upper() + text[1:]
        bare = text.rstrip("，,；;：:—- ")
        if not goods and _HANGS[self.language].search(bare):
            return ""
        if not bare or bare[-1] in "。！？!?.":
            return bare
        return bare + ("。" if self.language == "zh" else ".")

    def elsewhere(self, lines: Sequence[Line], about: Sequence[int], later: Sequence[int] = ()) -> str:
        """What other lines about the goods tell, or the facts `later` will, without the details of the facts `about`."""
        facts = self.product.facts
        text = "\n".join([*(line.text for line in lines if line.part in GOODS), *(facts[i] for i in later)]).lower()
        for detail in self._details("\n".join(facts[i] for i in about)):
            text = re.sub(_whole(detail), " ", text)
        return text

    def bears(self, clause: str, part: str = "point") -> bool:
        """Whether a clause may stand: a question, or nothing in it claims more than the facts say."""
        text = clause.strip().lower().replace("’", "'")
        if asks(text):
            return True
        plain = text.replace(self.product.name.lower(), " ")
        if part in GOODS and _RESULT[self.language].match(text):
            return False
        bound = part not in FREE or plain != text or any(pattern[self.language].match(text) for pattern in (_DENIES, _OF_GOODS))
        bound = bound or any(text.startswith(f"the {word}") for word in LATIN.findall(self.product.name.lower()))
        if (_EACH.search(plain) and not self._each(plain)) or (self._counts_stock(plain) and not _STOCK.search(plain)):
            return False
        if part in GOODS and not self._same_subject(text):
            return False
        if bound and not all(self._borne(piece) for piece in _AND[self.language].split(plain)):
            return False
        return not any(claim.stray(text, self.known, self.language) for claim in claims(self.language, part in GOODS))

    def _adds(self, clause: str, *told: str) -> bool:
        """Whether a clause asks, calls the eye or the goods by name, or tells a detail that none of `told` does."""
        text, known = clause.lower().replace("’", "'"), "\n".join(told).lower()
        if asks(text) or self.product.name.lower() in text or self._frames(text):
            return True
        return any(re.search(_whole(w), known) is None for w in self._details(text))

    def _tells(self, kept: Sequence[str], said: str) -> bool:
        """Whether clauses tell a detail, or name the goods for the first time."""
        name = self.product.name.lower()
        return any(map(self._details, kept)) or (name not in said.lower() and name in "".join(kept).lower())

    def _frames(self, text: str) -> bool:
        """Whether a clause does nothing but call the eye."""
        frames = common(self.language, "frames")
        if self.language == "en":
            return {stem(word) for word in LATIN.findall(text)} <= frames
        return not re.sub("|".join(sorted(frames, key=len, reverse=True)), "", "".join(CJK.findall(text))) and not DIGITS.search(text)

    def _details(self, text: str) -> set[str]:
        """Words of a text that stand in a point, the story, the specifications or the offer, and figures of theirs, the name or a price."""
        text = text.lower()
        held = {w for w in (self._chinese(text) if self.language == "zh" else self._english(text))[0] if any(w in f for f in self.details)}
        return held | (set(DIGITS.findall(text)) & self.figures)

    def _borne(self, piece: str) -> bool:
        """Whether every word of a piece is free or stated, and what it takes from the facts goes together there."""
        stated_words, free, open_ = self._chinese(piece) if self.language == "zh" else self._english(piece)
        if any(len(word) == 1 or not stated(word, self.known, self.language) for word in open_):
            return False
        if not _GIVES.search(piece) and self._mixes(stated_words):
            return False
        taken = {word for word in stated_words - free if any(word in fact for fact in self.details)}
        return len(taken) < 2 or max(sum(word in fact for word in taken) for fact in self.details) > _MOSTLY * len(taken)

    def _same_subject(self, text: str) -> bool:
        """Whether what a clause is said of stands in a fact with the rest, or is the goods: a pen is not thread-sewn because a book is."""
        match = _SUBJECT[self.language].match(text)
        name = self.product.name.lower()
        if not match or _ATTRIBUTES.fullmatch(match[1]) or name.endswith(match[1]) or match[1] in self.product.category.lower():
            return True
        rest = self._details(text) - self._details(match[1])
        facts = [fact for fact in self.details if any(re.search(_whole(word), fact) for word in rest)] or [self.known]
        subject = [stem(word) for word in LATIN.findall(match[1])] if self.language == "en" else [match[1]]
        return any(all(re.search(_whole(word), fact) for word in subject) for fact in facts)

    def _each(self, piece: str) -> bool:
        """Whether what a piece says of each one, a fact says so too: 5卷共100只 is not 100 a roll."""
        return all(any(n in DIGITS.findall(f) and _ONE.search(f) for f in self.details) for n in DIGITS.findall(piece))

    def _counts_stock(self, piece: str) -> bool:
        """Whether a piece says the number in stock, which no fact states of anything else."""
        stock = str(self.product.stock or "")
        return stock in DIGITS.findall(piece) and not any(stock in DIGITS.findall(fact) for fact in self.details)

    def _mixes(self, words: Set[str]) -> bool:
        """Whether a piece says of the gift what is said of the goods."""
        offer, goods = self.product.offer.lower(), "\n".join((*self.product.points, *self.product.spec_facts)).lower()
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
            signs_left, run, lone = match.group(), "", ""
            while signs_left:
                sizes = range(min(6, len(signs_left)), 1, -1)
                word = next((w for size in sizes if (w := signs_left[:size]) in words or w in self.known), signs_left[0])
                signs_left = signs_left[len(word) :]
                free = word in words or (len(word) == 1 and (word in signs or (word in self.known and word not in "不没无")))
                if len(word) == 1 and not free:
                    run, lone = run + word, ""
                    continue
                if run:
                    yield run, False
                    run = ""
                yield word, free
                rare = word if len(word) == 1 and word not in signs else ""
                if lone and rare:
                    yield lone + rare, False  # two signs of the facts that do not stand together there: 美北 of 北美
                lone = rare
            if run:
                yield run, False
