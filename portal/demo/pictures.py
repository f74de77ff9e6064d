"""Pictures drawn at load time: bar charts with numerals, and flat landscapes, roads, buildings and fields."""

import io
import math

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from .chance import chance
from .errors import DemoDataError

WIDTH, HEIGHT, SCALE = 1280, 720, 2
INK, PAPER, GRID, BLUE = "#20303f", "#ffffff", "#d9e0e6", "#1f5c99"
SKY = ("#cbe2f2", "#d3e7f4", "#dbebf6", "#e2eff8", "#eaf4fa")


def draw(wanted: dict, key: str) -> ContentFile:
    """The picture that {"kind", "data"} describes, as PNG. `key` decides the details. Raises DemoDataError."""
    paint = PAINTERS.get(wanted.get("kind"))
    if paint is None:
        raise DemoDataError(f"{key}：picture 的 kind 应当是 {'、'.join(PAINTERS)}")
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    paint(_Brush(image), wanted, chance("picture", key))
    output = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).save(output, "PNG", compress_level=1)
    return ContentFile(output.getvalue(), f"{key}.png")


def caption(wanted: dict) -> str:
    """For charts: which bar is what, since the picture itself holds no Chinese characters."""
    names = [f"{number}.{name}" for number, (name, _) in enumerate(wanted.get("data", []), start=1)]
    return f"图中从左至右：{' '.join(names)}"[:200] if names else ""


