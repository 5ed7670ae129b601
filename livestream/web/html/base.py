"""The small pieces of HTML that every page draws with; whatever comes from people goes through `esc`."""

from collections.abc import Iterable
from html import escape

from livestream.web.strings import t

# Buttons in our HTML carry data-act; a click comes to Python as the event "select" with their data, the line editors beside them as
# [texts drawn or sent before, text now] and the column choices of an import. Gradio patches the page in place and a box that was typed in
# would keep its old text, so after each drawing a box takes the text it was drawn with, unless that is the same as before or somebody types
# in it at this moment.
ACTIONS_JS = """
const editors = () => [...element.querySelectorAll('textarea[data-line]')];
const sent = new WeakMap();
const texts = () => editors().map(area => {
  const before = (sent.get(area) ?? [area.defaultValue]).filter(text => text !== area.value);
  sent.set(area, [...before, area.value]);
  return [before, area.value];
});
const columns = () => Object.fromEntries([...element.querySelectorAll('select[data-column]')].map(box => [box.dataset.column, box.value]));
const drawn = new WeakMap();
element.addEventListener('click', event => {
  const button = event.target.closest('[data-act]');
  if (!button || button.disabled) return;
  window.yiboLast = button.dataset.act;
  const menu = button.closest('.ways');
  const tool = menu ? menu.querySelector('summary') : button;
  if (menu) { menu.open = false; tool.focus(); }
  if (tool.classList.contains('tool')) tool.classList.add('busy');
  trigger('select', {...button.dataset, texts: texts(), columns: columns()});
});
element.addEventListener('change', event => {
  if (event.target.matches('textarea[data-line]')) trigger('input', {act: 'texts', texts: texts()});
});
const times = () => window.yibo.times(element);
times();
watch('value', () => {
  times();
  element.querySelectorAll('.tool.busy').forEach(button => button.classList.remove('busy'));
  for (const area of editors()) {
    const typing = area === document.activeElement && ![drawn.get(area), sent.get(area)?.at(-1)].includes(area.value);
    if (drawn.get(area) !== area.defaultValue && !typing) { area.value = area.defaultValue; sent.delete(area); }
    drawn.set(area, area.defaultValue);
  }
});
"""

ICONS = {
    "create": '<path d="M12 3v3m0 12v3M3 12h3m12 0h3M5.6 5.6l2.1 2.1m8.6 8.6 2.1 2.1M5.6 18.4l2.1-2.1m8.6-8.6 2.1-2.1"/>',
    "products": '<path d="M4 8h16l-1 12H5L4 8Zm4 0a4 4 0 0 1 8 0"/>',
    "voices": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>',
    "library": '<rect x="3" y="5" width="18" height="14" rx="3"/><path d="m10 9 5 3-5 3V9Z"/>',
    "settings": '<path d="M4 7h10m4 0h2M4 17h2m4 0h10"/><circle cx="16" cy="7" r="2"/><circle cx="8" cy="17" r="2"/>',
    "play": '<path d="m8 5 11 7-11 7V5Z"/>',
    "up": '<path d="m6 14 6-6 6 6"/>',
    "down": '<path d="m6 10 6 6 6-6"/>',
    "again": '<path d="M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10H9"/>',
    "ways": '<path d="M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z"/>',
    "shorter": '<path d="M3 12h6m-3-3 3 3-3 3m15-3h-6m3-3-3 3 3 3"/>',
    "longer": '<path d="M9 12H3m3-3-3 3 3 3m9-3h6m-3-3 3 3-3 3"/>',
    "mute": '<path d="M4 10v4h4l5 4V6L8 10H4Zm13 0 4 4m0-4-4 4"/>',
    "speak": '<path d="M4 10v4h4l5 4V6L8 10H4Zm13-1a4 4 0 0 1 0 6m2-9a8 8 0 0 1 0 12"/>',
    "pen": '<path d="M4 20h4L19 9l-4-4L4 16v4Z"/>',
    "bag": '<path d="M5 8h14l-1 12H6L5 8Zm4 0a3 3 0 0 1 6 0"/>',
    "host": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>',
    "file": '<path d="M12 4v11m-4-4 4 4 4-4M5 20h14"/>',
}


def esc(value: object) -> str:
    """Text safe inside HTML and inside a quoted attribute."""
    return escape(str(value), quote=True)


def icon(name: str) -> str:
    """A line icon, hidden from screen readers: the control that holds it has a name of its own."""
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>'


def heading(title: str, lead: str, language: str) -> str:
    """The title of a page and the sentence under it (keys of the strings table)."""
    return f'<header class="page-head"><h1>{esc(t(title, language))}</h1><p>{esc(t(lead, language))}</p></header>'


def section_heading(title: str, lead: str, language: str) -> str:
    """The title of a section of a page and the sentence under it (keys of the strings table)."""
    return f'<h2>{esc(t(title, language))}</h2><p class="hint">{esc(t(lead, language))}</p>'


def step(number: int, key: str, language: str) -> str:
    """The heading of one of the three questions."""
    return f'<h2 class="step"><span class="step-no" aria-hidden="true">{number}</span>{esc(t(key, language))}</h2>'


def empty(picture: str, title: str, lead: str, language: str, action: str = "") -> str:
    """What stands where nothing is yet; `action` is ready HTML."""
    return (
        f'<div class="empty"><span class="empty-art">{icon(picture)}</span><h3>{esc(t(title, language))}</h3>'
        f"<p>{esc(t(lead, language))}</p>{action}</div>"
    )


def message(kind: str, lines: Iterable[str]) -> str:
    """A message: kind "error", "warn", "off" (a remark) or "ok"; nothing for no lines. An error tells screen readers at once."""
    shown = [line for line in lines if line]
    if not shown:
        return ""
    role = "alert" if kind == "error" else "status"
    return f'<div class="note note-{kind}" role="{role}">' + "".join(f"<p>{esc(line)}</p>" for line in shown) + "</div>"


def kept_row(head: str, sound: str, heard: str, tools: str) -> str:
    """A row of something that was kept: drawn words, the address of its sound with what a reader is told of it, drawn buttons."""
    audio = f'<audio controls preload="none" src="{esc(sound)}" aria-label="{esc(heard)}"></audio>'
    return f'<li class="kept">{head}{audio}<div class="kept-tools">{tools}</div></li>'


def act_button(act: str, key: str, label: str, of: str, kind: str = "mini") -> str:
    """A button that asks for an act on what has the key; `of` tells a reader which one."""
    return (
        f'<button type="button" class="{kind}" data-act="{act}" data-key="{esc(key)}" '
        f'aria-label="{esc(label)}: {esc(of)}">{esc(label)}</button>'
    )


def clock(seconds: float) -> str:
    """1:05 for 65 seconds."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
