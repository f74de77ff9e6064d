"""What the information itself must be."""

from django.utils import timezone

from disclosure.html import plain_text
from disclosure.vocabulary import APPROVED, Attribute


def is_proactive(publication) -> list[str]:
    if publication.attribute == Attribute.PROACTIVE:
        return []
    return [f"公开属性是“{publication.get_attribute_display()}”，只有主动公开的信息才能发布。"]


def organization_exists(publication) -> list[str]:
    if publication.organization.is_active:
        return []
    return [f"{publication.organization.name}已经撤销，请改由承接单位发布。"]


def formed_by_now(publication) -> list[str]:
    if publication.formed_on and publication.formed_on > timezone.localdate():
        return [f"成文日期 {publication.formed_on} 晚于今天，请核对。"]
    return []


def has_content(publication) -> list[str]:
    if plain_text(publication.body) or publication.attachments.exists():
        return []
    return ["正文和附件都是空的，请至少填写一项。"]


def is_no_correction(publication) -> list[str]:
    return ["这是更正稿，请按正常程序送审。"] if publication.corrects_id else []


def is_correction(publication) -> list[str]:
    return [] if publication.corrects_id else ["这不是更正稿。"]


def awaits_second_signature(publication) -> list[str]:
    return [] if publication.is_rushed else ["这条信息不是待补签的紧急公开信息。"]


def is_done(publication) -> list[str]:
    """What is still meant to go out is not archived."""
    if publication.status in APPROVED and publication.attribute == Attribute.PROACTIVE:
        return ["这条信息已经签发、应当公开，请先发布，或者退回。"]
    return []


def was_never_public(publication) -> list[str]:
    return ["这条信息曾经公开，请用“更正”修改后重新发布。"] if publication.published_at else []
