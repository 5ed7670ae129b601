"""What a model wrote, made clean: spaces and punctuation in order."""

import re

from voices.types import Language

_FULL = str.maketrans({",": "，", "!": "！", "?": "？", ";": "；", ":": "："})
_CALM = str.maketrans("!！", ".。")
_END = {"zh": "。！？!?…", "en": ".!?…"}


def tidy(text: str, language: Language) -> str:
    """The text as one clean line; a part label before it and quotation marks without a partner go."""
    text = re.sub(r"\s+", " ", re.sub(r"^\s*\[\w+\]\s*", "", text)).strip()
    if language == "zh":
        text = text.replace("（", "，").replace("）", "")
        text = re.sub(r"(?<=[\u3400-\u9fff\d”])[,!?;:](?=\D|$)", lambda m: m.group().translate(_FULL), text)
        text = re.sub(r"(?<=[\u3400-\u9fff])\.(?=\D|$)", "。", text)
        text = re.sub(r"([，。！？、；])[，、；。]+", r"\1", text)
        text = re.sub(r"(?<=[\u3400-\u9fff，。！？])\s+|\s+(?=[\u3400-\u9fff，。！？])", "", text)
    else:
        text = text.replace("“", '"').replace("”", '"').replace("’", "'").replace(" — ", ", ").replace("—", ", ").replace(" ,", ",")
        text = re.sub(r"([.!?]),", r"\1", re.sub(r",[,.]", ",", text))
        text = re.sub(r"(?<=, )(?:There|The|It|This|And|Plus|With|Now|Today|Tonight)\b", lambda m: m.group().lower(), text)
    return text.replace('"', "") if text.count('"') % 2 else text.strip()


def unmarked(text: str) -> str:
    """A note without the mark at its end."""
    return text.strip().rstrip("。.!！；;")


def calmed(text: str) -> str:
    """The text without exclamation marks."""
    return text.translate(_CALM)


def finished(text: str, language: Language) -> str:
    """The text with a full stop, where it has no closing mark."""
    if not text or text.rstrip("\"')”’」』")[-1:] in _END[language]:
        return text
    return text.rstrip("，、；,;:：- ") + ("。" if language == "zh" else ".")
