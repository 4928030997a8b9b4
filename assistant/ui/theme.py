"""The page's look: a Gradio theme from the design tokens of the Digital Agency of Japan, for light and dark.

``page/*.css`` uses nothing but the variables of this theme, so that a colour is changed here or in the tokens.
Fonts are those of the machine: nothing is fetched.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from gradio.themes import Base, Color, Font

_TOKENS = Path(__file__).with_name("design_tokens.json")
_FONTS = ("Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", "Meiryo", "system-ui", "sans-serif")
_MONO = ("Noto Sans Mono", "ui-monospace", "Consolas", "monospace")

# Gradio's variables: the token in the light, and in the dark.
_COLORS = {
    "body_background_fill": ("gray.white", "gray.900"),
    "body_text_color": ("gray.800", "gray.100"),
    "body_text_color_subdued": ("gray.700", "gray.300"),
    "background_fill_primary": ("gray.white", "gray.900"),
    "background_fill_secondary": ("gray.50", "gray.800"),
    "border_color_primary": ("gray.200", "gray.700"),
    "border_color_accent": ("blue.900", "blue.300"),
    "color_accent_soft": ("blue.50", "blue.1200"),
    "link_text_color": ("blue.1000", "blue.300"),
    "link_text_color_hover": ("blue.900", "blue.200"),
    "error_text_color": ("red.900", "red.300"),
    "error_background_fill": ("red.50", "red.1200"),
    "input_background_fill": ("gray.white", "gray.900"),
    "input_border_color": ("gray.600", "gray.400"),
    "input_placeholder_color": ("gray.600", "gray.400"),
    "button_primary_background_fill": ("blue.900", "blue.300"),
    "button_primary_background_fill_hover": ("blue.1000", "blue.200"),
    "button_primary_text_color": ("gray.white", "gray.900"),
    "button_secondary_background_fill": ("gray.white", "gray.900"),
    "button_secondary_background_fill_hover": ("blue.50", "blue.1200"),
    "button_secondary_border_color": ("blue.900", "blue.300"),
    "button_secondary_text_color": ("blue.900", "blue.300"),
}
# What the page needs beyond these.
_OWN = {
    "mark_fill": ("yellow.100", "yellow.1200"),
    "mark_edge": ("yellow.700", "yellow.400"),
    "page_mark": ("yellow.300", "yellow.300"),  # on the picture of a page, which is white in the dark too
    "page_mark_edge": ("yellow.700", "yellow.700"),
    "focus_line": ("gray.black", "yellow.300"),
    "focus_ring": ("yellow.300", "gray.black"),
    "success_text": ("green.900", "green.300"),
    "success_fill": ("green.50", "green.1100"),
    "warning_text": ("orange.1000", "orange.200"),
    "warning_fill": ("orange.50", "orange.1200"),
    "warning_edge": ("orange.600", "orange.400"),
    "control_edge": ("gray.536", "gray.420"),
}


def page_theme() -> Base:
    """The theme; its style sheet is served as ``theme.css``."""
    theme = Base(
        primary_hue=_hue("blue"),
        secondary_hue=_hue("blue"),
        neutral_hue=_hue("gray"),
        font=[Font(name) for name in _FONTS],
        font_mono=[Font(name) for name in _MONO],
    )
    theme.name = "digital-agency"
    tokens = _tokens()
    theme.set(  # in one call: a second one would undo part of the first
        **_shades(_COLORS),
        input_radius=tokens["radius"]["8"],
        block_radius=tokens["radius"]["8"],
        button_large_radius=tokens["radius"]["8"],
        button_medium_radius=tokens["radius"]["8"],
        button_small_radius=tokens["radius"]["6"],
        shadow_drop=tokens["elevation"]["1"],
        shadow_drop_lg=tokens["elevation"]["3"],
    )
    for name, value in _shades(_OWN).items():
        setattr(theme, name, value)  # every attribute of a theme becomes a variable of its style sheet
    return theme


def _shades(table: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """The colours of a table: each name, and the same with ``_dark``."""
    light = {name: _color(pair[0]) for name, pair in table.items()}
    return light | {f"{name}_dark": _color(pair[1]) for name, pair in table.items()}


def _hue(name: str) -> Color:
    """A hue in Gradio's eleven steps; the tokens have more."""
    steps = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900")
    shades = {f"c{step}": _color(f"{name}.{step}") for step in steps}
    deepest = "gray.black" if name == "gray" else f"{name}.1000"
    return Color(**shades, c950=_color(deepest), name=name)


def _color(token: str) -> str:
    hue, _, step = token.partition(".")
    return str(_tokens()["color"][hue][step])


@cache
def _tokens() -> dict[str, Any]:
    tokens: dict[str, Any] = json.loads(_TOKENS.read_text("utf-8"))
    return tokens
