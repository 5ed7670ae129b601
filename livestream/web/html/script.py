"""The script as it streams in, and as an editor."""

from collections.abc import Sequence
from dataclasses import dataclass

from livestream.catalog.values import Line
from livestream.web.html.base import clock, empty, esc, icon
from livestream.web.strings import t
from livestream.writing.rewording import LENGTHS
from voices.types import TONES


@dataclass(frozen=True)
class ShownLine:
    """A line with its start and end in the take, where it has been spoken, and what is wrong with its words."""

    line: Line
    start: float | None = None
    end: float | None = None
    wrong: Sequence[str] = ()


def _chip(shown: ShownLine, language: str) -> str:
    part = esc(t("part." + shown.line.part, language))
    if shown.start is None:
        return f'<span class="part part-{esc(shown.line.part)}">{part}</span>'
    label = esc(t("script.seek", language))
    return (
        f'<span class="part part-{esc(shown.line.part)}">{part}</span>'
        f'<button type="button" class="line-time" data-seek="{shown.start:.2f}" title="{label}" aria-label="{label}">'
        f"{clock(shown.start)}</button>"
    )


def _timing(shown: ShownLine) -> str:
    return "" if shown.start is None else f' data-start="{shown.start:.2f}" data-end="{shown.end or shown.start:.2f}"'


def reading(lines: Sequence[ShownLine], language: str, writing: bool) -> str:
    """Lines that cannot be edited yet; a moving row stands for the one being written."""
    if not lines and not writing:
        return empty("pen", "script.empty", "script.empty.lead", language)
    rows = "".join(
        f'<li class="line{" line-muted" if shown.line.muted else ""}"{_timing(shown)}><div class="line-head">{_chip(shown, language)}</div>'
        f'<p dir="auto">{_words(shown.line)}</p></li>'
        for shown in lines
    )
    tail = (
        f'<li class="line line-next"><span class="dots" aria-hidden="true"></span>{esc(t("script.writing", language))}</li>'
        if writing
        else ""
    )
    return f'<ol class="lines" aria-live="polite">{rows}{tail}</ol>'


def _words(line: Line) -> str:
    return f"<s>{esc(line.text)}</s>" if line.muted else esc(line.text)


def editor(lines: Sequence[ShownLine], language: str, undo: bool = False) -> str:
    """One editable card a line, with its tools; `undo` where the last change can be taken back."""
    if not lines:
        return reading((), language, writing=False)
    rows = "".join(_row(number, shown, len(lines), language) for number, shown in enumerate(lines))
    back = f'<button type="button" class="mini undo" data-act="undo">{icon("undo")}{esc(t("script.undo", language))}</button>'
    return f'<ol class="lines">{rows}</ol>{back if undo else ""}'


def _row(number: int, shown: ShownLine, count: int, language: str) -> str:
    line = shown.line
    label = esc(t("script.line", language, n=number + 1))
    rows = max(2, -(-len(line.text) // (22 if language == "zh" else 44)))
    tools = "".join(
        (
            _tool(number, "rewrite", "again", "script.rewrite", language),
            _ways(number, language),
            _tool(
                number,
                "mute",
                "mute" if not line.muted else "speak",
                "script.unmute" if line.muted else "script.mute",
                language,
                pressed=line.muted,
            ),
            _tool(number, "up", "up", "script.up", language, disabled=number == 0),
            _tool(number, "down", "down", "script.down", language, disabled=number == count - 1),
        )
    )
    wrong = "".join(f"<p>{esc(words)}</p>" for words in shown.wrong)
    mark = f'<div class="wrong" id="wrong-{number}" role="status">{wrong}</div>' if wrong else ""
    kinds = "line" + (" line-muted" if line.muted else "") + (" line-wrong" if wrong else "")
    described = f' aria-describedby="wrong-{number}" aria-invalid="true"' if wrong else ""
    return (
        f'<li class="{kinds}"{_timing(shown)}><div class="line-head">'
        f'{_chip(shown, language)}<span class="line-tools">{tools}</span></div>'
        f'<textarea data-line="{number}" aria-label="{label}" rows="{rows}" dir="auto"{described}>{esc(line.text)}</textarea>{mark}</li>'
    )


def _ways(number: int, language: str) -> str:
    """The menu of the other ways to say a line."""
    label, tones = esc(t("script.ways", language)), esc(t("script.tones", language))
    lengths = "".join(_way(number, way, f"{icon(way)}{esc(t(f'way.{way}', language))}") for way in LENGTHS)
    toned = "".join(_way(number, tone, esc(t(f"tone.{tone}", language))) for tone in TONES)
    return (
        f'<details class="ways"><summary class="tool" title="{label}" aria-label="{label}">{icon("ways")}</summary>'
        f'<div class="ways-menu" role="group" aria-label="{label}"><div class="ways-lengths">{lengths}</div>'
        f'<div class="ways-tones" role="group" aria-label="{tones}"><p aria-hidden="true">{tones}</p>{toned}</div></div></details>'
    )


def _way(number: int, way: str, label: str) -> str:
    return f'<button type="button" class="way" data-act="reword" data-way="{way}" data-index="{number}">{label}</button>'


def _tool(number: int, act: str, picture: str, key: str, language: str, disabled: bool = False, pressed: bool | None = None) -> str:
    label = esc(t(key, language))
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    return (
        f'<button type="button" class="tool" data-act="{act}" data-index="{number}" title="{label}" aria-label="{label}"{state}'
        f"{' disabled' if disabled else ''}>{icon(picture)}</button>"
    )
