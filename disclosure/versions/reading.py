"""Stored contents in words that people read, for comparison."""

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.utils.dateparse import parse_date

from catalog.models import Obligation
from disclosure.html import with_picture_addresses
from disclosure.models import Publication
from disclosure.vocabulary import RelationType
from portal.organizations.models import Organization

from .content import MODELS, content_fields, paths_of

GONE = "（已经删除）"


def readable(kind: str, *contents: dict) -> list[dict]:
    """Each content with Chinese names and displayed values, as `compare` takes them. Three queries for all."""
    names = _Names(contents)
    return [_readable(kind, content, names) for content in contents]


def _readable(kind: str, content: dict, names: "_Names") -> dict:
    fields = [f for f in content_fields(MODELS[kind]) if f.name != "body"]
    return {
        "fields": {str(f.verbose_name): _shown(f, content["fields"].get(f.name), names) for f in fields},
        "body": _with_the_same_names(content),
        "attachments": [_file(a) for a in content["attachments"]],
        "pictures": [_picture(p) for p in content["pictures"]],
        "relations": [
            f"{RelationType(kind_).label}：{names.publications.get(pk, GONE)}"
            for kind_, pk in content["relations"]
        ],
        "obligations": [names.obligations.get(pk, GONE) for pk in content["obligations"]],
    }


def _shown(field, text: str | None, names: "_Names") -> str:
    if not text:
        return ""
    if field.name == "organization":
        return names.organizations.get(int(text), GONE)
    if field.name == "topic":
        return text.replace("\\", " › ")
    if field.choices:
        return str(dict(field.flatchoices).get(text, text))
    if field.get_internal_type() == "BooleanField":
        return "是" if text == "True" else "否"
    if field.get_internal_type() == "DateField" and (day := parse_date(text)):
        return f"{day.year}年{day.month}月{day.day}日"
    return text


def _file(row: dict) -> str:
    """Name, size and the beginning of the digest: another file under the same name is another line."""
    return f"{row['name']}（{filesizeformat(row['size'])}，校验码{row['sha256'][:8]}）"


def _picture(row: dict) -> str:
    words = f"{row['alt']}（图注：{row['caption']}）" if row["caption"] else row["alt"]
    return f"{words}〔{_name_of(row)}〕"


def _name_of(row: dict) -> str:
    """The same picture has the same name in a publication and in its correction, where its row is another."""
    paths = paths_of(row)
    return f"图{paths[0].split('/')[1]}" if paths else "没有文件"


def _with_the_same_names(content: dict) -> str:
    names = {row["pk"]: _name_of(row) for row in content["pictures"]}
    return with_picture_addresses(
        content["fields"]["body"] or "", lambda pk, width: f"{names.get(pk, f'/pictures/{pk}/')}，宽{width}"
    )


class _Names:
    """What the numbers in some contents stand for."""

    def __init__(self, contents: Iterable[dict]):
        organizations = {int(c["fields"]["organization"]) for c in contents if c["fields"]["organization"]}
        targets = {pk for c in contents for _, pk in c["relations"]}
        owed = {pk for c in contents for pk in c["obligations"]}
        found = Organization.objects.filter(pk__in=organizations)
        self.organizations = dict(found.values_list("pk", "name"))
        self.publications = dict(Publication.objects.filter(pk__in=targets).values_list("pk", "title"))
        rows = Obligation.objects.filter(pk__in=owed)
        self.obligations = {
            pk: f"{matter}（{organ}）"
            for pk, matter, organ in rows.values_list("pk", "matter__name", "organization__short_name")
        }
