"""Text as a clerk types it, and as it is stored: a clerk need not know HTML. Pure."""

import html
import re

from disclosure.html import TAGS

_TAG = re.compile(rf"<({'|'.join(sorted(TAGS))})(\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"<(p|h[234]|ul|ol|table|blockquote|div|hr|figure|section)[\s/>]", re.IGNORECASE)
_PARAGRAPHS_ONLY = re.compile(r"(<p>[^<]*(<br>[^<]*)*</p>\s*)+")


def typed_to_html(text: str) -> str:
    """HTML of `text`: an empty line ends a paragraph. Text that has tags already is HTML; it becomes a block if it has none."""
    if _TAG.search(text):
        return text if _BLOCK.search(text) else f"<p>{text}</p>"
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "\n".join(
        f"<p>{html.escape(b.strip(), quote=False).replace(chr(10), '<br>')}</p>" for b in blocks if b
    )


def html_to_typed(markup: str) -> str:
    """What to show for editing: plain text where there is nothing but paragraphs, else the HTML itself."""
    if not _PARAGRAPHS_ONLY.fullmatch(markup.strip()):
        return markup
    text = re.sub(r"</p>\s*(<p>)?", "\n\n", markup.replace("<br>", "\n")).replace("<p>", "").strip()
    plain = html.unescape(text)
    return markup if _TAG.search(plain) else plain
