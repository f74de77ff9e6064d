"""Pictures inside Word documents. Only one with words of its own may stand in the text (no picture without alt)."""

import re
from typing import NamedTuple

from disclosure.html import PICTURE, clean_html

_MEANINGLESS = re.compile(
    r"^(图片|图像|图形|照片|图|形状|组合|文本框|picture|image|graphic|img|图表|chart|pic|photo|微信图片|截图|未标题)[\s_\-]*[\w\-]*$"
    r"|\.(jpe?g|png|gif|bmp|tiff?|emf|wmf|webp)$|^https?:|^[a-z]:\\|^[\w\-]{0,3}$",
    re.IGNORECASE,
)
_GUESSED = re.compile(r"(描述已自动生成|automatically generated|AI\s*生成)", re.IGNORECASE)


class Pictures:
    """Collects what mammoth hands over while it converts."""

    def __init__(self):
        self.kept: list[tuple[bytes, str]] = []

    def take(self, image) -> dict[str, str]:
        """Attributes of the `img` for one picture; without an address when it has no words."""
        alt = meaningful(image.alt_text or "")
        with image.open() as source:
            self.kept.append((source.read(), alt))
        return {"src": f"/pictures/0/{len(self.kept)}/", "alt": alt} if alt else {}

    def notes(self) -> list[str]:
        """What became of the pictures, for the clerk."""
        silent = [str(n) for n, (_, alt) in enumerate(self.kept, start=1) if not alt]
        spoken = len(self.kept) - len(silent)
        notes = []
        if spoken:
            notes.append(f"文档中有{spoken}幅图片写了文字说明，已一并导入，请核对文字说明是否准确。")
        if silent:
            which = "、".join(silent)
            notes.append(
                f"文档中有{len(silent)}幅图片没有文字说明（第{which}幅），没有导入。"
                "请用正文编辑器的“图片”按钮逐幅上传，并填写文字说明。"
            )
        return notes


def meaningful(alt: str) -> str:
    """The words for a picture when a person wrote them; empty for a file name or a guess of the word processor."""
    words = " ".join(alt.split())
    return "" if not words or _MEANINGLESS.search(words) or _GUESSED.search(words) else words[:300]


class Place(NamedTuple):
    """Where a stored picture is read, and its measures in pixels."""

    address: str
    width: int
    height: int


def placed(html: str, places: dict[int, Place]) -> str:
    """`html` of an import with picture n at `places[n]`; those without a place are left out."""
    return clean_html(re.sub(r"<img[^<>]*>", lambda match: _placed_tag(match[0], places), html))


def _placed_tag(tag: str, places: dict[int, Place]) -> str:
    found = PICTURE.search(tag)
    if found is None or found[1] != "0" or int(found[2]) not in places:
        return ""
    place = places[int(found[2])]
    measured = f'width="{place.width}" height="{place.height}"'
    return tag.replace(found[0], place.address).replace("<img ", f"<img {measured} ", 1)
