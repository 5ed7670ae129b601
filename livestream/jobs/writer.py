"""Scripts for takes: the product's copy in the language that is spoken, the lines as they are written, the script stored at the end."""

import threading
from collections.abc import Iterator

from livestream.catalog.models import Product
from livestream.catalog.product import product_json
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line
from livestream.config import Settings
from livestream.jobs.models import for_people, open_model
from livestream.jobs.types import ScriptEvent
from livestream.writing.script import Note, translation_notes, write_script
from livestream.writing.translate import Translated, localized, translate_copy
from voices.types import Language


class ScriptWriter:
    """Writes with the language models of the settings; what goes wrong is raised as StudioError."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._lock = threading.Lock()
        self._translated: dict[str, Translated] = {}

    def localized(self, product: Product, language: Language, model: str | None = None) -> Product:
        """The product with its copy in `language`: itself, or what may be said unread of a translation by the model of a key."""
        return localized(product, language, lambda given, to: self.translation(given, to, model).sure)

    def translation(self, product: Product, language: Language, model: str | None = None) -> Translated:
        """The product's whole copy in `language`, in which it is not, and what of that is doubtful; made once a process."""
        key = f"{language} {model} {product_json(product)}"
        with self._lock:
            if key not in self._translated:
                with for_people("product"):
                    self._translated[key] = translate_copy(product, language, open_model(model, self._settings))
            return self._translated[key]

    def write(self, product: Product, brief: Brief, product_id: int | None, model: str | None = None) -> Iterator[ScriptEvent]:
        """A script line by line; the last event carries its usage, and its id where it was stored for `product_id`."""
        with for_people("script"):
            written_by = open_model(model, self._settings)
            lines: list[Line] = []
            language = brief.voice.language
            localized = self.localized(product, language, model)
            if localized is not product:
                for note in translation_notes(self.translation(product, language, model), language):
                    yield ScriptEvent("note", note=note)
            for item in write_script(localized, brief, written_by):
                if isinstance(item, Note):
                    yield ScriptEvent("note", note=item)
                else:
                    lines.append(item)
                    yield ScriptEvent("line", line=item)
        usage, voice, script_id = written_by.usage.record(), brief.voice, None
        if product_id is not None:
            script_id = self._store.save_script(product_id, brief.persona, voice.tone, voice.language, lines, written_by.name, usage).id
        yield ScriptEvent("done", script_id=script_id, usage=usage)
