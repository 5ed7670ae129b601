"""The Library page: every take, to be played, exported, resumed or taken back to the Create page."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.models import Take
from livestream.catalog.store import UNFINISHED
from livestream.media.export import COVER
from livestream.web.html import take as drawing
from livestream.web.html.base import ACTIONS_JS, empty, esc, heading, icon, message
from livestream.web.html.cards import take_card
from livestream.web.localize import Ui
from livestream.web.pages.common import QUIET, said
from livestream.web.pages.create import CreatePage
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]
LIMIT = 60


class LibraryPage:
    """The page's components; `draw` lists the takes."""

    def __init__(self, studio: "Studio", ui: Ui, create: CreatePage, top: gr.HTML) -> None:
        self.studio, self.store, self.ui, self.create = studio, ui.store, ui, create
        self.open_id = gr.State(None)
        with gr.Column(elem_id="page-library", elem_classes="page"):
            ui.html(lambda language: heading("library.title", "library.lead", language))
            self.note = ui.box("")
            self.detail = ui.box("", js_on_load=ACTIONS_JS, elem_id="detail")
            self.list = ui.box("", js_on_load=ACTIONS_JS, elem_id="takes")
        outputs = [self.open_id, self.detail, self.list, self.note]
        opened = [*outputs, *create.outputs, *create.filled]

        def act(event: gr.EventData, language: str) -> Updates:
            return self._act(str(event._data.get("act")), str(event._data.get("id")), language)

        self.list.select(act, [ui.language], opened, **QUIET).then(None, None, None, js=_AFTER)
        self.detail.select(act, [ui.language], opened, **QUIET).then(None, None, None, js=_AFTER)
        ui.on_language(self.draw, [self.open_id], [self.detail, self.list])

        def visit(event: gr.EventData, language: str, open_id: str | None) -> Updates:
            if event._data.get("id") != "library":
                return {self.note: gr.skip()}
            return dict(zip((self.detail, self.list), self.draw(language, open_id), strict=True))

        top.select(visit, [ui.language, self.open_id], [self.detail, self.list, self.note], **QUIET)

    def draw(self, language: str, open_id: str | None, asking: bool = False) -> tuple[str, str]:
        """The opened take and the list; `asking` whether it shall really be deleted."""
        takes = self.studio.takes()[:LIMIT]
        if not takes:
            button = f'<button type="button" class="mini strong" data-go="create">{esc(t("library.start", language))}</button>'
            return "", empty("library", "library.empty", "library.empty.lead", language, button)
        store = self.store
        products = {take.product_id: store.product(take.product_id, deleted=True) for take in takes}
        covered = {take.id for take in takes if take.status == "done" and COVER in self.studio.take_files(take.id)}
        cards = "".join(take_card(take, products[take.product_id], language, take.id in covered) for take in takes)
        return self._detail(open_id, language, asking), f'<div class="take-list">{cards}</div>'

    def _detail(self, take_id: str | None, language: str, asking: bool) -> str:
        take = self.store.take(take_id) if take_id else None
        if take is None:
            return ""
        product = self.store.product(take.product_id, deleted=True)
        name = product.name if product else t("library.gone", language)
        done = take.status == "done"
        screen = (
            drawing.player(take.id, str(take.brief.get("shape", "portrait")), language, done=True) if done else drawing.waiting(language)
        )
        files = drawing.exports(take.id, self.studio.take_files(take.id), language) if done else ""
        buttons = (
            f'<button type="button" class="mini strong" data-act="edit" data-id="{esc(take.id)}">'
            f"{icon('pen')}{esc(t('take.edit', language))}</button>"
            f"{self._delete(take, language, asking)}"
            f'<button type="button" class="mini" data-act="close">{esc(t("library.close", language))}</button>'
        )
        return (
            f'<section class="detail card">{screen}<div class="detail-body"><h2 dir="auto">{esc(name)}</h2>'
            f'{drawing.progress(self.studio.events(take.id), language)}{files}<div class="take-actions">{buttons}</div></div></section>'
        )

    @staticmethod
    def _delete(take: Take, language: str, asking: bool) -> str:
        act, key, kind = ("delete-sure", "take.delete.sure", "mini danger-strong") if asking else ("delete", "take.delete", "mini danger")
        if take.status in UNFINISHED:
            return ""
        return f'<button type="button" class="{kind}" data-act="{act}" data-id="{esc(take.id)}">{esc(t(key, language))}</button>'

    def _act(self, act: str, take_id: str, language: str) -> Updates:
        shown: str | None = take_id if act in ("open", "delete") else None
        updates: Updates = {self.note: ""}
        try:
            if act == "delete-sure":
                updates = {self.note: self._deleted(take_id, language)}
            if act in ("resume", "edit"):
                if act == "resume":
                    self.studio.resume(take_id)
                updates |= self._to_stage(take_id, language)
            detail, cards = self.draw(language, shown, asking=act == "delete")
        except Exception as error:
            return {self.note: message("error", said(error, language))}
        return updates | {self.open_id: shown, self.detail: detail, self.list: cards}

    def _deleted(self, take_id: str, language: str) -> str:
        take = self.studio.take(take_id)
        product = self.store.product(take.product_id, deleted=True)
        self.studio.delete_take(take_id)
        return message("ok", [t("take.deleted", language, name=product.name if product else take_id)])

    def _to_stage(self, take_id: str, language: str) -> Updates:
        take = self.store.take(take_id)
        if take is None:
            return {self.note: message("error", [t("error.gone", language)])}
        product = self.store.product(take.product_id, deleted=True)
        asked = self.create.fill(language, take, product) if product is not None else {}
        chosen = self.create.sell(language, take.product_id) if self.store.product(take.product_id) else {}
        return asked | chosen | self.create.editor.clear(language) | self.create.stage.watch(take_id, language)


_AFTER = """() => {
  const act = window.yiboLast;
  if (act === 'resume' || act === 'edit') window.yibo.go('create');
  else if (act === 'open') document.querySelector('#detail').scrollIntoView({behavior: 'smooth', block: 'start'});
}"""


def build(studio: "Studio", ui: Ui, create: CreatePage, top: gr.HTML) -> LibraryPage:
    """Lay the page out."""
    return LibraryPage(studio, ui, create, top)