class _Brush:
    """Drawing in a field of 1280 × 720, whatever the resolution."""

    def __init__(self, image: Image.Image):
        self._draw = ImageDraw.Draw(image)

    def polygon(self, points, fill: str) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def box(self, left, top, right, bottom, fill: str) -> None:
        self._draw.rectangle([left * SCALE, top * SCALE, right * SCALE, bottom * SCALE], fill=fill)

    def disc(self, x, y, radius, fill: str) -> None:
        r = radius * SCALE
        self._draw.ellipse([x * SCALE - r, y * SCALE - r, x * SCALE + r, y * SCALE + r], fill=fill)

    def line(self, points, fill: str, width: int) -> None:
        self._draw.line([(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=width * SCALE)

    def text(self, x, y, text: str, size: int, fill: str = INK) -> None:
        font = ImageFont.load_default(size * SCALE)
        self._draw.text((x * SCALE, y * SCALE), text, fill=fill, font=font, anchor="mm")


def _chart(brush: _Brush, wanted: dict, chance) -> None:
    data = wanted.get("data")
    if not data:
        raise DemoDataError("柱状图应当有 data")
    top, bottom, left, right = 90, 620, 80, 1220
    step = (right - left) / len(data)
    highest = max(value for _, value in data) or 1
    for line in range(5):
        y = bottom - (bottom - top) * line / 4
        brush.line([(left, y), (right, y)], GRID, 2)
    for number, (_, value) in enumerate(data):
        middle, half = left + step * (number + 0.5), min(step * 0.32, 70)
        peak = bottom - (bottom - top) * max(value, 0) / highest
        brush.box(middle - half, peak, middle + half, bottom, BLUE)
        brush.text(middle, peak - 26, f"{value:g}" if value < 1e6 else str(value), 30)
        brush.text(middle, bottom + 40, str(number + 1), 30)
    brush.line([(left, bottom), (right, bottom)], INK, 4)


def _sky(brush: _Brush, chance) -> None:
    for band, colour in enumerate(SKY):
        brush.box(0, band * 80, WIDTH, HEIGHT, colour)
    brush.disc(chance.randint(160, 1120), chance.randint(90, 150), 56, "#fff3cf")
    for _ in range(3):
        x, y = chance.randint(100, 1180), chance.randint(60, 200)
        for step, radius in ((-60, 24), (-20, 34), (24, 30), (62, 20)):
            brush.disc(x + step, y, radius, "#ffffff")


def _hills(brush: _Brush, chance, base: int, height: int, colour: str) -> None:
    shift, waves = chance.random() * 6, chance.uniform(1.2, 2.6)
    ridge = [
        (x, base - height * (0.55 + 0.45 * math.sin(shift + waves * x / 260) * math.cos(x / 410)))
        for x in range(0, WIDTH + 20, 20)
    ]
    brush.polygon([(0, HEIGHT), *ridge, (WIDTH, HEIGHT)], colour)


def _tree(brush: _Brush, x: int, y: int, size: int, colour: str) -> None:
    brush.box(x - size // 10, y - size // 2, x + size // 10, y, "#7a5a3c")
    brush.disc(x, y - size * 3 // 4, size // 3, colour)
    brush.disc(x - size // 5, y - size // 2, size // 4, colour)
    brush.disc(x + size // 5, y - size // 2, size // 4, colour)


def _landscape(brush: _Brush, wanted: dict, chance) -> None:
    _sky(brush, chance)
    _hills(brush, chance, 380, 150, "#a9c9c4")
    _hills(brush, chance, 430, 120, "#7fb0a0")
    brush.polygon([(0, 450), (WIDTH, 430), (WIDTH, 640), (0, 640)], "#8cc0dd")
    for _ in range(14):
        x, y = chance.randint(0, 1200), chance.randint(465, 620)
        brush.line([(x, y), (x + chance.randint(40, 120), y)], "#a9d3ea", 4)
    brush.polygon([(0, 600), (500, 570), (WIDTH, 630), (WIDTH, HEIGHT), (0, HEIGHT)], "#6fa267")
    for _ in range(9):
        x = chance.randint(20, 1260)
        _tree(
            brush, x, chance.randint(630, 690), chance.randint(70, 120), chance.choice(("#3f7d4f", "#55935c"))
        )


def _road(brush: _Brush, wanted: dict, chance) -> None:
    _sky(brush, chance)
    _hills(brush, chance, 350, 120, "#9fc2b4")
    brush.box(0, 350, WIDTH, HEIGHT, "#7fae6d")
    brush.polygon([(600, 350), (680, 350), (1120, HEIGHT), (160, HEIGHT)], "#59626b")
    brush.polygon([(603, 350), (606, 350), (196, HEIGHT), (172, HEIGHT)], "#f2f4f5")
    brush.polygon([(674, 350), (677, 350), (1108, HEIGHT), (1084, HEIGHT)], "#f2f4f5")
    for near, far in ((0, 0.08), (0.14, 0.26), (0.36, 0.52), (0.66, 0.9)):
        y1, y2 = 350 + 370 * near, 350 + 370 * far
        brush.polygon(
            [(640 - 1 - 12 * near, y1), (641 + 12 * near, y1), (641 + 12 * far, y2), (639 - 12 * far, y2)],
            "#f3d36b",
        )
    for step in range(6):
        depth = (step / 5) ** 1.8
        size, y = 34 + 130 * depth, 366 + 330 * depth
        _tree(brush, round(560 - 470 * depth), round(y), round(size), "#3f7d4f")
        _tree(brush, round(720 + 470 * depth), round(y), round(size), "#55935c")


def _building(brush: _Brush, wanted: dict, chance) -> None:
    _sky(brush, chance)
    _hills(brush, chance, 430, 90, "#a9c9c4")
    brush.box(0, 560, WIDTH, HEIGHT, "#9aa7a0")
    brush.box(0, 560, WIDTH, 600, "#79a96b")
    x = 90
    while x < 1080:
        width, floors = chance.choice((180, 220, 260)), chance.randint(5, 9)
        top = 560 - floors * 46 - 20
        wall = chance.choice(("#e9e2d4", "#dfe6ea", "#efe6dc", "#e3e8df"))
        brush.box(x, top, x + width, 560, wall)
        brush.box(x - 6, top - 12, x + width + 6, top, "#8a5b4a")
        for floor in range(floors):
            for window in range(width // 44):
                left, up = x + 14 + window * 44, top + 16 + floor * 46
                brush.box(left, up, left + 24, up + 26, "#6d93b3")
        x += width + chance.randint(24, 60)
    for x in range(50, 1260, chance.randint(120, 170)):
        _tree(brush, x, 610, 90, "#4b8a57")


def _field(brush: _Brush, wanted: dict, chance) -> None:
    _sky(brush, chance)
    _hills(brush, chance, 360, 140, "#9fc2b4")
    _hills(brush, chance, 390, 80, "#7fae8a")
    colours = ("#d9c25f", "#8fb85a", "#b7c95f", "#6fa257", "#e0cf7c")
    for row in range(7):
        y, below = 390 + 330 * (row / 7) ** 1.5, 390 + 330 * ((row + 1) / 7) ** 1.5
        for column in range(-2, 6):
            near, far = 130 + row * 46, 130 + (row + 1) * 46
            middle = 640 + (column - 2) * near
            lower = 640 + (column - 2) * far
            brush.polygon(
                [(middle, y), (middle + near, y), (lower + far, below), (lower, below)],
                colours[(row * 3 + column + chance.randint(0, 1)) % len(colours)],
            )
        brush.line([(0, y), (WIDTH, y)], "#5f8f4e", 3)
    for _ in range(5):
        _tree(brush, chance.randint(40, 1240), chance.randint(400, 430), 60, "#3f7d4f")


PAINTERS = {"chart": _chart, "landscape": _landscape, "road": _road, "building": _building, "field": _field}
