"""Where a line may break, in Chinese and English: never inside a number and its unit, never before a closing sign."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_UNITS = (
    "毫升|毫克|千克|公斤|毫米|厘米|分米|公里|平方米|立方米|英寸|小时|分钟|毫安时|毫安|安时|千瓦时|千瓦|摄氏度|分贝|赫兹|流明|克拉|件套|合一|"
    "升|克|斤|两|米|寸|秒|天|日|周|年|月|岁|元|块钱|块|角|分|折|件|个|只|支|条|盒|瓶|袋|包|片|颗|粒|套|双|对|张|把|台|款|种|色|层|档|倍|度|瓦|伏|万|千|百|亿|"
    "人|次|杯|罐|桶|箱|根|卷|枚|位|期|号|码|级|英尺|磅|盎司"
)
_ATOM = re.compile(
    r"\d+年\d+月(?:\d+[日号])?|\d+月\d+[日号]"  # a date
    rf"|(?:[¥￥$€£]\s?)?\d(?:[\d.,:/×*~～–-]*\d)?(?:(?:-[A-Za-z0-9]+)+|\s?(?:{_UNITS}|[%‰℃°℉]C?|(?:fl\s?oz|[a-zA-Zµμ]{{1,5}})\b))?"
    # a number and its unit, or what a hyphen joins to it
    r"|[A-Za-z\u00c0-\u024f\u0370-\u052f](?:[\w'’.&+/]*[\w'’+])?-*"  # a word
    r"|\s+|."
)
_CLOSING = frozenset("，。！？；：、）》」』】〉”’…％%,.!?;:)]}»›·—")
_PAUSES = frozenset("，。！？；：、…,.!?;:）)")
_LEANING = re.compile(r"(?:\b(?:a|an|the|of|to|for|in|on|at|by|with|and|or|your|our|its)\s*|-|[的和与或把被在])$", re.IGNORECASE)
_OPENING = frozenset("（《「『【〈“‘([{«‹¥￥$€£#")


def atoms(text: str, keep: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Spans of the text that no line break may fall into, in order and covering it; `keep` are phrases (a brand) kept whole."""
    pieces = [m.span() for m in _ATOM.finditer(text)]
    held = [(at, at + len(phrase)) for phrase in keep if phrase for at in _places(text, phrase)]
    joined: list[tuple[int, int]] = []
    for first, last in pieces:
        if joined and _stick(text, joined[-1], (first, last), held):
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return joined


@lru_cache(maxsize=1024)
def chinese_words(text: str) -> tuple[str, ...]:
    """The Chinese words of 2 to 4 characters in a text, which a line should not cut in two."""
    import jieba

    jieba.setLogLevel("ERROR")
    return tuple(word for word in jieba.cut(text) if 1 < len(word) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in word))


def _places(text: str, phrase: str) -> list[int]:
    return [m.start() for m in re.finditer(re.escape(phrase), text)]


def _stick(text: str, before: tuple[int, int], here: tuple[int, int], held: Sequence[tuple[int, int]]) -> bool:
    """Whether two neighbouring pieces must stay on one line."""
    if any(first < here[0] < last for first, last in held):
        return True
    if text[before[1] - 1].isspace() or text[here[0]].isspace():
        return False
    return text[here[0]] in _CLOSING or text[before[1] - 1] in _OPENING


def lines(text: str, spans: Sequence[tuple[int, int]], measure: Callable[[str], float], width: float) -> list[tuple[int, int]]:
    """Fills lines up to `width` from unbreakable spans; a span too wide for a line stands alone. Returns the lines' spans."""
    found: list[tuple[int, int]] = []
    start, end = 0, 0
    for first, last in spans:
        blank = not text[first:last].strip()
        if end == start:
            if not blank:
                start, end = first, last
        elif not blank:
            if measure(text[start:last].strip()) <= width:
                end = last
            else:
                found.append((start, end))
                start, end = first, last
    if end > start:
        found.append((start, end))
    return found


def balanced(text: str, spans: Sequence[tuple[int, int]], measure: Callable[[str], float], width: float) -> list[tuple[int, int]]:
    """Like `lines`, with as many lines, but those are as even as they can be, and end with a clause rather than inside one."""
    greedy = lines(text, spans, measure, width)
    pieces = [(first, last) for first, last in spans if text[first:last].strip()]
    if len(greedy) < 2 or any(measure(text[first:last]) > width for first, last in pieces):
        return greedy
    even = measure(text.strip()) / len(greedy)
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}  # pieces placed: cost so far, lines
    for _ in greedy:
        placed: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for done, (cost, before) in best.items():
            for end in range(done + 1, len(pieces) + 1):
                line = pieces[done][0], pieces[end - 1][1]
                wide = measure(text[slice(*line)].strip())
                if wide > width:
                    break
                spent = cost + ((wide - even) / width) ** 2 + (_torn(text[: line[1]]) if end < len(pieces) else 0.0)
                if end not in placed or spent < placed[end][0]:
                    placed[end] = spent, [*before, line]
        best = placed
    return best[len(pieces)][1] if len(pieces) in best else greedy


def _torn(before: str) -> float:
    """What it costs to break a line here: nothing after a clause, most after a word that leans on the next."""
    if before.rstrip()[-1:] in _PAUSES:
        return 0.0
    return 0.12 if _LEANING.search(before) else 0.08
