"""Switches the language of a page that stands: each component's words are updated in place, so nothing typed is lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import gradio as gr

from livestream.catalog.store import Store
from livestream.web.strings import DEFAULT, t

Text = str | Callable[[str], Any]
C = TypeVar("C")


def _resolve(text: Text, language: str) -> Any:
    return text(language) if callable(text) else t(text, language)


@dataclass
class Ui:
    """What the pages share while they are laid out: the language of the visitor, the localised components, and what "
    "to draw anew on a switch."""

    language: gr.State
    store: Store
    components: list[Any] = field(default_factory=list)
    texts: list[dict[str, Text]] = field(default_factory=list)
    redraws: list[tuple[Callable[..., Any], Sequence[Any], Sequence[Any]]] = field(default_factory=list)

    def make(self, kind: Callable[..., C], words: dict[str, Text], **props: Any) -> C:
        """A component whose properties in `words` (a key of the strings table, or language -> value) follow the language."""
        component = kind(**{name: _resolve(text, DEFAULT) for name, text in words.items()}, **props)
        self.components.append(component)
        self.texts.append(words)
        return component

    def html(self, draw: Callable[[str], str], **props: Any) -> gr.HTML:
        """A piece of HTML that follows the language."""
        return self.make(gr.HTML, {"value": draw}, apply_default_css=False, **props)

    def box(self, value: str = "", **props: Any) -> gr.HTML:
        """A piece of HTML that events draw into."""
        return gr.HTML(value, apply_default_css=False, **props)

    def on_language(self, draw: Callable[..., Any], inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
        """Call `draw(language, *inputs)` into `outputs` at the start and after each switch of the language."""
        self.redraws.append((draw, inputs, outputs))

    def updates(self, language: str) -> dict[Any, Any]:
        """One update per localised component."""
        said = zip(self.components, self.texts, strict=True)
        return {component: gr.update(**{name: _resolve(text, language) for name, text in words.items()}) for component, words in said}

    @property
    def watched(self) -> list[Any]:
        """What `drawn` reads, in order."""
        return [component for _, inputs, _ in self.redraws for component in inputs]

    @property
    def outputs(self) -> list[Any]:
        """Everything that `updates` and `drawn` write."""
        return list(
            dict.fromkeys([self.language, *self.components, *(component for _, _, outputs in self.redraws for component in outputs)])
        )

    def drawn(self, language: str, values: Sequence[Any]) -> dict[Any, Any]:
        """What the pages draw anew in `language`; `values` are those of `watched`."""
        updates: dict[Any, Any] = {}
        rest = list(values)
        for draw, inputs, outputs in self.redraws:
            mine, rest = rest[: len(inputs)], rest[len(inputs) :]
            result = draw(language, *mine)
            if not isinstance(result, dict) or not all(component in outputs for component in result):
                result = dict(zip(outputs, result if isinstance(result, tuple) else (result,), strict=True))
            updates |= result
        return updates

    def spoken(self, language: str, values: Sequence[Any]) -> dict[Any, Any]:
        """Everything in `language`: words and drawings; a component that has both gets both."""
        words, drawings = self.updates(language), self.drawn(language, values)
        both = {
            component: {**words[component], **update}
            for component, update in drawings.items()
            if component in words and isinstance(update, dict)
        }
        return {self.language: language, **words, **drawings, **both}
