"""Footnotes in one form: a raised number that leads to its note in the list at the end, and back.

<sup><a href="#fn-1" id="fnref-1">1</a></sup>
<section class="footnotes"><ol><li id="fn-1">… <a href="#fnref-1">返回正文</a></li></ol></section>
"""

import re

from .dom import drop, new, strip_ends, text_of, unwrap

BACK = "返回正文"
_REFERENCE = re.compile(r"#(_ftn|_edn|footnote-|endnote-|fn-|sdfootnote)(\d+)(sym)?$")
_BACK_REFERENCE = re.compile(r"#(_ftnref|_ednref|footnote-ref-|endnote-ref-|fnref-)(\d+)$|#sdfootnote\d+anc$")
_LIST = re.compile(r"mso-element:\s*(foot|end)note-list")
_OWN_NUMBER = re.compile(r"^\s*(\[\d+\]|[①-⑳]|\d+\.?)\s*")


def gather(root) -> None:
    """Bring footnotes of Word, WPS, mammoth and this portal into the one form, numbered in the order of reading.

    A reference without its note keeps only its text; a note nobody refers to becomes a paragraph.
    """
    references = _references(root)
    notes = {key: note for key, _ in references if (note := _note(root, key)) is not None}
    wanted, numbers = [], {}
    for key, link in references:
        if key not in notes:
            unwrap(link)
            continue
        if key in numbers:
            _plain_reference(link, numbers[key])
            continue
        numbers[key] = len(numbers) + 1
        wanted.append(_content(notes[key]))
        _reference(link, numbers[key])
    _drop_lists(root, list(notes.values()))
    if wanted:
        root.append(_section(wanted))


def _references(root) -> list[tuple[str, object]]:
    found = []
    for link in root.iter("a"):
        match = _REFERENCE.search(link.get("href", ""))
        if match:
            found.append((match[1] + match[2], link))
    return found


def _note(root, key: str):
    """The element that holds the note `key` names."""
    kind, number = re.fullmatch(r"(\D+)(\d+)", key).groups()
    if kind in ("_ftn", "_edn"):
        named = [a for a in root.iter("a") if a.get("name") == key]
        by_id = root.xpath(".//*[@id=$name]", name=key.replace("_", ""))
        return _block_of(named[0]) if named else next(iter(by_id), None)
    if kind == "sdfootnote":
        return next(iter(root.xpath(".//*[@id=$name]", name=key)), None)
    return next(iter(root.xpath(".//*[@id=$name]", name=f"{kind}{number}")), None)


def _block_of(anchor):
    for ancestor in anchor.iterancestors():
        if ancestor.tag == "div" and "mso-element" in ancestor.get("style", ""):
            return ancestor
        if ancestor.tag == "p":
            return ancestor
    return anchor.getparent()


def _content(note):
    """The note as a list item: without its own number and without links back."""
    item = new("li")
    item.text, item[:] = note.text, list(note)
    for link in list(item.iter("a")):
        is_back = _BACK_REFERENCE.search(link.get("href", "")) or (link.get("name") or "").startswith("_")
        if is_back:
            drop(link)
    for number in list(item.iter("sup")):
        if not text_of(number):
            drop(number)
    paragraphs = [child for child in item if child.tag == "p"]
    for paragraph in paragraphs[1:]:
        paragraph.text = " " + (paragraph.text or "")
    for paragraph in paragraphs:
        unwrap(paragraph)
    strip_ends(item)
    item.text = _OWN_NUMBER.sub("", item.text or "", count=1)
    return item


def _reference(link, number: int) -> None:
    for child in list(link):
        drop(child)
    link.text = str(number)
    for name in list(link.attrib):
        del link.attrib[name]
    link.set("href", f"#fn-{number}")
    link.set("id", f"fnref-{number}")
    _raise(link)


def _plain_reference(link, number: int) -> None:
    """A second reference to the same note: its address would not be unique, so it has none."""
    _reference(link, number)
    del link.attrib["id"]


def _raise(link) -> None:
    """Inside exactly one `sup`."""
    parent = link.getparent()
    while parent.tag in ("sup", "span", "font", "b", "strong") and text_of(parent) == text_of(link):
        outer = parent.getparent()
        unwrap(parent)
        parent = outer
    position, tail = parent.index(link), link.tail
    raised = new("sup")
    link.tail = None
    raised.append(link)
    raised.tail = tail
    parent.insert(position, raised)


def _drop_lists(root, notes: list) -> None:
    for note in notes:
        holder = note.getparent()
        drop(note)
        if holder is not None and holder is not root and not text_of(holder):
            drop(holder)
    for element in list(root.iter("div", "section")):
        is_list = _LIST.search(element.get("style", "")) or element.get("class") == "footnotes"
        if is_list and not text_of(element):
            drop(element)
        elif is_list:
            unwrap(element)


def _section(items: list):
    section, numbered = new("section"), new("ol")
    section.set("class", "footnotes")
    section.append(numbered)
    for number, item in enumerate(items, start=1):
        item.set("id", f"fn-{number}")
        back = new("a", BACK, href=f"#fnref-{number}")
        if len(item):
            item[-1].tail = (item[-1].tail or "") + " "
        else:
            item.text = (item.text or "") + " "
        item.append(back)
        numbered.append(item)
    return section
