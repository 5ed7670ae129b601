"""What an import found, before anything is kept."""

from dataclasses import replace

from livestream.catalog.feeds import Preview
from livestream.catalog.feeds.aliases import TARGETS
from livestream.catalog.feeds.values import RowProblem
from livestream.catalog.money import written
from livestream.web.html.base import esc, message
from livestream.web.strings import STRINGS, t
from voices.types import Language

SHOWN_ROWS, SHOWN_PROBLEMS = 6, 30


def report(found: Preview, language: str) -> str:
    """Counts, the first goods, what is wrong line by line, and the columns with what they become."""
    good = len(found.products)
    head = message("ok", [t("import.ready", language, n=good)]) if good else message("error", [t("import.none", language)])
    wrong = _problems(found.problems, language) + _warnings(found.warnings, language)
    return f'<div class="report">{head}{wrong}{_goods(found, language)}{_columns(found, language)}</div>'


def _problems(problems: list[RowProblem], language: str) -> str:
    if not problems:
        return ""
    lines = [t("import.bad", language, n=len(problems)), *_texts(problems, language)]
    return message("error", lines)


def _warnings(warnings: list[RowProblem], language: str) -> str:
    return (
        f'<details class="hint"><summary>{esc(t("import.notes", language, n=len(warnings)))}</summary>{_list(warnings, language)}</details>'
        if warnings
        else ""
    )


def _list(problems: list[RowProblem], language: str) -> str:
    return "".join(f"<p>{esc(text)}</p>" for text in _texts(problems, language))


def _texts(problems: list[RowProblem], language: str) -> list[str]:
    spoken: Language = "zh" if language == "zh" else "en"
    named = (replace(problem, field=_name(problem.field, language)) for problem in problems[:SHOWN_PROBLEMS])
    texts = [problem.text(spoken) for problem in named]
    return texts if len(problems) <= SHOWN_PROBLEMS else [*texts, t("import.more", language, n=len(problems) - SHOWN_PROBLEMS)]


def _name(key: str, language: str) -> str:
    """A field as the product's form calls it."""
    return t(f"field.{key}", language) if f"field.{key}" in STRINGS else key


def _goods(found: Preview, language: str) -> str:
    if not found.products:
        return ""
    head = "".join(f"<th>{esc(t(key, language))}</th>" for key in ("field.name", "field.price", "field.points"))
    rows = "".join(
        f'<tr><td dir="auto">{esc(product.name)}</td><td>{esc(written(product.price, product.currency))}</td>'
        f'<td dir="auto">{esc(" · ".join(product.points)[:160])}</td></tr>'
        for product in found.products[:SHOWN_ROWS]
    )
    more = len(found.products) - SHOWN_ROWS
    tail = f'<p class="hint">{esc(t("import.more", language, n=more))}</p>' if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{tail}"


def _columns(found: Preview, language: str) -> str:
    """A choice for each column of a sheet; JSON and pages name their keys themselves."""
    if found.format not in ("csv", "xlsx", "shopify"):
        return ""
    rows = "".join(
        f'<tr><td dir="auto">{esc(column)}</td><td><select data-column="{esc(column)}" aria-label="{esc(column)}">'
        f"{_options(found.mapping.get(column, ''), language)}</select></td></tr>"
        for column in found.columns
    )
    head = f"<th>{esc(t('import.column', language))}</th><th>{esc(t('import.field', language))}</th>"
    return (
        f"<details{'' if found.products else ' open'}><summary>{esc(t('import.columns', language))}</summary><table>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f'<button type="button" class="mini" data-act="columns">{esc(t("import.again", language))}</button></details>'
    )


def _options(chosen: str, language: str) -> str:
    options = [
        ("", t("import.skip", language)),
        *((key, _name(key, language)) for key in TARGETS),
    ]
    return "".join(f'<option value="{esc(key)}"{" selected" if key == chosen else ""}>{esc(name)}</option>' for key, name in options)
