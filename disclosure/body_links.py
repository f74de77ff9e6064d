"""The links that stand in a body. Pure but for the portal's own address in the settings."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from lxml import html as lxml_html

from portal import view_options
from portal.screening.detectors.links import read_address


class Link(NamedTuple):
    """`block`: in which paragraph, as the reviewing page numbers them; `anchor`: the words that are pressed."""

    href: str
    anchor: str
    block: int

    @property
    def shown(self) -> str:
        return f"{self.anchor or '（没有文字）'} → {self.href}"

    @property
    def place(self) -> str:
        return f"正文第{self.block}段"


def links_in(body: str) -> Iterator[Link]:
    """The links of a cleaned body that lead out of the page, in order. Marks of footnotes are none."""
    if "<a" not in body:
        return
    for number, block in _blocks(body):
        for link in block.iter("a"):
            href = (link.get("href") or "").strip()
            if href and not href.startswith("#"):
                yield Link(href, " ".join(link.text_content().split()), number)


def _blocks(body: str) -> Iterator[tuple[int, lxml_html.HtmlElement]]:
    """The elements among the blocks of `disclosure.blocks`, with their numbers; addresses in them are as written."""
    holder = lxml_html.fragment_fromstring(body, create_parent="div")
    number = int(bool((holder.text or "").strip()))
    for child in holder:
        number += 1
        yield number, child
        number += bool((child.tail or "").strip())


def own_path(href: str, base: str) -> str | None:
    """The path on this portal that `href`, standing on the page `base`, leads to; None when it leads elsewhere."""
    address = read_address(href)
    if not address.is_readable or address.scheme not in ("", "http", "https"):
        return None
    if address.host and address.host not in own_hosts():
        return None
    path = urlsplit(urljoin(base, href)).path or "/"
    look = view_options.split(path)
    return unquote(look[1] if look else path)


def own_hosts() -> set[str]:
    """The names under which the portal itself is reached."""
    names = {settings.SITE.get("domain", ""), urlsplit(settings.SITE.get("url", "")).hostname or ""}
    return {name.lower() for name in names if name}
