import re
import time

import pytest
from fakes import basket, brief, kettle

from livestream.catalog.values import Line
from livestream.config import settings
from livestream.trust.check import check_line
from livestream.writing.models import LanguageModel, default_model
from livestream.writing.reply import answer
from livestream.writing.script import write_script
from livestream.writing.sheet import spelled_figures
from livestream.writing.verify import says_name, says_price
from voices.types import Language
from yi_core import base

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(base.find(settings().cache_dir) is None, reason="the language model is not built"),
    pytest.mark.timeout(900),
]


def model() -> LanguageModel:
    return default_model(settings())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_script_says_name_and_price_and_no_stray_figure(language: Language) -> None:
    product, writer, start = basket() if language == "zh" else kettle(), model(), time.perf_counter()
    lines = [i for i in write_script(product, brief(language, seconds=25), writer) if isinstance(i, Line)]
    report = f"{language}: {time.perf_counter() - start:.1f} s, {writer.usage.record()}"
    text = " ".join(line.text for line in lines)
    assert [line.part for line in lines].count("offer") == 1, report
    assert says_name(text, product) and says_price(text, product)
    assert set(re.findall(r"\d+(?:\.\d+)?", text)) <= spelled_figures(product)
    assert not [f for line in lines for f in check_line(line.text, product, language) if f.severity == "block"]
    print(report, *lines, sep="\n")  # noqa: T201 (the timing is shown, not asserted)


def test_a_price_question_is_answered_with_the_price() -> None:
    assert says_price(answer(basket(), "多少钱呀", brief(), model()).text, basket())
