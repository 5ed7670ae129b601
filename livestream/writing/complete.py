"""What a composed line still lacks, in the merchant's own words, and what of it a small model should not have added."""

import re
from decimal import Decimal

from livestream.writing.compose import join
from livestream.writing.ground import clauses
from livestream.writing.plan import Slot
from livestream.writing.prices import amounts
from livestream.writing.sentences import opening
from livestream.writing.sheet import aloud, stocked
from livestream.writing.tidy import finished
from livestream.writing.verify import Task, faults, says_name, says_price, sentence_faults
from livestream.writing.wording import SENTENCE, call_pattern, keywords, letters, restates, told
from yi_core.prompt import figure, money

_BARE_PRICE = re.compile(r"(?<=[价在要天])\d+(?:\.\d+)?(?![\d.元块折%])|^\d+(?:\.\d+)?(?=[，。！])")
_STOCKED = re.compile(r"(?<=库存)(\D{0,3}\d+)[只个条盒袋瓶包支罐杯份套张片卷盏把双台]")  # what is sold is counted, not what is in it
_CENTS = re.compile(r"(?<=[$£€])\d+\.\d(?!\d)")  # $17.9 is written $17.90
_TAKE = {  # a call that has lost its verb
    "zh": (re.compile(r"把[^，。！？]*$|(?<=，)$"), "带走"),
    "en": (re.compile(r",\s+(?:the )?$"), " for the "),
}
_BEFORE = {  # sentences before a call, questions apart
    "zh": re.compile(r"^.*[。！](?:然后|再)?"),
    "en": re.compile(r"^.*[.!]\s+(?:(?:Then|So|And|Now),?\s+)?"),
}
_AND = re.compile(r",\s+and (?=(?:order|get|grab|take|add|buy|pick|choose|try|tap)\b)")  # "If we've made it clear, and order the ..."
_AND_THEN = re.compile(r"(?<=[.!] )and (\w)")  # what stood between is cut
_PAUSE = re.compile(r"[，。！？]")
_ADD = re.compile(r"(?i)\badd (?:the |this |our )?$")  # the goods are added to something
_ORDER = {
    "zh": re.compile(r"点|拍|下单|链接|小黄车|购物车|带[走回上]|来一|入手|买"),
    "en": re.compile(r"(?i)\b(?:order|get|grab|take|add|buy|pick|choose|try|(?:link|cart|basket)(?: below)? (?:for|to)) (?:\w+ ){0,2}$"),
}
ORDER = {"zh": "点下面的链接，下单{name}。", "en": "Tap the link for the {name}."}
"""A call in itself."""


def complete(text: str, slot: Slot, task: Task, offered: str = "") -> str:
    """A line with what it must tell: its facts as they stand where a small model told less of them, or more, and the offer where it was
    left out, as the sentence `offered` or as it stands."""
    facts = [task.product.facts[i] for i in slot.about]
    unnamed = text.replace(task.product.name, "")
    bare = letters(text) == letters("".join(facts))
    if task.ground and facts and (bare or not restates(unnamed, " ".join(facts), task.product.name, task.language)):
        return read_out(slot, task) or text
    if task.ground and slot.part == "close":
        return _call(text, task)
    if slot.part == "offer":
        text = _with_currency(text, task)
        if task.ground:
            text = _STOCKED.sub(r"\1件", _priced(text, task))
            text = join(text, _untold_list(text, task), task.language)
        text = join(text, _untold_offer(text, task, offered), task.language)
        return join(text, _untold_stock(text, task), task.language) if task.ground else text
    return text


def _with_currency(text: str, task: Task) -> str:
    """A text whose prices have their currency."""
    product = task.product
    if task.language == "zh":
        return _BARE_PRICE.sub(r"\g<0>元", text) if product.currency == "CNY" else text
    for price in filter(None, (product.price, product.shown_list_price)):
        bare = rf"(?<![\d.$£€¥]){re.escape(figure(float(price)))}0?(?!\d|\.\d|%|,\d|[ -](?!now|today|before|instead|and|down|is|was)[a-z])"
        said = rf"(?<![\d.$£€¥]){re.escape(figure(float(price)))}0? dollars\b" if product.currency == "USD" else bare
        text = re.sub(f"{bare}|{said}", money(float(price), product.currency, "en"), text)
    return _CENTS.sub(r"\g<0>0", text)


