"""The prompt format: a fact sheet as text, a role, a plan of parts. Training and inference both build their text here: the same bytes.

Facts come first, so that one KV prefix (system + facts) serves every persona, line and reply of a product.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Speaker = Literal["system", "user", "assistant"]
Message = tuple[Speaker, str]

PERSONA = {
    "zh": {
        "bestie": "闺蜜（亲密朋友，爱调侃，掏心窝）",
        "expert": "专家（沉稳克制，讲清为什么）",
        "hype": "叫卖王（短句有劲，一呼一应）",
        "storyteller": "讲故事的人（有场景，慢慢道来）",
        "concierge": "管家（雅致，克制，周到）",
        "homemaker": "居家过日子的人（精打细算，实在，顾家）",
        "founder": "创始人（自豪，讲清每个讲究）",
        "comic": "段子手（自嘲，转折快）",
    },
    "en": {
        "bestie": "bestie (close friend, teasing, confiding)",
        "expert": "expert (measured, explains why)",
        "hype": "hype (market crier, short bursts, call and response)",
        "storyteller": "storyteller (scenes, slow reveal)",
        "concierge": "concierge (refined, restrained, courteous)",
        "homemaker": "homemaker (budget-minded, practical, family)",
        "founder": "founder (proud maker, why each point matters)",
        "comic": "comic (self-mocking, quick turns)",
    },
}
TONE = {
    "zh": {
        "energetic": "热情有活力",
        "warm": "温暖",
        "calm": "平静",
        "premium": "高级质感",
        "urgent": "紧迫（实话实说）",
        "playful": "俏皮",
    },
    "en": {t: t for t in ("energetic", "warm", "calm", "premium", "urgent", "playful")},
}
SYSTEM = {
    "zh": "你是数字人带货主播。口语化，只说资料里有的事实，数字照抄，不冒充用过、做过、见过。",
    "en": "You are a digital-human livestream host. Spoken style; only facts from the sheet, figures copied exactly; "
    "never claim to have used, made or seen the thing.",
}
TRANSLATE = "You translate product copy: faithful, expressive, elegant; figures and names unchanged."
TRANSLATE_ASK = {"en": "Translate into English:\n", "zh": "译成中文：\n"}
TASK = {
    "zh": {
        "verify": "核对下面这句话，指出资料里没有的说法：\n",
        "sourced": "都有出处。",
        "points": "从下面的话里提取卖点，一行一条：\n",
        "title": "给这件商品起名。",
        "shorter": "把下面这句说短一点：\n",
        "longer": "把下面这句说长一点，只用资料里的事实：\n",
        "tone": "把下面这句换成{0}的语气：\n",
        "tell": "把这一条说成一句口语，不漏也不添：\n",
    },
    "en": {
        "verify": "Check the line below and name what the sheet does not state:\n",
        "sourced": "All of it is stated.",
        "points": "List the points that the talk below makes, one a line:\n",
        "title": "Name this product.",
        "shorter": "Say the line below more briefly:\n",
        "longer": "Say the line below at more length, with facts from the sheet only:\n",
        "tone": "Say the line below in a tone that is {0}:\n",
        "tell": "Say this point as a spoken sentence, all of it and nothing beside it:\n",
    },
}
CURRENCY = {
    "zh": {"CNY": "{}元", "USD": "{}美元", "EUR": "{}欧元", "GBP": "{}英镑"},
    "en": {"CNY": "¥{}", "USD": "${}", "EUR": "€{}", "GBP": "£{}"},
}
LABELS = {
    "zh": {
        "name": "商品：",
        "brand": "品牌：",
        "price": "价格：",
        "list_price": "，原价",
        "points": "卖点：",
        "story": "来历：",
        "specs": "规格：",
        "offer": "优惠：",
        "stock": "库存：{0}件",
        "audience": "人群：",
        "role": "人设：{0}。语气：{1}。",
        "script": "写口播稿，约{0}字，段落：",
        "comment": "观众：",
    },
    "en": {
        "name": "Product: ",
        "brand": "Brand: ",
        "price": "Price: ",
        "list_price": ", list price ",
        "points": "Points:",
        "story": "Story: ",
        "specs": "Specs: ",
        "offer": "Offer: ",
        "stock": "Stock: {0}",
        "audience": "Audience: ",
        "role": "Persona: {0}. Tone: {1}.",
        "script": "Write the script, about {0} words, parts: ",
        "comment": "Viewer: ",
    },
}
_CONTROL = re.compile(r"<\|[^|<>]*\|>|[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True)
class FactSheet:
    """What the model may say about one good. Prices in `currency` (CNY, USD, EUR, GBP); points are numbered by their place."""

    name: str
    price: float
    currency: str
    points: tuple[str, ...]
    brand: str = ""
    list_price: float | None = None
    story: tuple[str, ...] = ()
    specs: tuple[tuple[str, str], ...] = ()
    offer: str = ""
    stock: int | None = None
    audience: str = ""


def clean(text: str, limit: int = 400) -> str:
    """One line of data without control characters or chat markers, so that no fact or comment can open a turn of its own."""
    previous = None
    while previous != text:
        previous, text = text, _CONTROL.sub(" ", text)
    return re.sub(r"\s+", " ", text).strip()[:limit]


def figure(value: float) -> str:
    """49.0 -> 49, 49.90 -> 49.9: figures as the sheet and the script write them."""
    return format(float(value), ".10g")


def money(value: float, currency: str, language: str) -> str:
    """A price as the sheet writes it, such as 49.9元 or $49.9."""
    return CURRENCY[language].get(currency, "{} " + currency).format(figure(value))


def facts(sheet: FactSheet, language: str) -> str:
    """The fact sheet as text, one fact a line; points are numbered from 0."""
    words = LABELS[language]
    lines = [words["name"] + clean(sheet.name)]
    if sheet.brand:
        lines.append(words["brand"] + clean(sheet.brand))
    was = words["list_price"] + money(sheet.list_price, sheet.currency, language) if sheet.list_price else ""
    lines += [words["price"] + money(sheet.price, sheet.currency, language) + was, words["points"]]
    lines += [f"{i} {clean(point)}" for i, point in enumerate(sheet.points)]
    lines += [words["story"] + clean(fact) for fact in sheet.story]
    lines += [words["specs"] + clean(f"{key} {value}") for key, value in sheet.specs]
    if sheet.offer:
        lines.append(words["offer"] + clean(sheet.offer))
    if sheet.stock:
        lines.append(words["stock"].format(sheet.stock))
    if sheet.audience:
        lines.append(words["audience"] + clean(sheet.audience))
    return "\n".join(lines)


def role(persona: str, tone: str, language: str) -> str:
    """Who speaks and how."""
    return LABELS[language]["role"].format(PERSONA[language][persona], TONE[language][tone])


def plan(parts: Sequence[tuple[str, Sequence[int]]]) -> str:
    """hook | pain | point 0,2 | demo 1 | offer | close"""
    return " | ".join(part + (" " + ",".join(map(str, about)) if about else "") for part, about in parts)


def spoken_length(texts: Sequence[str], language: str) -> int:
    """Characters (zh, to 20) or words (en, to 10) of a script: how the ask states its size."""
    if language == "zh":
        return round(sum(map(len, texts)) / 20) * 20
    return round(sum(len(text.split()) for text in texts) / 10) * 10


def ask_script(sheet: FactSheet, persona: str, tone: str, language: str, size: int, parts: str) -> str:
    """The user's turn that asks for a script of about `size` characters (zh) or words (en)."""
    return f"{facts(sheet, language)}\n\n{role(persona, tone, language)}\n{LABELS[language]['script'].format(size)}{parts}"


