"""One of everything that belongs to an organisation and is not public, each with a mark by which a leak is seen."""

from datetime import timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from catalog.models import ChangeRequest
from disclosure.documents.validity import change_validity
from disclosure.files import store_attachment, store_picture
from disclosure.models import (
    AnnualReportPage,
    Article,
    Attachment,
    BusinessSystem,
    Cleanup,
    CleanupDecision,
    Consent,
    ConsistencyFinding,
    DocumentRelation,
    Finding,
    Interpretation,
    InterpretationPlan,
    Picture,
    PolicyDocument,
    PreviewLink,
    Publication,
    Reassessment,
    Remark,
    Rendition,
    StatutoryPage,
)
from disclosure.versions import save_version
from disclosure.vocabulary import Attribute, Ground, RelationType, Status
from portal.jobs.models import Job
from portal.ledger.services import append
from portal.organizations.models import Deputy
from tests.factories import LONG_AGO, make_published, make_user

from .uploads import image, upload

MARK = "未公开7Q"
"""In every title, text, name and note of what nobody outside the organisation may read."""

SHARED = 7001
"""The key of every row that lies below a publication, so that one forged number fits every address."""

KINDS = (Article, PolicyDocument, Interpretation, StatutoryPage, AnnualReportPage)


def marked(organization, status=Status.DRAFT, model=Article, **fields) -> Publication:
    """A row whose every word carries the mark."""
    words = {name: f"{name}{MARK}" for name in ("title", "summary", "keywords", "source")}
    facts = {"body": f"<p>正文{MARK}。</p>", "topic": "综合政务\\政务公开", "formed_on": LONG_AGO}
    return model.objects.create(organization=organization, status=status, **{**words, **facts, **fields})


def one_of_each_kind(organization, author, **fields) -> dict[type, Publication]:
    own = {StatutoryPage: {"part": "guide"}, AnnualReportPage: {"year": 2025}}
    return {
        model: marked(organization, model=model, created_by=author, **own.get(model, {}), **fields)
        for model in KINDS
    }


def surround(publication: Publication, by, key: int = SHARED) -> Publication:
    """Everything that can hang on a publication, each row with the key `key`."""
    attachment = store_attachment(publication, upload("x.txt", f"文件{MARK}".encode()), f"附件{MARK}.txt")
    picture = store_picture(publication, upload("x.png", image()), f"图{MARK}", f"图注{MARK}")
    _rekey(attachment, picture, key)
    save_version(publication, by, f"版本{MARK}")
    Remark.objects.create(pk=key, publication_id=publication.pk, text=f"意见{MARK}", quote=MARK, by=by)
    Finding.objects.create(
        pk=key,
        publication_id=publication.pk,
        code="phone",
        level="answer",
        place="正文",
        excerpt=f"摘录{MARK}",
        proposal="x",
        fingerprint="f" * 60 + str(key)[-4:],
    )
    PreviewLink.objects.create(
        pk=key,
        publication_id=publication.pk,
        token_hash=f"{key:064d}",
        note=f"给{MARK}",
        created_by=by,
        expires_at=timezone.now() + timedelta(days=1),
    )
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(type(publication)),
        object_id=str(publication.pk),
        object_repr=publication.title,
        action_flag=CHANGE,
        change_message=f"退回：{MARK}",
    )
    append("step_submit", f"publication:{publication.pk}", payload={"title": f"台账{MARK}"}, is_public=False)
    return publication


def around_the_office(organization, author, kinds: dict[type, Publication], other_organization) -> dict:
    """Rows of every other list; {model name: key in an address}."""
    now, document = timezone.now(), kinds[PolicyDocument]
    public = make_published("公开的文件", PolicyDocument, organization)
    plan = InterpretationPlan.objects.create(document=document, interpreter=f"人{MARK}")
    change = change_validity(public, "amended", now.date() + timedelta(days=9), None, basis="县政府决定")
    cleanup = Cleanup.objects.create(title=f"清理{MARK}", organization=organization, formed_before=now.date())
    CleanupDecision.objects.create(cleanup=cleanup, document=public, verdict="repeal", reason=f"因{MARK}")
    DocumentRelation.objects.create(
        publication=kinds[Interpretation], type=RelationType.INTERPRETS, target=document
    )
    withheld = marked(
        organization, attribute=Attribute.WITHHELD, ground=Ground.PROCESS, reassess_on=now.date()
    )
    system = BusinessSystem.objects.create(name=f"系统{MARK}", organization=organization, token_hash="t" * 64)
    found = ConsistencyFinding.objects.create(
        check_code="unsigned",
        subject="x",
        text=f"发现{MARK}",
        organization=organization,
        first_seen_at=now,
        last_seen_at=now,
    )
    colleague = make_user(organization=organization, display_name=f"同事{MARK}")
    rows = {
        "cleanup": cleanup,
        "consent": Consent.objects.create(
            publication=kinds[Article],
            organization=other_organization,
            question=f"问{MARK}",
            asked_by=author,
        ),
        "consistencyfinding": found,
        "interpretationplan": plan,
        "validitychange": change,
        "dueforreassessment": withheld,
        "withheldrecord": withheld,
        "unexplaineddocument": document,
        "publication": document,
        "reassessment": Reassessment.objects.create(
            publication=withheld, due_on=now.date(), outcome="still_withheld", note=f"记{MARK}", by=author
        ),
        "businesssystem": system,
        "job": Job.objects.create(kind="rescreen", title=f"任务{MARK}", started_by=author),
        "user": colleague,
        "deputy": Deputy.objects.create(
            principal=author,
            deputy=colleague,
            starts_on=now.date(),
            ends_on=now.date(),
            reason=f"事由{MARK}",
            granted_by=author,
        ),
        "changerequest": ChangeRequest.objects.create(
            title=f"调整{MARK}", reason=f"理由{MARK}", organization=organization, proposed_by=author
        ),
    }
    return {name: row.pk for name, row in rows.items()}


def _rekey(attachment, picture, key: int) -> None:
    """Give the stored rows the key `key`."""
    Attachment.objects.filter(pk=attachment.pk).update(id=key)
    Picture.objects.filter(pk=picture.pk).update(id=key)
    Rendition.objects.filter(picture_id=picture.pk).update(picture_id=key)
