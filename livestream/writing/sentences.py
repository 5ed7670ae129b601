"""A merchant's note as a sentence that a person would say: "Folds flat" -> "It folds flat". Chinese ones are sentences already, but for
bare measures: 60×40cm -> 尺寸是60×40cm.

Only shapes whose grammar is certain are changed, and no word is put beside the merchant's but a pronoun or an article and "is", "has",
"comes", "get" or "measures": the sentence says what the note says.
"""

import re
from dataclasses import dataclass

from livestream.writing.tidy import unmarked
from livestream.writing.wording import english_words
from voices.types import Language

NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve)"
_HEAD = re.compile(rf"\b(?:with|for|of|from|in|by|\d[\w.]*|{NUMBER})\b.*|,.*", re.IGNORECASE)
PLURAL = re.compile(r"(?:(?<!s|u|i)(?<!len|nva|tla)s|\bfeet|\bteeth|\bpeople|\bchildren|\b(?:wo)?men)$", re.IGNORECASE)
_LENGTH = "cm|mm|m|in|inches|inch|ft|feet"
_UNIT = rf"(?:{_LENGTH}|kg|g|lb|oz|grams?|pounds?|ounces)"
_SIZE = re.compile(rf"\d[\d.]*(?: ?[x×] ?\d[\d.]*){{1,2}} ?(?:{_LENGTH})$")
_CALLED = (  # what a bare measure is the measure of
    (re.compile(r"\d[\d.]*(?:[×xX*]\d[\d.]*){1,2}(?:cm|mm|m|厘米|毫米|米|寸|英寸)(?=，|$)"), "尺寸是"),
    (re.compile(r"\d[\d.]*(?:g|kg|ml|mL|L|克|千克|毫升|升|片|抽|粒|包)[×xX*]\d+[\u4e00-\u9fff](?=，|$)"), "规格是"),
)
_VERBAL = (  # no verb of its own to come
    r"(?!.*\b(?:is|are|has|have|can|will|fits?|holds?|opens?|folds?|keeps?|makes?|lets?|shows?|comes?|goes?|clips|needs?|works?|slides?|draws|lasts?"
    r"|takes?|not|needed|required|sold|optional)\b)"
)
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (
            rf"(?:about )?\d[\d.]* ?{_UNIT} (?:wide|long|tall|deep|high|thick|across|in diameter)"
            r"(?=$|,| (?:and|by|when|with|without|each)\b)",
            "{is_} {note}",
        ),
        (r"(?:about )?\d[\d.,]* (?:hours? of (?:play|use|light|battery|music|video|talk|listening|reading)|pieces\b)", "You get {note}"),
        (r"up to \d[\d.,]* (?:hours?|minutes|days|weeks|months|years)\b", "You get {note}"),
        (
            rf"{NUMBER}(?! (?:years|months|weeks|days|hours|minutes|times|people|colou?rs|sizes|flavou?rs|scents|styles|options)\b)"
            rf"(?: [\w-]+)* [\w-]+s\b(?!-){_VERBAL}",
            "{has} {note}",
        ),
        (
            r"no (?!(?:tools?|more|need|assembly|fuss|mess)\b)[a-z-]+(?<!ing)(?: [a-z-]+(?<!ed))?(?:,? (?:and|or) (?:no )?[a-z-]+)?$",
            "{has} {note}",
        ),
        (rf"with an? (?!.*\byou\b){_VERBAL}", "{comes} {note}"),
        (
            r"(?:made|knitted|woven|sewn|cast|carved|cut|printed|filled|lined|coated|finished|dyed|designed|sized|packed|meant) "
            r"(?:of|from|in|by|with|for|on|to|as)\b|built (?:of|from|with|for)\b",
            "{is_} {note}",
        ),
        (
            r"(?:dishwasher|machine|microwave|oven|freezer|food)[ -](?:safe|washable)(?:$|,| (?:at|in|on|to|up|without|cold)\b)",
            "{is_} {note}",
        ),
        (
            r"[a-z]+-free$|(?:caffeine|sugar|nickel|lead|bpa|gluten|fragrance|alcohol|dairy) free$"
            r"|(?:waterproof|water-resistant|rechargeable|washable|foldable|adjustable|stackable|reusable|refillable|vegan"
            r"|unscented)(?:$| (?:to|from|with|by|for|in|up|at|and)\b)",
            "{is_} {note}",
        ),
        (
            r"(?:compatible|safe|suitable|available|ready|gentle) (?:with|to|for|in|on)\b|(?:soft|light|easy|small) enough\b|easy to\b",
            "{is_} {note}",
        ),
    )
)
_PROPERTY = re.compile(
    r"(removable|adjustable|detachable|foldable|washable|padded|waterproof|magnetic|rechargeable|reinforced|replaceable|reversible|breathable|"
    r"non-slip|see-through) (?!(?:by|with|without|to|into|for|from|in|on|and|up|at|via|when|after|under|if|as|all|both|each|only)\b)"
    r"([a-z-]+(?: (?!(?:included|available|only|sold|optional|sides|day|underneath|inside)\b)[a-z-]+)?)$",
    re.IGNORECASE,
)
_NOT_BEFORE = (  # what no noun of this phrase follows
    r"(?:and|or|of|with|for|in|on|to|at|by|from|per|each|not|over|under|the|1|one|any|every|your|its|some|all|can|cut|wipe|open|protect|use|keep"
    r"|wash|clean|put|turn|press|pull|push|remove|attach|[\w-]*[^s\W]s)"
)
_NOUNS = re.compile(rf"{_VERBAL}((?:(?!{_NOT_BEFORE}\b(?!-))[\w.%/-]+ ){{0,5}}?)([a-z]+)(?=$| (?:with|for|in|on|inside)\b)")
_VOWEL = re.compile(r"(?!U[A-Z]|us[beu]|uni(?!n)|one|euro)[aeioAEIOu]|8|11(?!\d)|18(?!\d)|hour|honest|[FHLMNRSX][A-Z]+\b")
PROPER = re.compile(
    r"(?:Ital|Japan|Fren|Germ|Swis|Chin|Kore|Amer|Brit|Engl|Scot|Iris|Span|Portug|Egypt|Turk|Dan|Swed|Norw|Canad|Oxford|Epsom|Queen|Velcro|Bluetooth)"
)


