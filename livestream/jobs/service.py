"""The studio behind the web page and the API: products in, scripts and takes out. One Studio a process."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import voices
from livestream.catalog.models import Product, Script, Take
from livestream.catalog.rough import suggest
from livestream.catalog.store import NotFound, Store
from livestream.catalog.talk import is_talk
from livestream.catalog.values import Brief, Line
from livestream.config import Settings
from livestream.jobs import recordings
from livestream.jobs.files import spoken_file
from livestream.jobs.models import for_people, models, open_model
from livestream.jobs.runner import Runner
from livestream.jobs.take import GROWING
from livestream.jobs.types import ModelInfo, ScriptEvent, StudioError, TakeState
from livestream.jobs.writer import ScriptWriter
from livestream.media.export import SCRIPT, ZIP, finish_zip
from livestream.writing import reply as replies
from livestream.writing.errors import ModelError, WritingError
from livestream.writing.models import LanguageModel
from livestream.writing.points import completed, points_of
from livestream.writing.rewording import Way, reword
from livestream.writing.script import Note, doubt_note, prefill, rewrite_line
from livestream.writing.sheet import copy_language
from livestream.writing.translate import translate_lines
from voices.types import Language, VoiceChoice

log = logging.getLogger(__name__)
SAMPLE_TEXT: dict[str, str] = {
    "zh": "大家好，欢迎来到直播间，今天给大家介绍一款好东西。",
    "en": "Hello and welcome to the show. I have something good for you today.",
}
_UNSAID = {
    "shorter": (
        "This line cannot be said more briefly without losing what it tells; it stays as it was.",
        "这一句再短就会丢掉要讲的内容，保持原样。",
    ),
    "longer": ("The facts give nothing to add to this line; it stays as it was.", "资料里没有可以补充到这一句的内容，保持原样。"),
    "tone": (
        "No words were found that say this line in that tone and are true; it stays as it was.",
        "没有找到既符合这种语气、又属实的说法，这一句保持原样。",
    ),
}


class Studio:
    """Everything a page may ask for. Writing and rendering run in threads of their own; errors for people are StudioError."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._background = ThreadPoolExecutor(1, thread_name_prefix="warm")
        self._writer = ScriptWriter(store, settings)
        self._runner = Runner(store, settings, self._writer)

    def start(self) -> None:
        """Mark what an earlier process left unfinished, remove what it left over, and load voice and language model in the background."""
        self._store.mark_interrupted()
        self._runner.tidy()
        self._behind(self._warm)

    def close(self) -> None:
        """Stop renders and background work."""
        self._background.shutdown(wait=False, cancel_futures=True)
        self._runner.close()

    def models(self) -> list[ModelInfo]:
        """The language models that can write."""
        return models(self._settings)

    def open_product(self, product_id: int, brief: Brief) -> None:
        """Read the product's facts, and what `brief` asks for, into the language model, so that a later click starts at once."""
        self._behind(self._prefill, self._product(product_id), brief)

    def write(self, product_id: int, brief: Brief, model: str | None = None) -> Iterator[ScriptEvent]:
        """A script, line by line; the last event carries the stored script's id and usage."""
        return self._writer.write(self._product(product_id), brief, product_id, model)

    def compare(self, product_id: int, brief: Brief, first: str, second: str) -> Iterator[tuple[int, ScriptEvent]]:
        """Two models on one product, one after the other: (0 or 1, event)."""
        for side, model in enumerate((first, second)):
            for event in self.write(product_id, brief, model):
                yield side, event

    def rewrite(self, script_id: int, index: int, way: Way | None = None) -> Line:
        """One line written anew, or said another way, and stored in its place, wherever edits have moved it meanwhile; the others stay."""
        script = self._script(script_id)
        product, lines = self._product(script.product_id), Store.lines(script)
        if not 0 <= index < len(lines):
            raise StudioError(f"The script has no line {index}.", f"脚本里没有第 {index} 行。", "index")
        line = self._line(product, self._script_brief(script), lines, index, self._model(), way)
        if not self._store.replace_line(script_id, index, lines[index], line):
            raise StudioError(
                "The line was changed or removed while it was being written again; your version stays.",
                "这一句在重写期间已被修改或删除，保留您的版本。",
                "index",
            )
        return line

    def translate_script(self, script_id: int, language: Language) -> int:
        """A script in the other language, stored as a new one; gives its id."""
        script = self._script(script_id)
        product = self._product(script.product_id)
        with for_people("script"):
            lines = translate_lines(Store.lines(script), language, self._model(), product)
        return self._store.save_script(script.product_id, script.persona, script.tone, language, lines, script.model).id or 0

    def translate_product(self, product_id: int, language: Language) -> tuple[Product, list[Note]]:
        """The product's copy in `language`, not stored, and what in it the merchant should check."""
        product = self._product(product_id)
        if copy_language(product) == language:
            return product, []
        translated = self._writer.translation(product, language)
        return translated.product, list(map(doubt_note, translated.doubts))

    def suggest_product(self, text: str) -> dict[str, Any]:
        """Fields read out of a few pasted words, for the merchant to confirm; of running talk the language model draws the points."""
        suggestion = suggest(text)
        drawn = self._points(text, suggestion.language) if is_talk(text) else []
        points = completed(drawn, suggestion.fields.get("points", []), suggestion.language)
        return suggestion.fields | ({"points": points} if points else {})

    def reply(self, product_id: int, comment: str, brief: Brief) -> replies.Reply:
        """What the host answers to a viewer."""
        with for_people("comment"):
            return replies.answer(self._product(product_id), comment, brief, self._model())

    def voice_sample(self, voice: VoiceChoice) -> Path:
        """A short spoken sample, kept for the next time."""
        return spoken_file(SAMPLE_TEXT[voice.language], voice, self._settings.cache_dir)

    def keep_recording(self, data: bytes, agreed: bool) -> str:
        """Keep a person's recording of a script, to be performed in takes, with the speaker's consent; gives its key for a brief."""
        return recordings.keep(data, self._settings, agreed)

    def recordings(self) -> list[recordings.Recording]:
        """The recordings that are kept, newest first."""
        return recordings.kept(self._settings)

    def recording_file(self, key: str) -> Path:
        """The sound of a kept recording (FLAC). Raises StudioError where there is none."""
        return recordings.find(key, self._settings)

    def delete_recording(self, key: str) -> None:
        """Delete a recording; the videos made with it stay."""
        recordings.delete(key, self._settings)

    def submit(self, product_id: int, brief: Brief, script_id: int | None = None, model: str | None = None) -> str:
        """Queue a take; without a script it is written first, by the model of that key. Gives the take's id."""
        self._product(product_id)
        if model is not None:
            self._model(model)  # an unknown or missing one is refused now, not when the take's turn comes
        if brief.recording:
            recordings.find(brief.recording, self._settings)
            if script_id is None:
                raise StudioError("A recording needs the script that is said in it.", "使用录音时需要对应的脚本。", "script_id")
        if script_id is not None:
            self._part(script_id)
        try:
            take = self._store.create_take(product_id, brief, script_id, model or "")
        except NotFound as error:
            raise StudioError(f"There is no script {script_id}.", f"没有编号为 {script_id} 的脚本。", "script_id") from error
        self._runner.submit(take)
        return take.id

    def resume(self, take_id: str) -> None:
        """Render an interrupted, failed or cancelled take again, from the script it has."""
        take = self.take(take_id)
        if take.status not in ("interrupted", "failed", "cancelled"):
            raise StudioError("This take is not interrupted.", "这条视频没有中断，无需恢复。", "status")
        self._runner.submit(self._store.update_take(take_id, status="queued", message="", failure="", progress=0.0))

    def events(self, take_id: str) -> TakeState:
        """Where a take stands."""
        return self._runner.state(take_id)

    def cancel(self, take_id: str) -> None:
        """Stop a take."""
        self._runner.cancel(take_id)

    def takes(self) -> Sequence[Take]:
        """All takes, newest first."""
        return self._store.takes()

    def take(self, take_id: str) -> Take:
        """One take; raises StudioError where there is none."""
        take = self._store.take(take_id)
        if take is None:
            raise StudioError(f"There is no take {take_id}.", f"没有编号为 {take_id} 的视频。", "id")
        return take

    def take_files(self, take_id: str) -> dict[str, Path]:
        """The files of a finished take by name (take.mp4, audio.wav, script.json ...)."""
        if self.take(take_id).status != "done":
            raise StudioError("This take is not finished yet.", "这条视频还没有完成。", "status")
        folder = self._runner.folder(take_id)
        return {path.name: path for path in sorted(folder.iterdir()) if path.is_file() and path.name not in (GROWING, ZIP)}

    def filmed(self, take_id: str) -> list[str]:
        """The lines that a finished take says, in order."""
        return [line.text for line in self._said(take_id)]

    def export_zip(self, take_id: str) -> Path:
        """Everything of a take in one zip file."""
        files = self.take_files(take_id)
        path = self._runner.folder(take_id) / ZIP
        return path if path.exists() else finish_zip(path.parent, list(files.values()))

    def delete_take(self, take_id: str) -> None:
        """Forget a take that is not at work, and delete its files."""
        self.take(take_id)
        self._runner.forget(take_id)
        self._store.delete_take(take_id)

    def growing_file(self, take_id: str) -> Path:
        """The fragmented mp4 that grows while a take renders."""
        return self._runner.growing(take_id)

    def _part(self, script_id: int) -> None:
        """Before a script that was edited is filmed again, the takes that say its old words get a script of these words for themselves."""
        if (script := self._store.script(script_id)) is None:
            return
        words = [line.text for line in Store.lines(script) if not line.muted]
        for take in self._store.takes(status="done"):
            if take.script_id != script_id or not (self._runner.folder(take.id) / SCRIPT).is_file():
                continue  # of a take whose files were removed nothing is known but its script
            filed = self._said(take.id)
            if [line.text for line in filed] == words:
                continue
            said = [timed.line for timed in self._runner.state(take.id).lines] or filed
            kept = self._store.save_script(
                script.product_id, script.persona, script.tone, script.language, said, script.model, script.usage
            )
            self._store.update_take(take.id, script_id=kept.id)
            self._runner.give_script(take.id, kept.id)

    def _said(self, take_id: str) -> list[Line]:
        """The lines that a finished take says, from its file."""
        lines = json.loads(self.take_files(take_id)[SCRIPT].read_text(encoding="utf-8"))["lines"]
        return [Line(line["part"], line["text"], tuple(line["about"])) for line in lines]

    @staticmethod
    def _line(product: Product, brief: Brief, lines: Sequence[Line], index: int, model: LanguageModel, way: Way | None) -> Line:
        with for_people("script"):
            if way is None:
                return rewrite_line(product, brief, lines, index, model)
            try:
                return reword(product, brief, lines, index, way, model)
            except WritingError:
                raise StudioError(*_UNSAID["shorter" if way == "shorter" else "longer" if way == "longer" else "tone"], "index") from None

    def _points(self, text: str, language: Language) -> list[str]:
        """The points of a talk; none where no model can draw them, for the rules have found some."""
        try:
            return points_of(text, language, self._model())
        except (ModelError, StudioError) as error:
            log.info("the points of a talk are read by rules: %s", error)
            return []

    def _model(self, key: str | None = None) -> LanguageModel:
        with for_people("model"):
            return open_model(key, self._settings)

    def _behind(self, work: Callable[..., None], *given: object) -> None:
        """Work that only saves time later: nobody waits for it, so its failure is logged."""
        self._background.submit(work, *given).add_done_callback(_tell)

    def _warm(self) -> None:
        for voice in (VoiceChoice("zh", "female"), VoiceChoice("en", "female")):
            voices.warm(voice)
        self._model()

    def _prefill(self, product: Product, brief: Brief) -> None:
        if not self._runner.busy:  # the model keeps one prompt: that of the take which is being written
            prefill(product, brief, self._model())

    def _product(self, product_id: int) -> Product:
        product = self._store.product(product_id)
        if product is None:
            raise StudioError(f"There is no product {product_id}.", f"没有编号为 {product_id} 的商品。", "product")
        return product

    def _script(self, script_id: int) -> Script:
        script = self._store.script(script_id)
        if script is None:
            raise StudioError(f"There is no script {script_id}.", f"没有编号为 {script_id} 的脚本。", "script_id")
        return script

    @staticmethod
    def _script_brief(script: Script) -> Brief:
        return Brief(VoiceChoice(script.language, "female", script.tone), persona=script.persona)  # type: ignore[arg-type]


def _tell(done: Future[None]) -> None:
    if not done.cancelled() and (error := done.exception()):
        log.warning("loading ahead failed: %s", error)
