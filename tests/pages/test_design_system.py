"""The promises of the design system that can be read from its files: contrast, size, and no inline code."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
BUDGET = 25 * 1024
THEMES = ["white-black", "blue-yellow", "yellow-black", "black-yellow"]
TEXT_TOKENS = ["ink", "ink-soft", "link", "link-hover", "link-visited", "seal", "good", "warn"]
STATE_TOKENS = [
    f"state-{name}"
    for name in ("on-time", "late", "missing", "stale", "not-due", "not-applicable", "undetermined")
]


def declarations(pattern):
    """Custom properties of the rules of tokens.css whose selector list matches `pattern`, later ones winning."""
    rules = re.findall(
        r"([^{}]+)\{([^{}]*)\}", (CSS / "tokens.css").read_text(encoding="utf-8").split("@media")[0]
    )
    rules += re.findall(r"\n(\.view-[^{}]+)\{([^{}]*)\}", (CSS / "tokens.css").read_text(encoding="utf-8"))
    return {
        name: value.strip()
        for selector, body in rules
        if re.search(pattern, selector)
        for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", body)
    }


def colour(tokens, name):
    """Six-digit colour of a token, following var()."""
    value = tokens[name]
    reference = re.fullmatch(r"var\(--([\w-]+)\)", value)
    if reference:
        return colour(tokens, reference[1])
    digits = value.removeprefix("#")
    return "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits


def luminance(digits):
    """Relative luminance of WCAG 2.2."""
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio of two six-digit colours (WCAG 2.2, 1.4.3)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def palette(theme):
    """All tokens in force under a theme ("" is the ordinary look)."""
    tokens = declarations(r":root")
    return tokens | declarations(rf"\.view-{theme}\b") if theme else tokens


@pytest.mark.parametrize("theme", ["", *THEMES])
@pytest.mark.parametrize("text", [*TEXT_TOKENS, *STATE_TOKENS])
@pytest.mark.parametrize("ground", ["ground", "wash"])
def test_text_stands_out_seven_to_one_on_every_ground(theme, text, ground):
    tokens = palette(theme)
    assert contrast(colour(tokens, text), colour(tokens, ground)) >= 7


@pytest.mark.parametrize("theme", ["", *THEMES])
@pytest.mark.parametrize(
    ("text", "ground"), [("on-action", "action"), ("on-door", "door"), ("on-seal", "seal")]
)
def test_text_stands_out_on_filled_grounds(theme, text, ground):
    tokens = palette(theme)
    assert contrast(colour(tokens, text), colour(tokens, ground)) >= 7


@pytest.mark.parametrize("theme", ["", *THEMES])
def test_control_edges_and_focus_can_be_seen(theme):
    tokens = palette(theme)
    ground = colour(tokens, "ground")
    rings = [colour(tokens, "focus"), colour(tokens, "focus-edge")]
    assert contrast(colour(tokens, "edge"), ground) >= 3
    assert max(contrast(ring, ground) for ring in rings) >= 3


def test_first_visit_stays_small():
    """All that the public's pages may load; what only staff load is not a visitor's burden."""
    templates = [ROOT / "templates" / "base.html", *(ROOT / "templates" / "pages").glob("*.html")]
    named = {
        n for path in templates for n in re.findall(r"(?:css|js)/[\w-]+\.(?:css|js)", path.read_text("utf-8"))
    }
    assert {"css/tokens.css", "js/view.js"} <= named
    files = [ROOT / "static" / name for name in named - {"css/styleguide.css"}]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= BUDGET


def own_templates():
    folder = ROOT / "templates"
    return [
        folder / name for name in ("base.html", "404.html", "403.html", "500.html", "styleguide.html")
    ] + sorted((folder / "components").glob("*.html"))


@pytest.mark.parametrize("path", own_templates(), ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text)


def test_stylesheets_reach_for_nothing_outside():
    assert not any(
        re.search(r"https?://|@import|@font-face", path.read_text(encoding="utf-8"))
        for path in CSS.glob("*.css")
    )
