"""English text -> words with misaki's phonemes, by the front end inside the hibari package (no spaCy, no espeak)."""

import functools
import threading
from collections.abc import Iterator
from typing import Any

from voices.frontend.aligned import Aligned, join_spans
from voices.frontend.words import PAUSE_SYMBOLS, Word

_LOCK = threading.Lock()

BRANDS = {
    "huawei": "wˈɑwˌA", "xiaomi": "ʃˈWmˌi", "yibo": "jˈibˌO", "oppo": "ˈOpO", "vivo": "vˈivO", "haier": "hˈIəɹ", "tcl": "tˌisˌiˈɛl",
    "dji": "dˌiʤˌAˈI", "anker": "ˈæŋkəɹ", "uniqlo": "jˈunəklˌO", "adidas": "ədˈidəs", "taobao": "tˈWbˌW", "tmall": "tˈimˌɔl",
    "shein": "ʃˈiˌɪn", "hepa": "hˈɛpə", "l'oréal": "lˌɔɹiˈæl", "l'oreal": "lˌɔɹiˈæl",
}  # fmt: skip
"""Names that spelling rules read wrongly, in lower case."""


@functools.cache
def _g2p() -> Any:
    from hibari.g2p import G2P

    return G2P()


def _clauses(tokens: list[Any]) -> Iterator[list[Any]]:
    """Tokens in groups that end with punctuation: a currency sign would hold on beyond it, and make "$9.99, 20 percent" twenty dollars."""
    clause: list[Any] = []
    for token in tokens:
        clause.append(token)
        if token.text in PAUSE_SYMBOLS:
            yield clause
            clause = []
    if clause:
        yield clause


_LETTER_A = "ˈA"


def _is_letter_a(tokens: list[Any], i: int) -> bool:
    """Whether a capital A is the letter (grade A, A级), not the article (A cup, BUY A CUP)."""
    before = tokens[i - 1].text if i else ""
    return tokens[i].text == "A" and (i + 1 == len(tokens) or (before[-1:].isalnum() and not before.isupper()))


def words(text: Aligned, brands: dict[str, str] = BRANDS) -> list[Word]:
    """The words and pauses of English text, in order; characters that no rule can read are left out."""
    with _LOCK:
        g2p = _g2p()
        tokens = g2p.tokenize(text.text)
        for i, token in enumerate(tokens):
            token.phonemes = _LETTER_A if _is_letter_a(tokens, i) else brands.get(token.text.lower(), token.phonemes)
        tokens = [spoken for clause in _clauses(tokens) for spoken in g2p.phonemize_tokens(clause)]
    made: list[Word] = []
    at = 0
    held: list[tuple[str, tuple[int, int] | None]] = []
    for token in tokens:
        found = text.text.find(token.text, at)
        first = at if found < 0 else found
        at = first + len(token.text)
        span = text.span(first, at)
        symbols = token.phonemes or ""
        if not symbols:
            held.append((token.text, span))
            if token.whitespace and made:
                made[-1] = Word(made[-1].label, made[-1].phonemes, True, made[-1].span)
            continue
        silent = all(symbol in PAUSE_SYMBOLS for symbol in symbols)
        if silent:
            held.clear()
            made.append(Word(token.text, symbols, bool(token.whitespace), span))
            continue
        spans = [s for s in (*(s for _, s in held), span) if s]
        made.append(Word("".join(label for label, _ in held) + token.text, symbols, bool(token.whitespace), join_spans(spans)))
        held.clear()
    return made
