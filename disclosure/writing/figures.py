"""Pictures of a text stand in figures of their own, with the line below that names them."""

import re

from .dom import drop, new, text_of

_CAPTION = re.compile(r"^(附?图\s*[\d一二三四五六七八九十]+|图[为：:])")
CAPTION_MAX = 100


def gather(root) -> None:
    """Paragraphs that hold nothing but pictures become figures; a line "图1 …" right below becomes the caption."""
    for paragraph in list(root.iterchildren("p")):
        images = list(paragraph.iter("img"))
        if not images or text_of(paragraph):
            continue
        for image in images:
            image.tail = None
            figure = new("figure")
            figure.append(image)
            paragraph.addprevious(figure)
        _take_caption(paragraph, figure)
        drop(paragraph)


def _take_caption(paragraph, figure) -> None:
    following = paragraph.getnext()
    if following is None or following.tag != "p":
        return
    text = text_of(following)
    if len(text) <= CAPTION_MAX and _CAPTION.match(text):
        figure.append(new("figcaption", text))
        drop(following)