def ask_reply(sheet: FactSheet, persona: str, tone: str, language: str, comment: str) -> str:
    """The user's turn that asks for an answer to one comment."""
    return f"{facts(sheet, language)}\n\n{role(persona, tone, language)}\n{ask_comment(comment, language)}"


def ask_comment(comment: str, language: str) -> str:
    """A further comment in a conversation whose facts are known."""
    return LABELS[language]["comment"] + clean(comment)


def script_text(lines: Sequence[tuple[str, str]]) -> str:
    """The assistant's turn: one `[part] text` a line."""
    return "\n".join(f"[{part}] {text}" for part, text in lines)


def ask_translation(texts: Sequence[str], to: str) -> list[Message]:
    """A conversation that asks for `texts`, one a line, in the language `to`."""
    return [("system", TRANSLATE), ("user", TRANSLATE_ASK[to] + "\n".join(clean(text) for text in texts))]


def ask_verify(sheet: FactSheet, line: str, language: str) -> str:
    """The user's turn that asks what of a line no fact states."""
    return f"{facts(sheet, language)}\n\n{TASK[language]['verify']}{clean(line)}"


def sourced(language: str) -> str:
    """The answer to it where every claim has its fact."""
    return TASK[language]["sourced"]


def ask_points(text: str, language: str) -> str:
    """The user's turn that asks for the points of a merchant's own talk."""
    return TASK[language]["points"] + clean(text, limit=2000)


def ask_title(sheet: FactSheet, language: str) -> str:
    """The user's turn that asks for a name."""
    return f"{facts(sheet, language)}\n\n{TASK[language]['title']}"


def ask_rewrite(sheet: FactSheet, persona: str, way: str, line: str, language: str) -> str:
    """The user's turn that asks for a line said another `way`: shorter, longer, or a tone."""
    words, tones = TASK[language], TONE[language]
    ask = words["tone"].format(tones[way]) if way in tones else words[way]
    return f"{facts(sheet, language)}\n\n{PERSONA[language][persona]}\n{ask}{clean(line)}"


def ask_tell(sheet: FactSheet, persona: str, tone: str, point: str, language: str) -> str:
    """The user's turn that asks for a point as a host says it."""
    return f"{facts(sheet, language)}\n\n{role(persona, tone, language)}\n{TASK[language]['tell']}{clean(point)}"


def script_lines(texts: Sequence[str], language: str) -> str:
    """Lines of a script as running talk."""
    return ("" if language == "zh" else " ").join(texts)


def render(messages: Sequence[Message]) -> str:
    """Qwen's chat format. A closing assistant message is left open, to be continued; otherwise the assistant's turn is opened."""
    *before, (speaker, last) = messages
    text = "".join(f"<|im_start|>{who}\n{said}<|im_end|>\n" for who, said in before)
    if speaker == "assistant":
        return f"{text}<|im_start|>assistant\n{last}"
    return f"{text}<|im_start|>{speaker}\n{last}<|im_end|>\n<|im_start|>assistant\n"
