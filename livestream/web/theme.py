"""How the studio looks: the palette as a Gradio theme; layout and details are in static/studio.css."""

from pathlib import Path

import gradio as gr
from gradio.themes.utils import colors, sizes

STATIC = Path(__file__).parent / "static"

VERMILION = colors.Color(
    name="vermilion",
    c50="#fff4f1",
    c100="#ffe5de",
    c200="#ffcbbd",
    c300="#ffa58f",
    c400="#fb7658",
    c500="#ec4e2f",
    c600="#d63c1e",
    c700="#b32f16",
    c800="#912a17",
    c900="#782818",
    c950="#411108",
)
STONE = colors.Color(
    name="stone",
    c50="#faf8f5",
    c100="#f4f1ec",
    c200="#e9e4dc",
    c300="#d8d1c6",
    c400="#a79f94",
    c500="#746d64",
    c600="#57514a",
    c700="#403b36",
    c800="#28241f",
    c900="#1b1814",
    c950="#100e0b",
)
FONTS = (
    "Inter",
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "sans-serif",
)


class StudioTheme(gr.themes.Base):
    """Warm paper, ink and vermilion; the same in light and dark systems, with no font from outside."""

    def __init__(self) -> None:
        super().__init__(
            primary_hue=VERMILION,
            secondary_hue=STONE,
            neutral_hue=STONE,
            radius_size=sizes.radius_lg,
            font=FONTS,
            font_mono=("ui-monospace", "Consolas", "monospace"),
        )
        super().set(
            body_background_fill="*neutral_50",
            body_text_color="*neutral_900",
            body_text_color_subdued="*neutral_500",
            background_fill_primary="white",
            background_fill_secondary="*neutral_50",
            border_color_primary="*neutral_200",
            block_background_fill="transparent",
            block_border_width="0px",
            block_shadow="none",
            block_padding="0px",
            block_label_background_fill="transparent",
            block_label_border_width="0px",
            block_title_text_weight="600",
            block_title_text_size="13px",
            block_title_text_color="*neutral_700",
            form_gap_width="14px",
            input_background_fill="white",
            input_border_color="*neutral_300",
            input_border_width="1px",
            input_border_color_focus="*primary_500",
            input_shadow_focus="0 0 0 3px *primary_100",
            input_radius="10px",
            input_padding="10px 12px",
            button_large_radius="12px",
            button_small_radius="10px",
            button_primary_background_fill="*primary_600",
            button_primary_background_fill_hover="*primary_700",
            button_primary_text_color="white",
            button_primary_border_color="*primary_600",
            button_secondary_background_fill="white",
            button_secondary_background_fill_hover="*neutral_100",
            button_secondary_border_color="*neutral_300",
            button_secondary_text_color="*neutral_800",
            slider_color="*primary_500",
            checkbox_label_background_fill="white",
            checkbox_label_background_fill_selected="*primary_50",
            checkbox_label_border_color="*neutral_300",
            checkbox_label_text_color_selected="*primary_700",
        )
        for name in [name for name in vars(self) if name.endswith("_dark")]:
            setattr(self, name, None)  # None: as in light mode
        self.body_background_fill_dark, self.body_text_color_dark = (
            STONE.c50,
            STONE.c900,
        )  # these two Gradio reads itself and wants as values


def css() -> str:
    """The studio's style sheet."""
    return (STATIC / "studio.css").read_text(encoding="utf-8")


def head() -> str:
    """The studio's own script, in the page itself."""
    return f"<script>{(STATIC / 'studio.js').read_text(encoding='utf-8')}</script>"
