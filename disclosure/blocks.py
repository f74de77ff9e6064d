"""The body of a publication as numbered blocks, so that a remark can stand beside its paragraph. Pure."""

from lxml import html as lxml_html


def blocks(body: str) -> list[str]:
    """The top-level blocks of cleaned HTML, in order; loose text becomes a paragraph of its own."""
    if not body.strip():
        return []
    holder = lxml_html.fragment_fromstring(body, create_parent="div")
    found = [_paragraph(holder.text)] if (holder.text or "").strip() else []
    for child in holder:
        tail, child.tail = child.tail, None
        found.append(lxml_html.tostring(child, encoding="unicode"))
        if (tail or "").strip():
            found.append(_paragraph(tail))
    return found


def _paragraph(text: str) -> str:
    paragraph = lxml_html.Element("p")
    paragraph.text = text.strip()
    return lxml_html.tostring(paragraph, encoding="unicode")
