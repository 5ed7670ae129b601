"""How the scripts benchmark hears a host: without figures and the sheet's own words, for it is not the goods that it names."""

import pytest
from scripts import WITTY, heard

from yi_core.examples import records


def sheet(language: str, name: str, *points: str) -> dict[str, object]:
    goods = {"name": name, "brand": "", "offer": "", "audience": None, "points": points, "story": None}
    return {"lang": language, "product": goods}


@pytest.mark.parametrize(
    ("language", "name", "point", "said", "kept"),
    [
        ("zh", "云朵沥水篮", "304不锈钢", "宝子，云朵沥水篮来了！304不锈钢，29.9元。", "宝子，     来了！   ，元。"),
        ("en", "Cloud Colander", "304 steel for the sink", "Babe, the Cloud Colander! Steel, for $29.90.", "Babe, the  ! , for $."),
    ],
)
def test_the_host_is_heard_without_the_goods(language: str, name: str, point: str, said: str, kept: str) -> None:
    assert heard([{"text": said}], sheet(language, name, point)) == kept


def test_the_witty_corpus_has_every_persona_and_tone_in_both_languages() -> None:
    kinds = {(r["lang"], kind, r[kind]) for r in records(WITTY) for kind in ("persona", "tone")}
    assert len(kinds) == 2 * (8 + 6)