def read_out(slot: Slot, task: Task) -> str:
    """The facts of a slot in their own words, as sentences; "" where they cannot be said so."""
    facts = [aloud(i, task.product, task.language) for i in slot.about]
    text = finished(("，" if task.language == "zh" else ". ").join(facts), task.language)
    return "" if faults(text, task) else text


def _untold_offer(text: str, task: Task, offered: str) -> str:
    """The offer as a sentence, where a line that has said the price does not tell it and it may be said."""
    offer, language = task.product.offer, task.language
    if not keywords(offer, language) or told(text, offer, language) >= 0.5:
        return ""
    said = (sentence for sentence in (offered, finished(opening(offer), language)) if sentence)
    return next((sentence for sentence in said if not sentence_faults(sentence, f"{text} {sentence}", task)), "")


def _untold_list(text: str, task: Task) -> str:
    """The list price, where the shop shows one that is higher and a line does not say it."""
    product, listed = task.product, task.product.shown_list_price
    if listed is None or listed <= product.price or amounts(text, listed):
        return ""
    was = money(float(listed), product.currency, task.language)
    return f"标价{was}。" if task.language == "zh" else _CENTS.sub(r"\g<0>0", f"The list price is {was}.")


def _untold_stock(text: str, task: Task) -> str:
    """How many there are, where the shop says it and a line does not."""
    stock = task.product.stock
    return "" if stock and amounts(text, Decimal(stock)) else stocked(task.product, task.language)


def _priced(text: str, task: Task) -> str:
    """Of an offer line what tells the price and the stock: a small model turns "buy 2, get a brush" into two brushes, so the offer itself
    is told in the merchant's words; and it goes on with facts that have lines of their own."""
    kept = finished("".join(part for part in clauses(text, task.language) if _counts(part, task)).strip(), task.language)
    kept = _AND_THEN.sub(lambda after: after[1].upper(), kept)
    return kept if says_price(kept, task.product) else text


def _counts(clause: str, task: Task) -> bool:
    """Whether a clause tells price or list price, or the stock or the name and nothing of the offer: "the last 21 get a free polish"."""
    product, language = task.product, task.language
    if any(amounts(clause, price) for price in (product.price, product.shown_list_price) if price is not None):
        return True
    offered = (keywords(product.offer, language) - keywords(product.name, language)) & keywords(clause, language)
    counted = product.stock is not None and amounts(clause, Decimal(product.stock))
    named = says_name(clause, product) and not call_pattern(language).search(clause)  # a call has its own line
    return bool(counted or named) and all(word[0].isdigit() for word in offered)


def _call(text: str, task: Task) -> str:
    """The sentence of a call up to the name of the goods, or to its end, without what touches the offer: what a small model adds is odd
    ("Order the Reading Light before you get too old") or untrue ("order 100 filters" of a gift)."""
    kept, ask, language = _without_offer(text, task), call_pattern(task.language), task.language
    text = _AND.sub(", ", kept if ask.search(kept) else text)
    name, call = task.product.name, ask.search(text)
    at = text.lower().find(name.lower(), call.end()) if call else -1
    if at >= 0:
        head, last = text[:at], _BEFORE[language].sub("", text[:at])
        text = _TAKE[language][0].sub(_TAKE[language][1], last if ask.search(last) else head) + name
    elif call and (rest := SENTENCE[language].match(text, call.end())):
        text = text[: rest.end()]
    lead = text.removesuffix(name)
    last = _PAUSE.split(lead)[-1] if text.endswith(name) else ""  # what is done with the goods: "收起来伸缩晾衣架" is no order
    if not _ORDER[language].search(last or lead):
        return ORDER[language].format(name=name)
    return finished(f"{text} to your cart" if _ADD.search(lead) else text, language)


def _without_offer(text: str, task: Task) -> str:
    """A text without its clauses that share two or more keywords with the offer; those that say the price stay."""
    offer, parts = keywords(task.product.offer, task.language), clauses(text, task.language)
    kept = [p for p in parts if amounts(p, task.product.price) or len(offer & keywords(p, task.language)) < 2]
    return text if len(kept) == len(parts) else finished("".join(kept).strip(), task.language)
