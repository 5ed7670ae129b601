"""Words of the frame and errors."""

from typing import Final

SHELL: Final[dict[str, tuple[str, str]]] = {
    "app.name": ("Yibo", "易播"),
    "nav.label": ("Main navigation", "主导航"),
    "nav.create": ("Create", "创作"),
    "nav.products": ("Products", "商品"),
    "nav.voices": ("Voices", "声音"),
    "nav.library": ("Library", "作品"),
    "nav.settings": ("Settings", "设置"),
    "lang.label": ("Language of the studio", "界面语言"),
    "error.unexpected": ("Something went wrong here. Your input is kept; please try again.", "这里出了点问题，您的输入已保留，请重试。"),
    "error.large": (
        "{{name}}: the file is larger than {mb} MB. Choose a smaller one.",
        "{{name}}：文件超过 {mb} MB，请选择更小的文件。",
    ),
    "error.gone": ("This take no longer exists.", "这个作品已不存在。"),
}
