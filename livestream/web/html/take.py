"""A take in the making and when it is made: the player, the progress, the files."""

from collections.abc import Iterable

from livestream.jobs.types import TakeState
from livestream.web.html.base import esc, icon
from livestream.web.html.look import moving
from livestream.web.looks import Look
from livestream.web.strings import t, words_in

FILE_ORDER = ("mp4", "jpg", "wav", "mp3", "txt", "md", "docx", "srt", "vtt", "json")


def waiting(language: str, look: Look | None = None, warming: bool = False) -> str:
    """The frame before the first second can play: set and host as they will be, where they are known."""
    if warming:
        text = f"<h3>{esc(t('create.warming', language))}</h3>"
    else:
        name, about = (words_in(language, words) for words in (look.name, look.about)) if look is not None else ("", "")
        title = t("create.waiting", language, name=name) if name else t("create.no_video", language)
        leads = filter(None, (about, t("create.no_video.lead", language)))
        text = f"<h3>{esc(title)}</h3>" + "".join(f"<p>{esc(lead)}</p>" for lead in leads)
    kinds = "screen" + (" screen-warming" if warming else "")
    if look is None or not look.set:
        return f'<div class="{kinds}"><span class="empty-art">{icon("host")}</span>{text}</div>'
    host = f'<img class="look-host" src="{esc(look.host)}" alt="">' if look.host else ""
    logo = f'<img class="look-logo" src="{esc(look.logo)}" alt="">' if look.logo else ""
    wide = " screen-wide" if look.wide else ""
    return f'<div class="{kinds} screen-look{wide}">{moving(look.set, "look-set")}{host}{logo}<div class="look-words">{text}</div></div>'


def player(take_id: str, shape: str, language: str, done: bool, start: bool = False) -> str:
    """The video: the growing stream, playing, while the take is rendered; the finished file afterwards, playing if it shall `start`."""
    safe = esc(take_id)
    final = f"/api/takes/{safe}/video.mp4"
    source = final if done else f"/api/takes/{safe}/stream.mp4"
    wide = " screen-wide" if shape == "landscape" else ""
    stream = "" if done else f' data-hls="/api/takes/{safe}/stream.m3u8"'
    autoplay = " autoplay" if start or not done else ""
    return (
        f'<div class="screen screen-on{wide}"><video data-take="{safe}" data-final="{final}" src="{source}" controls '
        f'playsinline{autoplay}{stream} preload="auto" '
        f'aria-label="{esc(t("create.playing", language))}"></video></div>'
    )


def _left(state: TakeState, language: str) -> str:
    if state.left is None:
        return ""
    if state.left >= 90:
        return t("take.left.min", language, m=round(state.left / 60))
    return t("take.left", language, s=max(1, round(state.left)))


def progress(state: TakeState, language: str) -> str:
    """Stage, bar and time left; or how the take ended."""
    if state.status in ("running", "queued"):
        stage = t("stage." + state.stage, language) if state.status == "running" else t("status.queued", language)
        percent = round(100 * min(1.0, max(0.0, state.progress)))
        left = _left(state, language)
        return (
            f'<div class="progress"><div class="progress-head"><strong>{esc(stage)}</strong><span>{esc(left)}</span></div>'
            f'<div class="bar" role="progressbar" aria-label="{esc(t("take.progress", language))}" aria-valuemin="0" '
            f'aria-valuemax="100" aria-valuenow="{percent}">'
            f'<span style="width:{percent}%"></span></div></div>'
        )
    if state.status == "done":
        return f'<div class="progress progress-done" role="status">{esc(t("take.done", language, s=round(state.duration)))}</div>'
    text = t("status." + state.status, language)
    if state.failure:
        text += ("：" if language == "zh" else ": ") + t("failure." + state.failure, language)
    detail = f"<details><summary>{esc(t('failure.detail', language))}</summary>{esc(state.message)}</details>" if state.message else ""
    label = icon("again") + esc(t("take.resume", language))
    button = f'<button type="button" class="mini strong" data-act="resume" data-id="{esc(state.id)}">{label}</button>'
    return f'<div class="progress progress-{esc(state.status)}" role="alert"><span>{esc(text)}{detail}</span>{button}</div>'


def running(take_id: str, name: str, language: str) -> str:
    """A take that is being made but is not on this page, with a button that puts it there."""
    text, label = (esc(t(key, language, name=name)) for key in ("take.running", "take.open"))
    button = f'<button type="button" class="mini strong" data-act="open" data-id="{esc(take_id)}">{label}</button>'
    return f'<div class="progress progress-other" role="status"><span dir="auto">{text}</span>{button}</div>'


def exports(take_id: str, names: Iterable[str], language: str) -> str:
    """Everything in one zip, and each file by itself."""
    safe = esc(take_id)
    ranked = sorted(names, key=lambda name: (FILE_ORDER.index(_kind(name)) if _kind(name) in FILE_ORDER else len(FILE_ORDER), name))
    links = "".join(
        f'<a class="mini" href="/api/takes/{safe}/files/{esc(name)}" download title="{esc(name)}">{esc(_file_label(name, language))}</a>'
        for name in ranked
    )
    return (
        f'<section class="exports" aria-label="{esc(t("take.export", language))}">'
        f'<a class="zip" href="/api/takes/{safe}/export.zip" download>{icon("file")}'
        f"{esc(t('take.zip', language))}</a>"
        f'<details class="files"><summary>{esc(t("take.files", language))}</summary><div>{links}</div></details></section>'
    )


def _kind(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower()


def _file_label(name: str, language: str) -> str:
    kind = _kind(name)
    return name if kind == "json" or f"file.{kind}" not in _KNOWN else t(f"file.{kind}", language)


_KNOWN = {f"file.{kind}" for kind in FILE_ORDER}