@dataclass(frozen=True)
class _Goods:
    """How the goods are spoken of."""

    is_: str
    has: str
    comes: str
    measures: str


_ONE = _Goods("It's", "It has", "It comes", "It measures")
_SEVERAL = _Goods("They're", "They have", "They come", "They measure")


def spoken(note: str, name: str, language: Language) -> str:
    """A fact of the goods called `name` as it is said, without the mark at its end; as it stands where its shape is not known."""
    note = unmarked(note)
    if language == "zh":
        return next((called for shape, called in _CALLED if shape.match(note)), "") + note
    return opening(_sentence(note, name))


def opening(note: str) -> str:
    """Words of the sheet as a sentence begins with them, without the mark at their end."""
    note = unmarked(note)
    return note[:1].upper() + note[1:]


def _sentence(note: str, name: str) -> str:
    goods = _SEVERAL if PLURAL.search(_HEAD.sub("", name).strip()) else _ONE
    inner = note[:1].lower() + note[1:] if re.match(r"[A-Z][a-z'-]*(?![\w'])", note) and not PROPER.match(note) else note
    if _SIZE.match(note):
        return f"{goods.measures} {note}"
    if found := _PROPERTY.match(inner):
        return f"The {found[2]} {'are' if PLURAL.search(found[2]) else 'is'} {found[1]}"
    verb = re.match(
        r"(works|lasts|stays|runs|keeps) for |(?:smells|tastes) of |[a-z]+s(?: (?!(?:and|or|of|for|included|zip|come)\b)|$)", inner
    )
    if verb and goods is _ONE and verb.group().split()[0] in english_words("verbs"):
        return f"It {inner}"
    for shape, said in _SHAPES:
        if shape.match(inner):
            return said.format(note=inner, is_=goods.is_, has=goods.has, comes=goods.comes)
    return _named(inner, name, goods) or note


def _named(note: str, name: str, goods: _Goods) -> str:
    """A note that names a part of the goods, or what they are made of; "" for any other."""
    found = _NOUNS.match(note)
    if not found or found[2] in name.lower().split():
        return ""
    if found[2] in english_words("materials") and found.end() == len(note):
        return f"{goods.is_} {note}"
    return f"{goods.has} {'an' if _VOWEL.match(note) else 'a'} {note}" if found[2] in english_words("parts") else ""
