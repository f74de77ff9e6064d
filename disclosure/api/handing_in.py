"""Taking in what business systems hand in: a draft like any other, written in the name of the system's account."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction

from disclosure import hidden_links, locking, pipeline
from disclosure.files import store_attachment
from disclosure.models import ApiReceipt, Attachment, BusinessSystem, DocumentRelation, Publication
from disclosure.screening import screen_publication
from disclosure.services import link_obligations
from disclosure.versions import save_version
from disclosure.versions.content import MODELS, as_its_kind
from disclosure.vocabulary import WRITABLE, Kind
from disclosure.writing.typed_text import typed_to_html
from portal.refusal import NotAllowed

from .answers import handed_in
from .refusals import Refused
from .schemas import HandIn
from .targets import own_publications

FIELDS = (
    "organization",
    "title",
    "summary",
    "topic",
    "stage",
    "attribute",
    "ground",
    "keywords",
    "source",
    "formed_on",
    "document_number",
    "genre",
    "effective_on",
    "ceases_on",
    "expires_at",
)
OWN_FIELDS = {Kind.POLICY: ("is_normative",), Kind.INTERPRETATION: ("form",)}


class Outcome(NamedTuple):
    answer: dict
    is_replay: bool = False


def content_hash(body: bytes) -> str:
    """SHA-256 of what a JSON text says, whatever its spacing and the order of its keys."""
    said = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def take_in(system: BusinessSystem, handed: HandIn, key: str, request_hash: str) -> Outcome:
    """Store a new draft with all that belongs to it, screen it, and hand it over where asked.

    The same `key` with the same content gets the first answer again. All or nothing: Refused (409) for a key that
    was used for something else, and whatever else fails, leaves neither row nor file.
    """
    with _all_or_nothing() as stored:
        BusinessSystem.objects.select_for_update().get(pk=system.pk)
        earlier = system.receipts.filter(key=key).first()
        if earlier is not None:
            return Outcome(_same(earlier, request_hash), is_replay=True)
        draft = MODELS[handed.kind](created_by=system.account)
        answer = _write(draft, system, handed, stored)
        ApiReceipt.objects.create(
            system=system, key=key, request_hash=request_hash, publication_id=answer["id"], answer=answer
        )
        return Outcome(answer)


def change(system: BusinessSystem, pk: int, handed: HandIn) -> Outcome:
    """Let an own draft, which nobody at the office has written in, say what `handed` says. Raises Refused (404, 409)."""
    with _all_or_nothing() as stored:
        draft = own_publications(system).select_for_update(of=("self",)).filter(pk=pk).first()
        if draft is None:
            raise Refused(404, "没有这份稿件，或者不是本系统报送的。")
        if reasons := why_not_change(draft, system, handed.kind):
            raise Refused(409, "现在不能修改这份稿件。", [("", reason) for reason in reasons])
        if any(relation.target.pk == pk for relation in handed.relations):
            raise Refused(422, "有1处需要改正，没有受理。", [("relations", "一份文件不能与自己关联。")])
        return Outcome(_write(as_its_kind(draft), system, handed, stored))


def why_not_change(draft: Publication, system: BusinessSystem, kind: str) -> list[str]:
    """Every reason why `system` cannot write in its own `draft` now."""
    reasons = []
    if draft.status not in WRITABLE:
        reasons.append(f"稿件现在是“{draft.get_status_display()}”，只有拟稿和已退回的才能修改。")
    if draft.versions.exclude(saved_by=system.account_id).exists():
        reasons.append("工作人员已经修改过这份稿件，请由他们在后台继续修改。")
    if locking.holder(draft) is not None:
        reasons.append("工作人员正在编辑这份稿件，请稍后再试。")
    if draft.kind != kind:
        reasons.append(f"稿件的类型是“{draft.get_kind_display()}”，不能改成别的类型，请另外报送。")
    return reasons


@contextmanager
def _all_or_nothing() -> Iterator[list[Attachment]]:
    """A transaction. Files of the attachments put into the list go when it is rolled back."""
    stored: list[Attachment] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for attachment in stored:
            attachment.file.delete(save=False)
        raise


def _same(receipt: ApiReceipt, request_hash: str) -> dict:
    if receipt.request_hash != request_hash:
        raise Refused(
            409,
            faults=[
                ("Idempotency-Key", "这个键已经用于另一份内容。新的报送请用新的键，重发请保持内容不变。")
            ],
        )
    return receipt.answer


def _write(draft: Publication, system: BusinessSystem, handed: HandIn, stored: list[Attachment]) -> dict:
    for name in (*FIELDS, *OWN_FIELDS.get(draft.KIND, ())):
        setattr(draft, name, getattr(handed, name))
    markup = draft.body = typed_to_html(handed.body)
    draft.save()
    link_obligations(draft, handed.matters)
    _relate(draft, handed)
    _attach(draft, handed, stored)
    save_version(draft, system.account, f"{system.name}报送")
    hidden_links.note(draft, hidden_links.hidden_in(markup))
    why_not = _hand_over(draft, system) if handed.submit else _screen(draft)
    current = Publication.objects.defer("body").get(pk=draft.pk)
    return handed_in(current, why_not).model_dump(mode="json")


def _relate(draft: Publication, handed: HandIn) -> None:
    draft.relations.all().delete()
    DocumentRelation.objects.bulk_create(
        DocumentRelation(publication_id=draft.pk, type=relation.type, target=relation.target)
        for relation in handed.relations
    )


def _attach(draft: Publication, handed: HandIn, stored: list[Attachment]) -> None:
    """What is already there keeps its row, and with it its address."""
    have = {attachment.sha256: attachment for attachment in draft.attachments.all()}
    for position, wanted in enumerate(handed.attachments):
        kept = have.pop(wanted.seen.sha256, None)
        if kept is None:
            stored.append(store_attachment(draft, wanted.file, position=position))
        else:
            words = {"name": wanted.seen.name, "position": position}
            Attachment.objects.filter(pk=kept.pk).update(**words)
    for dropped in have.values():
        dropped.delete()


def _screen(draft: Publication) -> list[str]:
    screen_publication(draft)
    return []


def _hand_over(draft: Publication, system: BusinessSystem) -> list[str]:
    """Screened and submitted; the reasons when it does not go through, and then it stays a draft."""
    try:
        pipeline.submit(draft, system.account)
    except NotAllowed as refusal:
        return refusal.reasons
    return []
