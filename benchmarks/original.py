"""A baseline: the dense original, simply asked for a script with the facts, the person and the tone; nothing is checked or cut."""

import re
from functools import cache

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.config import settings
from livestream.writing.models import LanguageModel, dense_model
from livestream.writing.sheet import fact_sheet, tellable
from livestream.writing.size import pace
from livestream.writing.wording import sentences
from yi_core.prompt import SYSTEM, facts, role
from yi_core.sampling import Sampling

ASK = {
    "zh": """{facts}

{role}
写一段直播带货口播稿，大约{size}字，一句一行，只写主播说的话。
开头吸引人，讲清卖点，报价格和优惠，最后请观众下单。""",
    "en": """{facts}

{role}
Write the spoken script of a shopping livestream, about {size} words, one sentence a line, only what the host says.
Open with a hook, tell the points, give the price and the offer, and ask the viewers to order at the end.""",
}
TEMPERATURE = 0.7  # as Qwen's own generation_config has it
MARKS = re.compile(r"\*\*|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]|^\s*(?:[-#>]|\d+[.、](?!\d))\s*|^\s*\[\w+\]")


def write(product: Product, brief: Brief) -> list[Line]:
    """What it says, sentence by sentence, without list marks and emoji."""
    language = brief.voice.language
    size = round(brief.seconds * pace(brief) / 10) * 10
    sheet = facts(fact_sheet(product, tellable(product, language)), language)
    ask = ASK[language].format(facts=sheet, role=role(brief.persona, brief.voice.tone, language), size=size)
    said = "".join(_model().stream([("system", SYSTEM[language]), ("user", ask)], Sampling(500, TEMPERATURE, brief.seed)))
    lines = [text for line in said.splitlines() if (text := MARKS.sub("", line).strip())]
    return [Line("point", sentence) for line in lines for sentence in sentences(line, language)]


@cache
def _model() -> LanguageModel:
    """Without any adapter."""
    return dense_model(settings().model_copy(update={"adapter": None}))
